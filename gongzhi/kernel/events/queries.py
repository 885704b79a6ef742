"""Events and series as pages show them: the desks within their reach, everybody what is published.

The one door of a desk to an event or a series is :func:`access_event`, :func:`access_series`,
:func:`access_occurrence`.
"""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from gongzhi.kernel.events.models import Event, Occurrence, Series
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.reach import within
from gongzhi.lib.versions import Shown

RIGHT = "organize_events"


def events_for(by: Actor) -> QuerySet[Event]:
    """What is held, was held or is planned in the places a desk answers for."""
    return Event.objects.filter(within(by.reach(RIGHT), "place__path")).select_related("host", "place", "street")


def access_event(by: Actor, pk: int) -> Event:
    """One of them. Raises NotThere."""
    return _one(events_for(by), pk)


def series_for(by: Actor) -> QuerySet[Series]:
    """The series held there, those that still go on first."""
    found = Series.objects.filter(within(by.reach(RIGHT), "place__path"))
    return found.select_related("host", "place", "street").order_by("state", "title", "id")


def access_series(by: Actor, pk: int) -> Series:
    """One of them. Raises NotThere."""
    return _one(series_for(by), pk)


def access_occurrence(by: Actor, pk: int) -> Occurrence:
    """One day of a series within reach. Raises NotThere."""
    of_series = Occurrence.objects.filter(series__in=series_for(by))
    return _one(of_series.select_related("series__place", "event"), pk)


def _one(found: Any, pk: int) -> Any:
    record = found.filter(pk=pk).first()
    if record is None:
        raise NotThere
    return record


def days_ahead(series: Series) -> list[Occurrence]:
    """The days of a series from today on, with their events."""
    today = timezone.localdate()
    return list(series.occurrences.filter(by_rule__gte=today).select_related("event").order_by("by_rule"))


def days_asked(by: Actor) -> QuerySet[Occurrence]:
    """The days that a desk has to decide, the nearest first; nothing for who may not."""
    reach = within(by.reach("publish_events"), "series__place__path")
    asked = Occurrence.objects.asked().filter(reach, by_rule__gte=timezone.localdate())
    return asked.select_related("series").order_by("by_rule")


def held_on(by: Actor, day: dt.date) -> QuerySet[Event]:
    """What is held on a day where the actor works."""
    reach = within(by.reach("work_at_the_desk"), "place__path")
    return Event.objects.public().filter(reach).on(day).select_related("place")


def public_events(first: dt.date, days: int) -> list[Event]:
    """What everybody may see of the days from ``first`` on, in the order in which it is held."""
    start = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    ahead = Event.objects.public().filter(ends_at__gt=timezone.now(), starts_at__lt=start + dt.timedelta(days=days))
    return list(ahead.select_related("host", "place").order_by("starts_at", "id"))


def public_event(pk: int) -> Event | None:
    """One that everybody may see."""
    return Event.objects.public().select_related("host", "place", "street").filter(pk=pk).first()


def what_is_on_record(event: Event) -> Shown:
    """What a form that corrects an event shows."""
    plain = ("title", "about", "where", "audience", "risks", "insurance", "telephone")
    return {"host": event.host_id, "place": event.place_id} | {name: getattr(event, name) for name in plain}


def when_it_is(event: Event) -> Shown:
    """What a form that moves an event shows."""
    return {"starts_at": event.starts_at.isoformat(), "ends_at": event.ends_at.isoformat()}
