"""The kinds of questions. What is typed is read as generously as the cells of a workbook (gongzhi.lib.values)."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongzhi.lib import values
from gongzhi.lib.forms.widgets import Box, Cards, CheckCards, DayParts, Digits, DropFile, HiddenDayParts

Choices = Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]


def read(reader: Callable[[str], Any], typed: str) -> Any:
    """What ``reader`` makes of ``typed``; its sentence becomes the message at the field."""
    try:
        return reader(typed)
    except values.BadValue as bad:
        raise ValidationError(bad.sentence, code=bad.code) from bad


def told(field: forms.Field, sentence: Any, **figures: int) -> ValidationError:
    """What is wrong with a field, in a sentence that names it."""
    return ValidationError(sentence, params={"label": field.label} | figures)


class Text(forms.CharField):
    """Words; ``lines`` more than one is a text area. Every character stays as it was typed."""

    def __init__(self, *, longest: int = 200, lines: int = 1, autocomplete: str = "", **options: Any) -> None:
        attrs = {"autocomplete": autocomplete} if autocomplete else {}
        plain = forms.TextInput(attrs) if lines == 1 else forms.Textarea(attrs | {"rows": str(lines)})
        super().__init__(**{"widget": plain} | options)
        self.longest = longest

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if len(text) > self.longest:
            sentence = _("“%(label)s”最多写%(most)d个字，现在有%(length)d个。")
            raise told(self, sentence, most=self.longest, length=len(text))
        return text


class Name(Text):
    """The name of one person, as on the identity card: dots of foreign names become ``·``, padding goes."""

    def __init__(self, *, autocomplete: str = "name", **options: Any) -> None:
        super().__init__(longest=100, autocomplete=autocomplete, **options)

    def clean(self, value: Any) -> str:
        return read(values.name, super().clean(value)) or ""


class Secret(forms.CharField):
    """A password, never shown again; ``new`` lets the browser propose one."""

    def __init__(self, *, new: bool = False, **options: Any) -> None:
        attrs = {"autocomplete": "new-password" if new else "current-password"}
        super().__init__(widget=forms.PasswordInput(attrs), strip=False, **options)


class Phone(forms.CharField):
    """A telephone number, mobile or with its area code; ``autocomplete="username"`` where one signs in with it."""

    def __init__(self, *, autocomplete: str = "tel", **options: Any) -> None:
        attrs = {"type": "tel", "inputmode": "tel", "autocomplete": autocomplete}
        super().__init__(widget=forms.TextInput(attrs), **options)

    def clean(self, value: Any) -> str:
        phones = read(values.phone, super().clean(value))
        return (phones.mobile or phones.others[0]) if phones else ""


class Code(forms.CharField):
    """A one-time code from a message: one field, which the telephone itself may fill."""

    digits = 6

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=Digits(self.digits + 2, autocomplete="one-time-code"), **options)

    def clean(self, value: Any) -> str:
        typed = "".join(str(int(c)) for c in super().clean(value) if c.isdecimal())
        if len(typed) != self.digits and self.required:
            raise ValidationError(_("验证码是%(digits)d位数字，请看短信。"), params={"digits": self.digits})
        return typed


class Whole(forms.CharField):
    """A whole number, as ``36``, ``36人`` or ``三十六``."""

    def __init__(self, *, least: int | None = None, most: int | None = None, **options: Any) -> None:
        super().__init__(widget=Digits(8), **options)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:
        number: int | None = read(values.whole, super().clean(value))
        if number is not None and self.least is not None and number < self.least:
            raise told(self, _("“%(label)s”最少是%(least)d。"), least=self.least)
        if number is not None and self.most is not None and number > self.most:
            raise told(self, _("“%(label)s”最多是%(most)d。"), most=self.most)
        return number


class Day(forms.MultiValueField):
    """A day in three fields: year, month, day."""

    hidden_widget = HiddenDayParts

    def __init__(self, *, birth: bool = False, **options: Any) -> None:
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(parts, widget=DayParts(), require_all_fields=False, **options)
        self.reader = values.birth_date if birth else values.date
        if birth:
            for part, says in zip(self.widget.widgets, ("bday-year", "bday-month", "bday-day"), strict=True):
                part.attrs["autocomplete"] = says

    def compress(self, data_list: list[str]) -> dt.date | None:
        """The day of the three parts, or None if nothing is written."""
        year, month, day = ([*data_list, "", "", ""])[:3]
        if not (year or month or day):
            return None
        if not (year and month and day):
            raise told(self, _("“%(label)s”的年、月、日都要写，比如1925年3月5日。"))
        found = read(self.reader, f"{year}年{month}月{day}日")
        return dt.date(found.year, found.month, found.day)


class Clock(forms.CharField):
    """A time of the day, as ``15:00`` or ``下午3点``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TextInput({"size": "8", "autocomplete": "off"}), **options)

    def clean(self, value: Any) -> dt.time | None:
        time: dt.time | None = read(values.clock, super().clean(value))
        return time

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class OneOf(forms.ChoiceField):
    """One of a few, all of them in sight."""

    widget = Cards
    default_error_messages = {"invalid_choice": _("请从列出来的里面选一个。")}


class Pick(forms.ChoiceField):
    """One of many, in a list that opens."""

    default_error_messages = {"invalid_choice": _("请从列出来的里面选一个。")}

    def __init__(self, *, choices: Choices = (), none: Any = None, **options: Any) -> None:
        def with_none() -> list[tuple[Any, Any]]:
            return [("", none or _("请选择")), *(choices() if callable(choices) else choices)]

        super().__init__(choices=with_none, **options)


class Several(forms.MultipleChoiceField):
    """Any of a few."""

    widget = CheckCards
    default_error_messages = {"invalid_choice": _("请从列出来的里面选。")}


class Tick(forms.BooleanField):
    """A sentence to agree to. It is never agreed to beforehand."""

    default_error_messages = {"required": _("请看过以后，在方框里打勾。")}

    def __init__(self, says: Any, **options: Any) -> None:
        super().__init__(widget=Box(), label="", **options)
        self.widget.says = self.says = says


class Upload(forms.FileField):
    """A file; ``accept`` names its endings: ``.xlsx,.xls,.csv``."""

    default_error_messages = {
        "missing": _("没有收到文件，请再选一次。"),
        "invalid": _("没有收到文件，请再选一次。"),
        "empty": _("这个文件是空的，请换一个。"),
        "max_length": _("文件名太长，请改短一点。"),
    }

    def __init__(self, *, accept: str = "", **options: Any) -> None:
        super().__init__(widget=DropFile({"accept": accept} if accept else None), **options)
