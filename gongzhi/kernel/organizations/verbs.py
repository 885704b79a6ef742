"""What the journal says of organisations and seats."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "organization.alias_added": _("登记组织别名"),
        "organization.ended": _("注销组织"),
        "seat.ended": _("结束任职"),
        "seat.given": _("安排任职"),
    }
)
