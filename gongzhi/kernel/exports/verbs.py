"""What the journal says of exports."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "export.approved": _("同意导出"),
        "export.asked": _("申请导出"),
        "export.cleared": _("清除导出的文件"),
        "export.downloaded": _("下载导出的名单"),
        "export.held": _("人数变多，导出重新等人同意"),
        "export.made": _("生成导出的文件"),
        "export.refused": _("不同意导出"),
    }
)
