from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class ExportState(TextChoices):
    ASKED = "asked", _("待审核")
    APPROVED = "approved", _("正在生成")
    READY = "ready", _("可以下载")
    REFUSED = "refused", _("未同意")
    GONE = "gone", _("已清除")


EXPORT_MOVES: Moves = {
    "approve": ((ExportState.ASKED,), ExportState.APPROVED),
    "refuse": ((ExportState.ASKED,), ExportState.REFUSED),
    "hold": ((ExportState.APPROVED,), ExportState.ASKED),  # it became more than was agreed to
    "make": ((ExportState.APPROVED,), ExportState.READY),
    "clear": ((ExportState.ASKED, ExportState.APPROVED, ExportState.READY), ExportState.GONE),
}
