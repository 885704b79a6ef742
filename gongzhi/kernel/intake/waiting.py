"""Workbooks that wait for somebody at their desk."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongzhi.kernel.intake.queries.lists import DraftCard, batches_that_wait, waiting_drafts
from gongzhi.kernel.intake.states import DraftState
from gongzhi.lib.actions import Actor
from gongzhi.lib.waiting import Waiting, provider


@provider
def workbooks_to_confirm(by: Actor) -> Iterator[Waiting]:
    for draft in waiting_drafts(by):
        if draft.state in (DraftState.READ, DraftState.REFUSED):
            yield Waiting(
                _("导入表格：%(name)s") % {"name": draft.name}, _said(draft), _("去看看"), "draft", {"pk": draft.id}
            )


def _said(draft: DraftCard) -> str:
    if draft.note:
        return draft.note
    said = {"new": draft.new, "changed": draft.changed, "waiting": draft.waiting}
    return _("新增 %(new)d 行，更新 %(changed)d 行，%(waiting)d 行要您定，还没有写入") % said


@provider
def rows_that_wait(by: Actor) -> Iterator[Waiting]:
    for batch in batches_that_wait(by):
        line = _("已写入，还有 %(waiting)d 行要您定") % {"waiting": batch.waiting}
        yield Waiting(_("导入表格：%(name)s") % {"name": batch.name}, line, _("去看看"), "batch", {"pk": batch.id})
