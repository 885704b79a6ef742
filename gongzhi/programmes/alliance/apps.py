from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Alliance(AppConfig):
    name = "gongzhi.programmes.alliance"
    verbose_name = _("区域化党建")
