"""What the journal says of workbooks."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "intake.committed": _("导入表格"),
        "intake.undone": _("撤销一批导入"),
    }
)
