"""Work days, holidays and make-up working days (domain.md 2.0.4).

The base is the calendar of the State Council notices as the library carries it; days loaded by the
street go before it. For a year that is not announced yet the rule of the week holds, and
:func:`announced` says so: pages then show 假期安排尚未公布.
"""

import calendar
import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

import chinese_calendar
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.rulebook.models import CalendarDay

DAY = dt.timedelta(days=1)

_NAMES: dict[str, str | Promise] = {
    "New Year's Day": gettext_lazy("元旦"),
    "Spring Festival": gettext_lazy("春节"),
    "Tomb-sweeping Day": gettext_lazy("清明节"),
    "Labour Day": gettext_lazy("劳动节"),
    "Dragon Boat Festival": gettext_lazy("端午节"),
    "Mid-autumn Festival": gettext_lazy("中秋节"),
    "National Day": gettext_lazy("国庆节"),
    "Anti-Fascist 70th Day": gettext_lazy("抗战胜利日"),
}


class OnHoliday(TextChoices):
    """What a weekly rule does with a day that is a holiday."""

    MOVE_EARLIER = "move_earlier", gettext_lazy("提前到上一个工作日")
    SKIP = "skip", gettext_lazy("取消这一次")
    KEEP = "keep", gettext_lazy("照常")


class DayKind(TextChoices):
    """Which days a period counts."""

    WORKDAY = "workday", gettext_lazy("工作日")
    CALENDAR = "calendar", gettext_lazy("自然日")


class Due(NamedTuple):
    """One turn of a weekly rule: the day by the rule, and the day it is held on."""

    by_rule: dt.date
    on: dt.date


def is_workday(date: dt.date) -> bool:
    """Whether offices work on ``date``."""
    return _working(date, date)(date)


def announced(year: int) -> bool:
    """Whether the holidays of ``year`` are known, from the library or loaded by the street."""
    return _in_library(dt.date(year, 1, 1)) or CalendarDay.objects.filter(date__year=year).exists()


def day_name(date: dt.date) -> str:
    """中秋节, 国庆节调休上班, or nothing on an ordinary day."""
    loaded = CalendarDay.objects.filter(date=date).first()
    return loaded.name if loaded else _library_name(date)


def _library_name(date: dt.date) -> str:
    if not _in_library(date):
        return ""
    _rest, name = chinese_calendar.get_holiday_detail(date)
    known = str(_NAMES.get(name, name or ""))
    return _("%(name)s调休上班") % {"name": known} if name and chinese_calendar.is_workday(date) else known


def special_days(first: dt.date, days: int = 120) -> list[tuple[dt.date, bool, str]]:
    """The days ahead on which offices work or rest against the week: day, whether they work, what it is called."""
    last = first + days * DAY
    working = _working(first, last)
    loaded = dict(CalendarDay.objects.filter(date__range=(first, last)).values_list("date", "name"))
    named = ((day, working(day), loaded.get(day, "") or _library_name(day)) for day in _days(first, last))
    return [line for line in named if line[1] != (line[0].weekday() < 5) or (line[2] and not line[1])]


def add_workdays(date: dt.date, days: int) -> dt.date:
    """The ``days``-th work day after ``date`` (before it, if negative); ``date`` itself for 0."""
    step = DAY if days >= 0 else -DAY
    span = step * (abs(days) * 3 + 30)  # no run of holidays is that long
    working = _working(*sorted((date, date + span)))
    for _turn in range(abs(days)):
        date += step
        while not working(date):
            date += step
    return date


def workdays_between(start: dt.date, end: dt.date) -> int:
    """How many work days there are after ``start`` up to and with ``end``."""
    working = _working(start, end)
    return sum(working(day) for day in _days(start + DAY, end))


def next_fridays(year: int, month: int, *, on_holiday: OnHoliday) -> list[Due]:
    """The Fridays of a month and the days they are held on.

    A Friday that would move as far as the Friday before is dropped: that one is held already.
    """
    fridays = [day for day in _month(year, month) if day.weekday() == calendar.FRIDAY]
    return [Due(friday, on) for friday in fridays if (on := _moved(friday, on_holiday))]


def last_saturday(year: int, month: int) -> dt.date:
    """The last Saturday of a month, a holiday or not: whether to hold it then is asked (domain.md 2.5)."""
    return max(day for day in _month(year, month) if day.weekday() == calendar.SATURDAY)


def notice_last_day(posted: dt.date, days: int, kind: DayKind) -> dt.date:
    """The last day of a public notice, counted from the day after it was posted."""
    return add_workdays(posted, days) if kind == DayKind.WORKDAY else posted + days * DAY


def notice_ends_at(posted: dt.date, days: int, kind: DayKind) -> dt.datetime:
    """The moment a public notice ends: 24:00 of its last day."""
    midnight = dt.datetime.combine(notice_last_day(posted, days, kind) + DAY, dt.time())
    return timezone.make_aware(midnight)


def _moved(friday: dt.date, on_holiday: OnHoliday) -> dt.date | None:
    if on_holiday == OnHoliday.KEEP or is_workday(friday):
        return friday
    if on_holiday == OnHoliday.SKIP:
        return None
    earlier = add_workdays(friday, -1)
    return earlier if friday - earlier < 7 * DAY else None


def _working(first: dt.date, last: dt.date) -> Callable[[dt.date], bool]:
    """The rule for the days from ``first`` to ``last``, in one query."""
    days = CalendarDay.objects.filter(date__range=(first, last))
    loaded = dict(days.values_list("date", "is_workday"))

    def working(date: dt.date) -> bool:
        if date in loaded:
            return loaded[date]
        return chinese_calendar.is_workday(date) if _in_library(date) else date.weekday() < calendar.SATURDAY

    return working


def _in_library(date: dt.date) -> bool:
    try:
        chinese_calendar.is_workday(date)
    except NotImplementedError:
        return False
    return True


def _month(year: int, month: int) -> Iterator[dt.date]:
    return _days(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + DAY * count for count in range((last - first).days + 1))
