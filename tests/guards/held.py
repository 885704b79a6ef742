"""What is held in a quarter, as the guards find it: an event, a series, a day that waits for a decision."""

import datetime as dt

from django.utils import timezone

from gongzhi.kernel.events.actions import EventFacts, SeriesFacts, add_event, open_series
from gongzhi.kernel.events.models import Event, Occurrence, Series
from gongzhi.kernel.events.rules import Every, rule_of
from tests import making
from tests.guards.world import Corner

DAY = dt.timedelta(days=1)


def fact_of(corner: Corner) -> EventFacts:
    return EventFacts(host=corner.committee, place=corner.community, kind="gathering", title="健康讲座")


def event_of(corner: Corner) -> Event:
    """A draft for tomorrow."""
    known = Event.objects.filter(place=corner.community, occurrence=None).first()
    starts_at = timezone.now().replace(microsecond=0) + DAY
    times = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=2)}
    return known or add_event(fact_of(corner), **times, by=making.SYSTEM)


def series_of(corner: Corner) -> Series:
    """Every Friday, with nothing planned by the clock yet."""
    known = Series.objects.filter(place=corner.community).first()
    since = timezone.localdate() + 400 * DAY
    fact = SeriesFacts(fact_of(corner), rule_of(Every.WEEK, 4), since, dt.time(15), minutes=120)
    return known or open_series(fact, today=timezone.localdate(), by=making.SYSTEM)


def day_of(corner: Corner) -> Occurrence:
    """A day that somebody has to decide; each time another one, because it is decided once."""
    series = series_of(corner)
    by_rule = timezone.localdate() + (200 + 28 * series.occurrences.count()) * DAY
    return Occurrence.objects.create(series=series, by_rule=by_rule, state="asked", note="放假", settled=False)
