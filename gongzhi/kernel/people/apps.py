from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class People(AppConfig):
    name = "gongzhi.kernel.people"
    verbose_name = _("人")
