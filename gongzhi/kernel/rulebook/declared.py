"""Which settings there are. A programme declares its thresholds; the street gives them values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.lib.actions import YES, No, Verdict


class Kind(TextChoices):
    """What a value looks like."""

    WHOLE = "whole", gettext_lazy("整数")
    NUMBER = "number", gettext_lazy("数字")
    TEXT = "text", gettext_lazy("文字")
    YES_NO = "yes_no", gettext_lazy("是或否")


_FITS: dict[str, Callable[[Any], bool]] = {
    Kind.WHOLE: lambda value: type(value) is int and value >= 0,
    Kind.NUMBER: lambda value: type(value) in (int, float),
    Kind.TEXT: lambda value: type(value) is str,
    Kind.YES_NO: lambda value: type(value) is bool,
}


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting: ``"alliance.notice_days"``, what it is without a decision, and what it means."""

    key: str
    default: Any
    kind: Kind
    title: str | Promise
    explanation: str | Promise

    def accepts(self, value: Any) -> Verdict:
        """Whether ``value`` is of the kind: a count is not negative, a number is not a word."""
        if _FITS[self.kind](value):
            return YES
        return No(_("“%(title)s”请填%(kind)s。") % {"title": self.title, "kind": self.kind.label})


_declared: dict[str, Declared] = {}


def declare(setting: Declared) -> Declared:
    """Make a setting known. Raises ValueError if the key is taken or the default does not fit."""
    if setting.key in _declared:
        raise ValueError(f"two settings with the key {setting.key}")
    if not _FITS[setting.kind](setting.default):
        raise ValueError(f"the default of {setting.key} is not of its kind")
    _declared[setting.key] = setting
    return setting


def declared(key: str) -> Declared:
    """The setting with this key. Raises KeyError if nobody declared it."""
    return _declared[key]


def all_declared() -> list[Declared]:
    """Every setting, in the order of the keys."""
    return [_declared[key] for key in sorted(_declared)]
