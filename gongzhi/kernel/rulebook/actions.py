"""Loading the work calendar, setting values, issuing numbers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gongzhi.kernel.rulebook import may
from gongzhi.kernel.rulebook.declared import declared
from gongzhi.kernel.rulebook.models import CalendarDay, Setting
from gongzhi.kernel.rulebook.queries import what_is_set
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.versions import demand_unchanged


@dataclass(frozen=True, slots=True)
class Day:
    """One line of a State Council notice: a holiday (中秋节) or a make-up working day."""

    date: dt.date
    is_workday: bool
    name: str = ""


@action
def load_days(days: Iterable[Day], *, source: str, by: Actor) -> list[CalendarDay]:
    """Put the days of a notice before what the library knows; a day loaded again is replaced."""
    demand(may.load_calendar(by))
    now = timezone.now()
    rows = [
        CalendarDay(
            date=day.date,
            is_workday=day.is_workday,
            name=day.name,
            source=source,
            loaded_at=now,
            loaded_by=by.person_id,
        )
        for day in days
    ]
    fields = ("is_workday", "name", "source", "loaded_at", "loaded_by")
    return CalendarDay.objects.bulk_create(rows, update_conflicts=True, unique_fields=("date",), update_fields=fields)


@action
def set_setting(
    key: str,
    value: Any,
    *,
    valid_from: dt.date,
    street_id: int | None = None,
    version: str | None = None,
    by: Actor,
) -> Setting:
    """Give a declared setting a value from a day on, for a street or for all.

    Earlier days keep what was valid then. Raises Refused if the value is of another kind or too low,
    and KeyError for a setting that nobody declared.
    """
    demand(may.change_setting(by, street_id))
    if street_id is not None:
        _wait_for_turn(key, street_id)
        demand_unchanged(version, what_is_set(key, street_id))
    demand(declared(key).holds_for(street_id))
    demand(declared(key).accepts(value))
    return Setting.objects.update_or_create(
        key=key,
        street_id=street_id,
        valid_from=valid_from,
        defaults={"value": value, "set_at": timezone.now(), "set_by": by.person_id},
    )[0]


def _wait_for_turn(key: str, street_id: int) -> None:
    """One after the other sets a value of a street, the first one too, for which there is no row to lock yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [key, street_id % 2**31])


_ISSUE = """
INSERT INTO rulebook_numberseries AS issued (series, year, street_id, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (series, year, street_id) DO UPDATE SET last = issued.last + 1
RETURNING last
"""


def issue(series: str, year: int, *, street_id: int | None = None, by: Actor) -> int:
    """The next number of a series in a year, starting with 1: ``issue("agreement", 2026, by=by)``.

    A step inside an action: the row stays locked until the action is committed, so that an action
    rolled back leaves no gap. Raises TransactionManagementError outside of one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a number is issued inside the action that uses it")
    with connection.cursor() as cursor:
        cursor.execute(_ISSUE, [series, year, street_id])
        return int(cursor.fetchone()[0])
