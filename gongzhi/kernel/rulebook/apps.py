from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Rulebook(AppConfig):
    name = "gongzhi.kernel.rulebook"
    verbose_name = _("规则")
