from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Places(AppConfig):
    name = "gongzhi.kernel.places"
    verbose_name = _("地方")
