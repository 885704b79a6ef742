"""The questions before two records are joined."""

from django.utils.translation import gettext_lazy as _

from gongzhi.lib.forms import Filters, Form, Text


class WhoFilters(Filters):
    q = Text(label=_("姓名、拼音、首字母或手机尾号"), longest=64)


class WhyOneForm(Form):
    """Why two records are one human."""

    reason = Text(
        label=_("为什么是同一个人"), longest=200, lines=2, help_text=_("比如：本人到窗口，说两个电话都是他的。")
    )
