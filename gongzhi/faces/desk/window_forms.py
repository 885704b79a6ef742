"""The questions of the desk when people say there what others say online: that they agree, and who acts for them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.people.may import BY_ONESELF
from gongzhi.kernel.people.states import MandateScope
from gongzhi.lib.forms import Day, Form, OneOf, Phone, Text

_SAID = [(channel.value, channel.label) for channel in BY_ONESELF]


class WordForm(Form):
    """How somebody said it, and how it was seen who they are."""

    channel = OneOf(label=_("怎么说的"), choices=_SAID)
    reason = Text(
        label=_("怎么核对的"), longest=100, help_text=_("比如：看了身份证；回拨了登记的电话；签字是当着我签的。")
    )


class ConsentForm(WordForm):
    """What somebody says of one purpose once its text was read to them."""

    answer = OneOf(
        label=_("本人怎么说"),
        choices=(("yes", pgettext_lazy("button", "同意")), ("no", _("不同意"))),
        help_text=_("以前同意过、现在说不同意的，就是收回。"),
    )
    field_order = ("answer",)


class MandateForm(WordForm):
    """Whom somebody lets act for them, in what, until when."""

    name = Text(label=_("请谁帮忙：姓名"), longest=100, autocomplete="off")
    number = Phone(label=_("他的手机号"), autocomplete="off", help_text=_("姓名和手机号都要和登记的一样。"))
    scope = OneOf(label=_("帮什么"), choices=MandateScope.choices)
    until = Day(label=_("到哪天为止"), required=False, help_text=_("最长一年。没说就空着，按一年算。"))
    field_order = ("name", "number", "scope", "until")
