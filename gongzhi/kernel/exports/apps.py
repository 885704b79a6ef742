from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Exports(AppConfig):
    name = "gongzhi.kernel.exports"
    verbose_name = _("导出")
