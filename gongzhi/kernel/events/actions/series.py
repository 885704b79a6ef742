"""What is held again and again: opened, planned ahead day by day, asked about, stopped."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from gongzhi.kernel.events import may
from gongzhi.kernel.events.actions.holding import EventFacts, cancel_event, move_event
from gongzhi.kernel.events.models import Event, Occurrence, Series
from gongzhi.kernel.events.planning import plan
from gongzhi.kernel.events.rules import days_of
from gongzhi.kernel.events.states import AHEAD, EventState, OccurrenceState, SeriesState, SpecialDay, Why
from gongzhi.kernel.events.thresholds import AHEAD_DAYS
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.rulebook.queries import setting
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.states import move


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What every event of a series is like, and when they are held."""

    event: EventFacts
    rule: str
    since: dt.date
    begins: dt.time
    minutes: int
    until: dt.date | None = None
    on_holiday: str = SpecialDay.ASK
    on_make_up: str = SpecialDay.KEEP


@action
def open_series(fact: SeriesFacts, *, today: dt.date, by: Actor) -> Series:
    """Begin a series and plan its first events; they are published as they are made."""
    demand(may.open_series(by, fact.event.host, fact.event.place))
    series = Series.objects.create(
        street_id=fact.event.place.street_id or fact.event.place.pk,
        rule=fact.rule,
        since=fact.since,
        until=fact.until,
        begins=fact.begins,
        minutes=fact.minutes,
        on_holiday=fact.on_holiday,
        on_make_up=fact.on_make_up,
        opened_by_id=by.person_id,
        **fact.event.columns,
    )
    record(by, "series.opened", series)
    _plan(series, today, by)
    return series


@action
def plan_ahead(series: Series, *, today: dt.date, by: Actor) -> int:
    """Make the events of the days ahead that have none yet; how many days are new. Done twice it does nothing."""
    series = Series.objects.lock(series)
    demand(may.plan_ahead(by, series))
    return _plan(series, today, by) if series.state == SeriesState.ACTIVE else 0


def _plan(series: Series, today: dt.date, by: Actor) -> int:
    last = today + dt.timedelta(days=setting(AHEAD_DAYS.key, on=today, street_id=series.street_id))
    last = min(last, series.until or last)
    days = days_of(series.rule, since=series.since, first=max(today, series.since), last=last)
    known = set(series.occurrences.filter(by_rule__gte=today).values_list("by_rule", flat=True))
    new = [_occurrence(series, day) for day in days if day not in known and _begins(series, day) > timezone.now()]
    asked = sum(occurrence.state == OccurrenceState.ASKED for occurrence in new)
    if new:
        record(by, "series.planned", series, days=len(new), asked=asked)
    _look_again(series, today)
    return len(new)


def _occurrence(series: Series, day: dt.date) -> Occurrence:
    found = plan(series, day)
    event = _event_on(series, found.on) if found.state == OccurrenceState.PLANNED and found.on else None
    facts = {"state": found.state, "on": found.on, "note": found.note, "settled": found.settled, "event": event}
    return Occurrence.objects.create(series=series, by_rule=day, **facts)


def _begins(series: Series, day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, series.begins))


def _times(series: Series, day: dt.date) -> dict[str, dt.datetime]:
    starts_at = _begins(series, day)
    return {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=series.minutes)}


def _event_on(series: Series, day: dt.date) -> Event:
    """One event of the series, published in the name of who opened it."""
    names = EventFacts.__slots__
    return Event.objects.create(
        street_id=series.street_id,
        state=EventState.PUBLISHED,
        published_at=timezone.now(),
        published_by_id=series.opened_by_id,
        entered_by_id=series.opened_by_id,
        **_times(series, day),
        **{name: getattr(series, name) for name in names},
    )


def _look_again(series: Series, today: dt.date) -> None:
    """Days that were planned before the holidays of their year were known: settled now, or asked about."""
    unsettled = series.occurrences.filter(state=OccurrenceState.PLANNED, settled=False, by_rule__gte=today)
    for occurrence in unsettled.select_for_update(no_key=True, of=("self",)):
        found = plan(series, occurrence.by_rule)
        if found.state != OccurrenceState.PLANNED:
            move(occurrence, "ask", on=found.on, note=found.note)
        elif found.settled:
            occurrence.settled, occurrence.note = True, found.note
            occurrence.save(update_fields=["settled", "note"])


@action
def hold_occurrence(occurrence: Occurrence, *, on: dt.date, by: Actor) -> Occurrence:
    """Answer that a day is held, on the day of the rule or on another one."""
    occurrence = _locked(occurrence)
    demand(may.answer(by, occurrence, on))
    series, event = occurrence.series, occurrence.event
    if event is None:
        event = _event_on(series, on)
    elif event.starts_at != _begins(series, on):
        move_event(event, **_times(series, on), reason=occurrence.note, version=None, by=by)
    move(occurrence, "plan", on=on, event=event, settled=True, **_decided(by))
    record(by, "series.day_held", series, day=f"{occurrence.by_rule:%Y-%m-%d}")
    return occurrence


@action
def skip_occurrence(occurrence: Occurrence, *, by: Actor) -> Occurrence:
    """Answer that a day is not held; an event that was published for it is called off."""
    occurrence = _locked(occurrence)
    demand(may.answer(by, occurrence, None))
    if occurrence.event is not None:
        cancel_event(occurrence.event, why=Why.HOLIDAY, reason=occurrence.note, by=by)
    move(occurrence, "skip", on=None, settled=True, **_decided(by))
    record(by, "series.day_skipped", occurrence.series, day=f"{occurrence.by_rule:%Y-%m-%d}")
    return occurrence


def _locked(occurrence: Occurrence) -> Occurrence:
    """The series first, as everywhere."""
    Series.objects.lock(occurrence.series)
    return Occurrence.objects.lock(occurrence)


def _decided(by: Actor) -> dict[str, object]:
    return {"decided_at": timezone.now(), "decided_by_id": by.person_id}


@action
def stop_series(series: Series, reason: str, *, by: Actor) -> Series:
    """Hold it no more: what is still ahead is called off."""
    series = Series.objects.lock(series)
    demand(may.stop_series(by, series, reason))
    move(series, "stop", stopped_at=timezone.now(), stopped_by_id=by.person_id)
    for event in Event.objects.ahead().filter(occurrence__series=series, state__in=AHEAD, starts_at__gt=timezone.now()):
        cancel_event(event, why=Why.OTHER, reason=reason, by=by)
    record(by, "series.stopped", series)
    return series
