"""When a series is held: a rule of RFC 5545, read day by day, and how it is spoken."""

import datetime as dt
from collections.abc import Iterator

from dateutil.rrule import rrulestr
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


class Every(TextChoices):
    """How often."""

    WEEK = "week", gettext_lazy("每周")
    TWO_WEEKS = "two_weeks", gettext_lazy("每两周")
    MONTH_FIRST = "month_first", gettext_lazy("每月第一个")
    MONTH_LAST = "month_last", gettext_lazy("每月最后一个")


_RULES = {
    Every.WEEK: "FREQ=WEEKLY;BYDAY={day}",
    Every.TWO_WEEKS: "FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
    Every.MONTH_FIRST: "FREQ=MONTHLY;BYDAY=1{day}",
    Every.MONTH_LAST: "FREQ=MONTHLY;BYDAY=-1{day}",
}
#: Every rule that may be chosen, with how often and on which weekday it is held.
_KNOWN = {
    pattern.format(day=day): (every, weekday) for every, pattern in _RULES.items() for weekday, day in enumerate(DAYS)
}


def rule_of(every: str, weekday: int) -> str:
    """The rule for "every second Tuesday" (``weekday`` 1; Monday is 0)."""
    return _RULES[Every(every)].format(day=DAYS[weekday])


def read(rule: str) -> tuple[Every, int]:
    """How often and on which weekday a rule is held. Raises KeyError for one that cannot be chosen."""
    return _KNOWN[rule]


def spoken(rule: str) -> str:
    """每周五, 每两周的周二, 每月最后一个周六."""
    every, weekday = read(rule)
    name = str(NAMES[weekday])
    if every == Every.WEEK:
        return _("每%(day)s") % {"day": name}
    return _("%(every)s%(day)s") % {"every": every.label, "day": name}


def days_of(rule: str, *, since: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days of a rule that begins on ``since``, from ``first`` to ``last``; two weeks count from there."""
    start = dt.datetime.combine(since, dt.time())
    between = rrulestr(rule, dtstart=start).between(*(_midnight(day) for day in (first, last)), inc=True)
    return (moment.date() for moment in between)


def period(rule: str) -> dt.timedelta:
    """The shortest time between two of its days: as far as one of them may be moved and no further."""
    every, _weekday = read(rule)
    return {Every.WEEK: dt.timedelta(7), Every.TWO_WEEKS: dt.timedelta(14)}.get(every, dt.timedelta(28))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())
