from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Agreements(AppConfig):
    name = "gongzhi.kernel.agreements"
    verbose_name = _("协议")
