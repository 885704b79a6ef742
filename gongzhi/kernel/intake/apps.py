from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Intake(AppConfig):
    name = "gongzhi.kernel.intake"
    verbose_name = _("表格导入")
