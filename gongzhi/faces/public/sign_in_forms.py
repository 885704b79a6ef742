"""The questions of the way in. One field where one will do, and the keyboard that fits it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.forms import Code, Form, Phone, Secret, Text, Tick


def _name_of_account() -> Text:
    attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
    return Text(label=_("登录名"), longest=40, widget=forms.TextInput(attrs))


class Shared(Form):
    """Whether others use this device too."""

    says_optional = False
    shared = Tick(_("这是公用手机或电脑，10 分钟不用就退出"), required=False)


class TelephoneForm(Shared):
    number = Phone(label=_("手机号"), help_text=_("我们发 6 位验证码给您，不收费。"))
    field_order = ("number", "shared")


class CodeForm(Form):
    code = Code(label=_("短信里的 6 位验证码"))


class NameForm(Form):
    name = Text(label=_("您的姓名"), longest=100, autocomplete="name")


class StaffForm(Shared):
    name = _name_of_account()
    password = Secret(label=_("密码"))
    code = Code(label=_("动态码"), help_text=_("手机验证器里现在的 6 位数字。"))
    field_order = ("name", "password", "code", "shared")


class SetUpForm(Form):
    """Name, password and second factor of a new account; the name stays if there is one."""

    name = _name_of_account()
    password = Secret(label=_("密码"), new=True, help_text=_("12 个字以上，几个不相干的词最好记。"))
    code = Code(label=_("动态码"), help_text=_("扫码以后，验证器里显示的 6 位数字。"))

    def __init__(self, *args: Any, has_name: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].help_text = _("比如姓名的拼音，以后不能改。")
        if has_name:
            del self.fields["name"]
