"""Dates as offices write them, as precise as they were written (mess table M10)."""

import calendar
import datetime as dt
import functools
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.lib.values.cells import BadValue, Cell, plain, whole_digits
from gongzhi.lib.values.han import han_number

FIRST_YEAR, LAST_YEAR = 1880, 2100
PIVOT = 40  # two-digit years up to this are 20xx, later ones 19xx
_EPOCH = dt.date(1899, 12, 30)  # day 0 of spreadsheet serials, true from 1 March 1900 on
_SERIALS = range(10_000, 73_051)  # 1927-05-18 … 2100-01-01; smaller ones are counts or years


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. A less precise date sorts before the days it contains."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, day: dt.date) -> "PartialDate":
        """The same day."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> str:
        """``"Y"``, ``"YM"`` or ``"YMD"``."""
        return "YMD" if self.day else "YM" if self.month else "Y"

    def first(self) -> dt.date:
        """The first day it may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last(self) -> dt.date:
        """The last day it may mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()

    def __str__(self) -> str:
        """As ISO 8601: ``2017``, ``2017-03`` or ``2017-03-05``."""
        month = f"-{self.month:02}" if self.month else ""
        return f"{self.year:04}{month}-{self.day:02}" if self.day else f"{self.year:04}{month}"

    @property
    def spoken(self) -> str:
        """As it is written in Chinese, and read again: 2017年, 2017年3月, 2017年3月5日."""
        month = f"{self.month}月" if self.month else ""
        return f"{self.year}年{month}{self.day}日" if self.day else f"{self.year}年{month}"

    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0


#: As most dates are written: 2017-3-5, 2017年3月5日, 2017.03.
_ORDINARY = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?", re.ASCII)
_TAIL = re.compile(
    r"(?:[T ]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?|\s*(?:上午|下午|早上|晚上|晚|(?:星期|周)[一二三四五六日天])"
    r"|\s*\([^()\d]*\))+$",
    re.ASCII,
)
_DATE = re.compile(
    r"(?P<year>\d{4}|\d{2})(?:[-./,·、。_\\年](?P<month>\d{1,2})(?:[-./,·、。_\\月](?P<day>\d{1,2})[日号]?|月?份?)|年?)[.。]?",
    re.ASCII,
)
_PART_OF_MONTH = re.compile(r"(?<=月)(?:份|[上中下]旬|初|中|底|末)$")
_WITHOUT_YEAR = re.compile(r"(?P<month>\d{1,2})(?:月|(?P<mark>[-./]))(?P<day>\d{1,2})[日号]?", re.ASCII)
_DAY_MONTH_YEAR = re.compile(r"(?P<one>\d{1,2})[-./](?P<two>\d{1,2})[-./](?P<year>\d{4})", re.ASCII)
_HAN_DIGITS = re.compile(r"[〇○零一二三四五六七八九十廿卅]+")
_LABEL = re.compile(r"^(?:公元|阳历|公历)")


def date(raw: Cell, *, year: int | None = None, pivot: int = PIVOT) -> PartialDate | None:
    """A date, as precise as written.

    Numbers are serials only in number cells. ``year`` completes dates such as ``9月1日``; without it they are
    refused. The number 1978.1 may be January or October (1978.10 lost its zero), so only its year is kept.
    Raises BadValue DATE_FORM, DATE_IMPOSSIBLE, DATE_YEAR (no year written), DATE_ORDER (3/5/2017).
    """
    if isinstance(raw, str) and (match := _ORDINARY.fullmatch(raw)):
        year_written, month, day = match.groups()
        return _checked(int(year_written), month, day)
    if isinstance(raw, dt.date):
        return PartialDate(raw.year, raw.month, raw.day)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _from_number(float(raw))
    found = plain(raw).lstrip("'`‘’")
    return _from_text(found, year, pivot) if found else None


def birth_date(raw: Cell) -> PartialDate | None:
    """Like :func:`date`; two-digit years are 19xx unless they are 00–15."""
    return date(raw, pivot=15)


date.reads_serials = True  # type: ignore[attr-defined]  # workbooks that count from 1904 are shifted before reading
birth_date.reads_serials = True  # type: ignore[attr-defined]


@functools.lru_cache(4096)
def _from_text(found: str, year: int | None, pivot: int) -> PartialDate:
    compact = _PART_OF_MONTH.sub("", _LABEL.sub("", _TAIL.sub("", found)).replace(" ", ""))
    if not compact.isascii():
        compact = _HAN_DIGITS.sub(_as_digits, compact)
    if compact.isascii() and compact.isdigit() and len(compact) in (6, 8):
        return _from_digits(compact, found)
    if (match := _DATE.fullmatch(compact)) and (len(match["year"]) == 4 or "年" in compact or match["day"]):
        return _checked(_full_year(match["year"], pivot), match["month"], match["day"])
    if match := _DAY_MONTH_YEAR.fullmatch(compact):
        return _from_slashes(int(match["one"]), int(match["two"]), int(match["year"]), found)
    if match := _WITHOUT_YEAR.fullmatch(compact):
        return _without_year(match, year, pivot, found)
    raise _unreadable(found)


def _from_number(number: float) -> PartialDate:
    if number != number or number in (float("inf"), float("-inf")) or number < 0:
        raise _unreadable(str(number))
    if number != int(number):
        return _from_fraction(number)
    count = int(number)
    if FIRST_YEAR <= count <= LAST_YEAR:
        return PartialDate(count)
    if count in _SERIALS:
        return PartialDate.of(_EPOCH + dt.timedelta(days=count))
    return _from_digits(whole_digits(number), whole_digits(number))


def _from_fraction(number: float) -> PartialDate:
    whole, _dot, fraction = repr(number).partition(".")
    if int(number) in _SERIALS:
        return PartialDate.of(_EPOCH + dt.timedelta(days=int(number)))
    if not FIRST_YEAR <= int(number) <= LAST_YEAR or len(fraction) not in (1, 2, 4):
        raise _unreadable(repr(number))
    if len(fraction) == 4:
        return _checked(int(whole), fraction[:2], fraction[2:])
    return PartialDate(int(whole)) if fraction == "1" else _checked(int(whole), fraction, None)


def _from_digits(digits: str, found: str) -> PartialDate:
    if not digits.isdigit():  # 1e+308
        raise _unreadable(found)
    if len(digits) == 8:
        return _checked(int(digits[:4]), digits[4:6], digits[6:])
    if len(digits) == 6 and "01" <= digits[4:] <= "12":
        return _checked(int(digits[:4]), digits[4:], None)
    raise _unreadable(found)


def _from_slashes(one: int, two: int, year: int, found: str) -> PartialDate:
    """3/25/2017 can only be read one way, 3/5/2017 in two."""
    if one <= 12 and two <= 12 and one != two:
        raise BadValue("DATE_ORDER", _("“%(text)s”分不清月和日，请写成2017年3月5日的样子。") % {"text": found[:20]})
    month, day = (one, two) if one <= 12 else (two, one)
    return _checked(year, str(month), str(day))


def _without_year(match: re.Match[str], year: int | None, pivot: int, found: str) -> PartialDate:
    one, two = match["month"], match["day"]
    if year is not None:
        return _checked(year, one, two)
    if match["mark"] and len(one) == 2 and int(one) > 12:  # 85.7
        return _checked(_full_year(one, pivot), two, None)
    raise BadValue("DATE_YEAR", _("“%(text)s”没有写年份，请补上。") % {"text": found[:20]})


def _full_year(written: str, pivot: int) -> int:
    if len(written) == 4:
        return int(written)
    return int(written) + (2000 if int(written) <= pivot else 1900)


def _checked(year: int, month: str | None, day: str | None) -> PartialDate:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue("DATE_IMPOSSIBLE", _("年份%(year)d不对，请核对。") % {"year": year})
    if month is None:
        return PartialDate(year)
    return _in_month(year, int(month), int(day) if day is not None else None)


def _in_month(year: int, month: int, day: int | None) -> PartialDate:
    if not 1 <= month <= 12:
        raise BadValue("DATE_IMPOSSIBLE", _("没有%(month)d月，请核对。") % {"month": month})
    if day is not None and not 1 <= day <= 28 and not 1 <= day <= calendar.monthrange(year, month)[1]:
        sentence = _("%(year)d年%(month)d月没有%(day)d日，请核对。")
        raise BadValue("DATE_IMPOSSIBLE", sentence % {"year": year, "month": month, "day": day})
    return PartialDate(year, month, day)


def _as_digits(match: re.Match[str]) -> str:
    return str(han_number(match[0])).zfill(2) if han_number(match[0]) is not None else match[0]


def _unreadable(found: str) -> BadValue:
    return BadValue("DATE_FORM", _("“%(text)s”看不出是哪一天，请写成2017年3月5日的样子。") % {"text": found[:20]})
