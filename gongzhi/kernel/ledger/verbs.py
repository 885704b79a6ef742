"""What the journal says of itself."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "journal.damaged": _("检查日志，发现有一天对不上"),
        "journal.pruned": _("清除保存到期的日志"),
        "journal.read": _("查看日志"),
        "journal.reasons_erased": _("清除有关一个人的理由"),
        "journal.verified": _("检查日志，没有被改动"),
    }
)
