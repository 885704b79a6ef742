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
    """One setting: ``"alliance.notice_days"``, what it is without a decision, and what it means.

    A value below ``least`` is refused; ``for_all`` says that streets have none of their own.
    """

    key: str
    default: Any
    kind: Kind
    title: str | Promise
    explanation: str | Promise
    least: int | None = None
    for_all: bool = False

    def accepts(self, value: Any) -> Verdict:
        """Whether ``value`` is of the kind (a count is not negative, a number is not a word) and not too low."""
        if not _FITS[self.kind](value):
            return No(_("“%(title)s”请填%(kind)s。") % {"title": self.title, "kind": self.kind.label})
        if self.least is not None and value < self.least:
            return No(_("“%(title)s”不能少于 %(least)s。") % {"title": self.title, "least": self.least})
        return YES

    def holds_for(self, street_id: int | None) -> Verdict:
        """Whether a value may be set for one street, or (None) for all."""
        if self.for_all and street_id is not None:
            return No(_("“%(title)s”只能为所有街道一起设置。") % {"title": self.title})
        return YES


_declared: dict[str, Declared] = {}


def declare(setting: Declared) -> Declared:
    """Make a setting known. Raises ValueError if the key is taken or the default does not fit."""
    if setting.key in _declared:
        raise ValueError(f"two settings with the key {setting.key}")
    if not setting.accepts(setting.default):
        raise ValueError(f"the default of {setting.key} is not of its kind")
    _declared[setting.key] = setting
    return setting


def declared(key: str) -> Declared:
    """The setting with this key. Raises KeyError if nobody declared it."""
    return _declared[key]


def all_declared() -> list[Declared]:
    """Every setting, in the order of the keys."""
    return [_declared[key] for key in sorted(_declared)]


#: How long the journal is kept. The journal and the rulebook are strangers, so it is declared here; the
#: database reads it where lines are let go (trust.md S19: three years by default, never under six months).
JOURNAL_DAYS = declare(
    Declared(
        "ledger.kept_days",
        1095,
        Kind.WHOLE,
        gettext_lazy("日志保存天数"),
        gettext_lazy("操作日志保存多少天，到期后按整天清除。默认三年，不得少于六个月（183 天）。"),
        least=183,
        for_all=True,
    )
)
