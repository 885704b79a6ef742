from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Organizations(AppConfig):
    name = "gongzhi.kernel.organizations"
    verbose_name = _("单位与组织")
