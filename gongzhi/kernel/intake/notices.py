"""What a clerk is told of workbooks that took long."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.intake.models import Draft
from gongzhi.kernel.notices.notices import Notice, Recipient


class WorkbookWritten(Notice):
    """Whoever confirmed a workbook and went on to other work learns that it is done."""

    key = "intake.written"
    title = _("“{name}”写入好了")
    body = _("“{name}”已经写入：新增 {new} 行，更新 {changed} 行，还有 {waiting} 行等您处理。")
    channels = ("inbox",)

    def __init__(self, draft: Draft, waiting: int) -> None:
        self.draft, self.waiting = draft, waiting

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.draft.confirmed_by_id)] if self.draft.confirmed_by_id else []

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        counts = self.draft.counts
        return {
            "name": self.draft.file_name,
            "new": counts.get("new", 0),
            "changed": counts.get("changed", 0),
            "waiting": self.waiting,
        }


class WorkbookShownAgain(Notice):
    """Whoever confirmed a workbook learns that nothing was written, and why."""

    key = "intake.shown_again"
    title = _("“{name}”还没有写入")
    body = _("{why}请打开“导入表格”再看一遍。")
    channels = ("inbox",)

    def __init__(self, draft: Draft, person_id: int, why: str) -> None:
        self.draft, self.person_id, self.why = draft, person_id, why

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.person_id)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"name": self.draft.file_name, "why": self.why}
