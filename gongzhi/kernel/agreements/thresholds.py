"""What a street may set about agreements."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.rulebook.declared import Declared, Kind, declare

REMIND_DAYS = declare(
    Declared(
        "agreements.remind_days",
        30,
        Kind.WHOLE,
        _("协议到期前提醒天数"),
        _("协议到期前多少天提醒单位联络员和社区书记商量续签。"),
    )
)
