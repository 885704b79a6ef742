"""What the journal says of itself."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "journal.read": _("查看日志"),
        "journal.reasons_erased": _("清除有关一个人的理由"),
    }
)
