"""Settings of the street that events stand on."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.rulebook.declared import Declared, Kind, declare

AHEAD_DAYS = declare(
    Declared(
        "events.ahead_days",
        62,
        Kind.WHOLE,
        _("定期活动提前多少天排定"),
        _("每天排一次，排到这么多天以后；放假那几天先问清楚。"),
        least=7,
    )
)
