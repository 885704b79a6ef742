"""What a street may set about people."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.rulebook.declared import Declared, Kind, declare

CORRECTION_DAYS = declare(
    Declared(
        "people.correction_days",
        15,
        Kind.WHOLE,
        _("更正的答复期限"),
        _("居民要求更正自己的登记，多少个工作日以内答复。"),
    )
)
