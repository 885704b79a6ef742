"""Days on which an office does something."""

import datetime as dt
from functools import cache

import chinese_calendar


@cache
def working_day(day: dt.date) -> dt.date:
    """The day itself, or the last working day before it."""
    while not _works(day):
        day -= dt.timedelta(days=1)
    return day


def _works(day: dt.date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the holidays of that year are not announced yet
        return day.weekday() < 5
