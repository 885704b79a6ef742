"""Periods: two dates, or a length counted from a start (mess table M10; terms of agreements)."""

import calendar
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongzhi.lib.values.cells import BadValue, Cell, plain
from gongzhi.lib.values.dates import PartialDate, date
from gongzhi.lib.values.han import han_number

_EDGES = re.compile(r"^(?:有效期限?|期限|服务期|自|从|:)+|(?:止|为止|结束|期间)$")
_STRONG = re.compile(r"(?:起至|起到|起|至|到|~|—+|–|--+)")
_LENGTH = re.compile(
    r"(?:为期|共|期限)?(?P<count>\d{1,2}|[一二两三四五六七八九十]+|半)个?(?P<unit>年|(?<=个)月|学期)(?P<half>半)?",
    re.ASCII,
)
_FROM_SIGNING = re.compile(r"^(?:本?协议)?(?:自|从)?(?:签订|签字|签署|签约|盖章|生效)(?:之日|日期|日)?起?(?:生效)?,?")
_OPEN = re.compile(r"长期|至今|永久|无固定期限|不限")
_IN_YEAR = re.compile(r"(?:(?P<month>\d{1,2})(?:月|[-./])?)?(?:(?P<day>\d{1,2})[日号])?", re.ASCII)
_BRACKETS = re.compile(r"\([^()]*\)")


def month_span(raw: Cell, start: PartialDate | None = None) -> tuple[PartialDate, PartialDate] | None:
    """First and last date of a period, each as precise as written, both included.

    ``2017年1月至2018年1月``, ``2016.12-2017.12``, ``自…起至…止``; ``一年`` and ``签订之日起两年`` are counted from
    ``start`` to the corresponding day (Civil Code art. 201, 202). Raises BadValue SPAN_FORM, SPAN_OPEN,
    SPAN_START (a length without a start), SPAN_ORDER, or what :func:`date` raises.
    """
    found = plain(raw)
    if not found:
        return None
    if _OPEN.search(found):
        raise BadValue("SPAN_OPEN", _("“%(text)s”没有写到哪一天为止，请补上。") % {"text": found[:30]})
    span = _read(found, start)
    if span is None:
        sentence = _("“%(text)s”看不出起止时间，请写成2017年1月至2018年1月的样子。")
        raise BadValue("SPAN_FORM", sentence % {"text": found[:30]})
    if span[1].last() < span[0].first():
        raise BadValue("SPAN_ORDER", _("“%(text)s”结束早于开始，请核对。") % {"text": found[:30]})
    return span


def _read(found: str, start: PartialDate | None) -> tuple[PartialDate, PartialDate] | None:
    bare = _BRACKETS.sub("", found.replace(" ", ""))
    if signed := _FROM_SIGNING.match(bare):
        return _from_start(bare[signed.end() :].removeprefix("至"), start, found)
    bare = _EDGES.sub("", bare).removesuffix("度")
    if _LENGTH.fullmatch(bare):
        return _from_start(bare, start, found)
    for first, second in _halves(bare):
        if span := _both(first, second):
            return span
    whole = _maybe(bare)
    return (whole, whole) if whole and whole.precision != "YMD" else None


def _from_start(rest: str, start: PartialDate | None, found: str) -> tuple[PartialDate, PartialDate] | None:
    if start is None:
        raise BadValue("SPAN_START", _("“%(text)s”要有起始日期才能推算，请补上日期。") % {"text": found[:30]})
    rest = _EDGES.sub("", rest)
    if length := _LENGTH.fullmatch(rest):
        return start, later(start, _months(length))
    end = _maybe(rest)
    return (start, end) if end else None


def _months(length: re.Match[str]) -> int:
    size = {"年": 12, "月": 1, "学期": 6}[length["unit"]]
    if length["count"] == "半":
        return max(size // 2, 1)
    count = int(length["count"]) if length["count"].isdigit() else han_number(length["count"]) or 0
    return min(count, 1200) * size + (size // 2 if length["half"] else 0)


def later(start: PartialDate, months: int) -> PartialDate:
    """The corresponding day ``months`` on, or the last day of a month that has none (Civil Code art. 202)."""
    if start.month is None:
        return PartialDate(start.year + months // 12)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if start.day is None:
        return PartialDate(year, month + 1)
    return PartialDate(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _halves(bare: str) -> Iterator[tuple[str, str]]:
    for match in _STRONG.finditer(bare):
        yield bare[: match.start()], bare[match.end() :]
    for place, character in enumerate(bare):
        if character == "-":
            yield bare[:place], bare[place + 1 :]


def _both(first: str, second: str) -> tuple[PartialDate, PartialDate] | None:
    begin = _maybe(first)
    if begin is None:
        return None
    if length := _LENGTH.fullmatch(second):
        return begin, later(begin, _months(length))
    end = _in_same_year(second, begin) or _maybe(second)
    return (begin, end) if end and (end.precision == begin.precision or len(second) > 5) else None


def _in_same_year(written: str, begin: PartialDate) -> PartialDate | None:
    """``12月`` or ``7日`` after a full first date."""
    match = _IN_YEAR.fullmatch(written)
    if match is None or begin.month is None or not (match["month"] or match["day"]):
        return None
    month = int(match["month"] or begin.month)
    return _maybe(f"{begin.year}.{month}.{match['day']}" if match["day"] else f"{begin.year}.{month}")


def _maybe(written: str) -> PartialDate | None:
    try:
        return date(written)
    except BadValue as problem:
        if problem.code == "DATE_IMPOSSIBLE":
            raise
        return None
