"""The questions of one's own pages."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.states import MandateScope
from gongzhi.lib.forms import Form, OneOf, Phone, Text


class MandateForm(Form):
    """Whom I let act for me, and in what."""

    name = Text(label=_("请谁帮忙：姓名"), longest=100)
    number = Phone(label=_("他的手机号"), help_text=_("要是登记过的人。没登记的，请社区帮忙登记。"))
    scope = OneOf(label=_("帮什么"), choices=MandateScope.choices)
