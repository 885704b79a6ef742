"""Series and events for tests, as the city officer of a street enters them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from gongzhi.kernel.events.actions import EventFacts, SeriesFacts, add_event, open_series, publish_event
from gongzhi.kernel.events.models import Event, Series
from gongzhi.kernel.events.rules import Every, rule_of
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import OrganizationKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor
from tests import making

FRIDAY, SATURDAY, TUESDAY = 4, 5, 1


def facts(place: Place, title: str = "周五清洁日", **more: Any) -> EventFacts:
    """What the residents' committee of a community holds there."""
    committee = Organization.objects.filter(place=place, kind=OrganizationKind.RESIDENTS_COMMITTEE).first()
    return EventFacts(host=committee or making.committee(place), place=place, kind="gathering", title=title, **more)


def fridays(place: Place, *, by: Actor = making.SYSTEM, **more: Any) -> Series:
    """Every Friday of September, from three to five."""
    fact = {
        "event": facts(place),
        "rule": rule_of(Every.WEEK, FRIDAY),
        "since": dt.date(2026, 9, 1),
        "until": dt.date(2026, 9, 30),
        "begins": dt.time(15),
        "minutes": 120,
    }
    return open_series(SeriesFacts(**(fact | more)), today=timezone.localdate(), by=by)


def meeting(place: Place, *, by: Actor = making.SYSTEM, start: str = "2026-09-12 09:00") -> Event:
    """A draft for a Saturday morning."""
    starts_at = timezone.make_aware(dt.datetime.fromisoformat(start))
    return add_event(facts(place, "健康讲座"), starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2), by=by)


def published(place: Place) -> Event:
    return publish_event(meeting(place), by=making.SYSTEM)


def days(series: Series) -> list[tuple[str, str, str]]:
    """Day by the rule, day it is held on, state."""
    return [
        (f"{one.by_rule:%m-%d}", f"{one.on:%m-%d}" if one.on else "", one.state)
        for one in series.occurrences.order_by("by_rule")
    ]
