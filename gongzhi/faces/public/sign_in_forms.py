"""The questions of the way in. One field where one will do, and the keyboard that fits it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.faces.forms import TelephoneField

_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 8}


class Shared(forms.Form):
    """Whether others use this device too."""

    shared = forms.BooleanField(
        label=_("这是公用手机或电脑"), help_text=_("勾上以后，10 分钟不用就自动退出。"), required=False
    )


class TelephoneForm(Shared):
    number = TelephoneField(
        label=_("手机号"),
        error_messages={"required": _("请填手机号，11 位数字。")},
        help_text=_("我们发 6 位验证码给您，不收费。"),
    )
    field_order = ("number", "shared")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("短信里的 6 位验证码"),
        error_messages={"required": _("请填短信里的 6 位数字。")},
        widget=forms.TextInput(attrs=_DIGITS),
        max_length=8,
    )


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("您的姓名"),
        error_messages={"required": _("请写您的姓名。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        max_length=100,
    )


class StaffForm(Shared):
    name = forms.CharField(
        label=_("登录名"),
        error_messages={"required": _("请填登录名。")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        max_length=40,
    )
    password = forms.CharField(
        label=_("密码"),
        error_messages={"required": _("请填密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=200,
    )
    code = forms.CharField(
        label=_("动态码"),
        help_text=_("手机验证器里现在的 6 位数字。"),
        error_messages={"required": _("请填动态码。")},
        widget=forms.TextInput(attrs=_DIGITS),
        max_length=8,
    )
    field_order = ("name", "password", "code", "shared")


class SetUpForm(forms.Form):
    """Name, password and second factor of a new account; the name stays if there is one."""

    name = forms.CharField(
        label=_("登录名"),
        help_text=_("比如姓名的拼音，以后不能改。"),
        error_messages={"required": _("请填登录名。")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        max_length=40,
    )
    password = forms.CharField(
        label=_("密码"),
        help_text=_("12 个字以上，几个不相干的词最好记。"),
        error_messages={"required": _("请填密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )
    code = forms.CharField(
        label=_("动态码"),
        help_text=_("扫码以后，验证器里显示的 6 位数字。"),
        error_messages={"required": _("请填动态码。")},
        widget=forms.TextInput(attrs=_DIGITS),
        max_length=8,
    )

    def __init__(self, *args: Any, has_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_name:
            del self.fields["name"]
