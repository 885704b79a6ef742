from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Seats(AppConfig):
    name = "gongzhi.kernel.seats"
    verbose_name = _("名额")
