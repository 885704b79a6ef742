"""What the journal says of workbooks."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "intake.handed_in": _("上传表格"),
        "intake.answered": _("选定表格里的行怎么处理"),
        "intake.corrected": _("更正表格里的一行"),
        "intake.explained": _("说明表格的表头"),
        "intake.unlearned": _("忘掉一个表头的意思"),
        "intake.confirmed": _("确认写入一份表格"),
        "intake.discarded": _("放弃一份上传的表格"),
        "intake.committed": _("导入表格"),
        "intake.undone": _("撤销一批导入"),
    }
)
