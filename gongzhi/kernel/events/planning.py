"""Whether a day of a series is held, moved, skipped or asked about: its policy, put to the work calendar."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.events.models import Series
from gongzhi.kernel.events.rules import period
from gongzhi.kernel.events.states import OccurrenceState, SpecialDay
from gongzhi.kernel.rulebook.calendar import add_workdays, announced, day_name, is_workday

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of one day of a rule; fields as those of an occurrence."""

    state: str
    on: dt.date | None
    note: str
    settled: bool


def plan(series: Series, day: dt.date) -> Plan:
    """What the series does with ``day``. In a year whose holidays are not known yet the rule of the week holds, and the
    day stays unsettled."""
    policy, note = _special(series, day)
    if policy in (None, SpecialDay.KEEP):
        return Plan(OccurrenceState.PLANNED, day, note, settled=announced(day.year))
    if policy == SpecialDay.SKIP:
        return Plan(OccurrenceState.SKIPPED, None, note, settled=True)
    proposed = _earlier(series, day) if policy == SpecialDay.MOVE_EARLIER else None
    return Plan(OccurrenceState.ASKED, proposed, note, settled=False)


def _special(series: Series, day: dt.date) -> tuple[str | None, str]:
    """The policy that a day asks for, and what is special about it; nothing for an ordinary day."""
    works, name, weekend = is_workday(day), day_name(day), day.weekday() >= SATURDAY
    if not works and (name or not weekend):
        return series.on_holiday, _("%(name)s放假") % {"name": name or _("这天")}
    if works and weekend:
        return series.on_make_up, name or _("调休上班")
    return None, ""


def _earlier(series: Series, day: dt.date) -> dt.date | None:
    """The work day before, unless that is as far as the turn before."""
    earlier = add_workdays(day, -1)
    return earlier if day - earlier < period(series.rule) else None
