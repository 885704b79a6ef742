"""What the journal says of the alliance."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "report_ins.loaded": _("装入演示街道的报到名单"),
    }
)
