"""Dates, numbers and telephones the way people say and read them. Known to every template."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext

from gongzhi.kernel.people.masking import masked_name

register = template.Library()
register.filter("masked", masked_name)

WEEKDAYS = "一二三四五六日"
#: From which hour on a part of the day is spoken of.
PARTS = ((18, "晚上"), (13, "下午"), (12, "中午"), (6, "上午"), (0, "凌晨"))

#: A day as machines write it (contracts.md, standards spoken).
MACHINE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@register.filter
def spoken(when: dt.date | dt.datetime) -> str:
    """11月28日（周六）, with 上午9:00 if there is a time; in another year 2017年3月5日, without the weekday."""
    if isinstance(when, dt.datetime):
        when = _local(when)
        return _day(when) + _after_day(when.time())
    return _day(when)


@register.filter
def dated(day: dt.date) -> str:
    """2017年3月5日: a day in a document, in a list of years, where the year is never left out."""
    return f"{day.year}年{day.month}月{day.day}日" if _chinese() else dateformat.format(day, "j F Y")


@register.filter
def in_words(value: str | dt.date) -> str:
    """A day or a moment as it is spoken, a text as it is."""
    return spoken(value) if isinstance(value, dt.date) else value


@register.filter
def month(day: dt.date) -> str:
    """11月: the top of a leaf of a calendar."""
    return f"{day.month}月" if _chinese() else dateformat.format(day, "M")


@register.filter
def weekday(day: dt.date) -> str:
    """周五: the foot of a leaf of a calendar."""
    return f"周{WEEKDAYS[day.weekday()]}" if _chinese() else dateformat.format(day, "D")


@register.filter
def clock(when: dt.datetime) -> str:
    """下午3:00, of a day that is said elsewhere."""
    return _time(_local(when).time())


def _day(day: dt.date) -> str:
    if day.year != timezone.localdate().year:
        return dated(day)
    if not _chinese():
        return dateformat.format(day, "l j F")
    return f"{day.month}月{day.day}日（{weekday(day)}）"


def _after_day(time: dt.time) -> str:
    return _time(time) if _chinese() else f", {_time(time)}"


def _local(when: dt.datetime) -> dt.datetime:
    return timezone.localtime(when) if timezone.is_aware(when) else when


def _time(time: dt.time) -> str:
    hour = time.hour % 12 or 12
    if not _chinese():
        return f"{hour}:{time:%M} {'am' if time.hour < 12 else 'pm'}"
    part = next(name for start, name in PARTS if time.hour >= start)
    return f"{part}{time.hour if time.hour < 6 else hour}:{time:%M}"


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@register.filter
def number(value: float | str | None) -> str:
    """15,795 or 2,998.5; a dash for what nobody has declared; a number already told in words stays."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}".removesuffix(".0")


@register.filter
def position(degrees: float) -> str:
    """113.671429: a degree as exact as a place is known."""
    return f"{degrees:.6f}"


@register.filter
def phone(telephone: str) -> str:
    """0371-6590 0001 or 138 0000 0001, in groups that can be read out; anything else as it is written."""
    if line := re.fullmatch(r"(0\d{2,3})-?(\d{3,4})(\d{4})", telephone):
        return "{}-{} {}".format(*line.groups())
    if mobile := re.fullmatch(r"(1\d{2})(\d{4})(\d{4})", telephone):
        return "{} {} {}".format(*mobile.groups())
    return telephone


@register.filter
def dial(telephone: str) -> str:
    """The address behind a telephone number: ``tel:037165900001``."""
    return "tel:" + re.sub(r"[^\d+]", "", telephone)


@register.filter
def labelled(cells: Iterable[str], headings: Iterable[str]) -> list[tuple[str, str]]:
    """Every cell of a row with its heading, for the phone, where rows are stacked; days with their year."""
    return [(heading, _told(cell)) for heading, cell in zip(headings, cells, strict=True)]


def _told(cell: str) -> str:
    return dated(dt.date.fromisoformat(cell)) if MACHINE_DAY.fullmatch(cell) else cell


@register.filter
def plainly(value: Any) -> str:
    """The value of a setting: yes and no in words, numbers with their thousands."""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    return number(value)


@register.filter
def at(names: Mapping[Any, str], key: Any) -> str:
    """What stands under a key, or nothing."""
    return names.get(key, "")


@register.filter
def said(cell: Any) -> str:
    """A cell of a list: days with their year, a telephone in groups, everything else as it is."""
    return dated(cell) if isinstance(cell, dt.date) else phone(str(cell))


#: Half-width letters that a narrow column of a table has room for: a name, a telephone, a day.
NARROW = 14


@register.filter
def is_short(text: str) -> bool:
    """Whether a text is short enough to stand in one line of a narrow column."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text) <= NARROW
