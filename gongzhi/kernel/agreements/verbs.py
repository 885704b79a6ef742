"""What the journal says of agreements."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "agreement.drafted": _("起草协议"),
        "agreement.finished": _("协议到期"),
        "agreement.reminded": _("提醒协议快到期"),
        "agreement.sent": _("送出协议等待签署"),
        "agreement.signed": _("签署协议"),
        "agreement.terminated": _("提前终止协议"),
    }
)
