"""The questions of one's own pages."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.states import MandateScope
from gongzhi.lib.forms import Code, Form, Name, OneOf, Phone, Text, Tick


class MandateForm(Form):
    """Whom I let act for me, and in what."""

    name = Text(label=_("请谁帮忙：姓名"), longest=100)
    number = Phone(label=_("他的手机号"), help_text=_("要是登记过的人。没登记的，请社区帮忙登记。"))
    scope = OneOf(label=_("帮什么"), choices=MandateScope.choices)


class WrongForm(Form):
    """What is wrong in my record, in my words."""

    wrong = Text(label=_("哪里不对"), longest=500, lines=3, help_text=_("比如：出生年份写错了。"))
    right = Text(label=_("应该是什么"), longest=500, lines=3)


class NewNumberForm(Form):
    number = Phone(label=_("新号码"), help_text=_("我们发 6 位验证码到这个号码，收得到才登记。不收费。"))


class NewNumberCodeForm(Form):
    code = Code(label=_("新号码收到的 6 位验证码"))


class NewNameForm(Form):
    name = Name(label=_("别的名字"), autocomplete="off", help_text=_("比如曾用名、大家常叫的名字。"))


class ErasureForm(Form):
    sure = Tick(_("我看过了，要删除我的全部资料。"))


class WatchForm(Form):
    """With what support looks along, and why; the person reads the reason."""

    code = Code(label=_("对方念给您的 6 位支持码"))
    reason = Text(label=_("为什么要看"), longest=200, help_text=_("本人看得到。比如：电话里说找不到报名的地方。"))
