from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Notices(AppConfig):
    name = "gongzhi.kernel.notices"
    verbose_name = _("消息")
