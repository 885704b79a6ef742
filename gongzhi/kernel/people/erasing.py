"""What people, and the four apps below, keep of a human beside the rows that point at them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.actions import erase_reasons
from gongzhi.kernel.notices.actions import forget_messages
from gongzhi.kernel.people.actions.erasing import forget_doors, forget_tries
from gongzhi.kernel.people.erasure import Human, eraser
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Actor


@eraser("notices.Message", "notices.InboxItem", "notices.OptOut", goes=_("发给您的短信和站内消息"))
def messages(human: Human, prepared: Any, by: Actor) -> None:
    forget_messages(human.records, human.numbers, by=by)


@eraser("people.SignInCode", "people.Brake")
def tries(human: Human, prepared: Any, by: Actor) -> None:
    forget_tries(human.numbers, human.marks, by=by)


@eraser("people.Household")
def doors(human: Human, prepared: Any, by: Actor) -> None:
    forget_doors(human.rows.get("people.householdmember", ()), by=by)


@eraser(
    "ledger.Reason",
    "ledger.Entry",
    goes=_("工作人员写下的、与您有关的理由"),
    stays=(_("办事日志"), _("什么时候办过什么事，只有编号，没有姓名和内容，三年后清除")),
)
def reasons(human: Human, prepared: Any, by: Actor) -> None:
    for record in human.records:
        erase_reasons(by, (Person._meta.label_lower, record))
