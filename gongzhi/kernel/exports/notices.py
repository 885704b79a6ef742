"""What somebody is told about an export they asked for."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.exports.models import Export
from gongzhi.kernel.notices.notices import Notice, Recipient


class _AboutExport(Notice):
    channels = ("inbox",)

    def __init__(self, export: Export) -> None:
        self.export = export

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(self.export.asked_by_id)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        until = self.export.valid_until
        return {
            "number": self.export.number,
            "until": f"{timezone.localtime(until):%Y-%m-%d %H:%M}" if until else "",
            "why": self.export.refusal,
        }


class ExportReady(_AboutExport):
    key = "exports.ready"
    title = _("您申请的名单可以下载了")
    body = _("编号{number}，请在{until}以前下载，最多三次。过后文件会自动清除。用完请删掉您电脑里的那一份。")


class ExportRefused(_AboutExport):
    key = "exports.refused"
    title = _("您申请的导出没有通过")
    body = _("审核人的意见：{why}。如有需要，可以调整后重新申请。")
