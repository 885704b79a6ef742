from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Events(AppConfig):
    name = "gongzhi.kernel.events"
    verbose_name = _("活动")
