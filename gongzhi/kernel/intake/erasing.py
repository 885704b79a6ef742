"""What is kept of a human by the workbooks that brought them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.intake.actions.drafts import erase_from_drafts
from gongzhi.kernel.intake.actions.erasing import erase_rows
from gongzhi.kernel.intake.blotting import blotted_workbooks
from gongzhi.kernel.people.erasure import Human, eraser
from gongzhi.lib.actions import Actor


@eraser(
    "intake.Batch",
    "intake.Row",
    "intake.Provenance",
    "evidence.Evidence",
    goes=_("导入过的原表里关于您的行和格子"),
    prepare=blotted_workbooks,
)
def workbooks(human: Human, prepared: Any, by: Actor) -> None:
    erase_rows(human, prepared or [], by=by)


@eraser("intake.Draft", "intake.DraftRow", "intake.Answer", goes=_("等着写入的表里关于您的行"))
def drafts(human: Human, prepared: Any, by: Actor) -> None:
    erase_from_drafts(human, by=by)
