from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class Ledger(AppConfig):
    name = "gongzhi.kernel.ledger"
    verbose_name = _("日志")

    def ready(self) -> None:
        autodiscover_modules("verbs")
