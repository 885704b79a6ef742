"""One holding: entered, reviewed, published, moved, called off; begun and ended by the clock."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongzhi.kernel.events import may
from gongzhi.kernel.events.models import Event
from gongzhi.kernel.events.notices import EventCancelled, EventMoved, EventSentBack
from gongzhi.kernel.events.queries import what_is_on_record, when_it_is
from gongzhi.kernel.events.states import Audience, EventState
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.states import move
from gongzhi.lib.versions import demand_unchanged


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What an event is, without its times: who holds it, where, for whom, and what to know before."""

    host: Organization
    place: Place
    kind: str
    title: str
    about: str = ""
    where: str = ""
    audience: str = Audience.EVERYBODY
    risks: str = ""
    insurance: str = ""
    telephone: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@action
def add_event(fact: EventFacts, *, starts_at: dt.datetime, ends_at: dt.datetime, by: Actor) -> Event:
    """Enter an event as a draft that nobody sees but the desks."""
    demand(may.add_event(by, fact.host, fact.place, starts_at))
    event = Event.objects.create(
        street_id=fact.place.street_id or fact.place.pk,
        starts_at=starts_at,
        ends_at=ends_at,
        entered_by_id=by.person_id,
        **fact.columns,
    )
    record(by, "event.entered", event)
    return event


@action
def correct_event(event: Event, fact: EventFacts, *, version: str | None, by: Actor) -> Event:
    """Change what an event is, but not when: whoever comes to a moved event must be told, so that is its own act."""
    event = Event.objects.lock(event)
    demand(may.correct_event(by, event, fact.host, fact.place))
    demand_unchanged(version, what_is_on_record(event))
    changed = [name for name, value in fact.columns.items() if getattr(event, name) != value]
    if changed:
        for name in changed:
            setattr(event, name, getattr(fact, name))
        event.save(update_fields=changed)
        record(by, "event.corrected", event, fields=changed)
    return event


@action
def submit_event(event: Event, *, by: Actor) -> Event:
    """Ask for it to be published."""
    event = Event.objects.lock(event)
    demand(may.submit(by, event))
    move(event, "submit", reason="")
    record(by, "event.submitted", event)
    return event


@action
def send_back_event(event: Event, reason: str, *, by: Actor) -> Event:
    """Give it back with what is to be changed."""
    event = Event.objects.lock(event)
    demand(may.send_back(by, event, reason))
    move(event, "send_back", reason=reason)
    record(by, "event.sent_back", event)
    tell(EventSentBack(event))
    return event


@action
def publish_event(event: Event, *, by: Actor) -> Event:
    """From now on everybody sees it."""
    event = Event.objects.lock(event)
    demand(may.publish(by, event))
    move(event, "publish", published_at=timezone.now(), published_by_id=by.person_id, reason="")
    record(by, "event.published", event)
    return event


@action
def move_event(
    event: Event, *, starts_at: dt.datetime, ends_at: dt.datetime, reason: str, version: str | None, by: Actor
) -> Event:
    """Hold it at another time. Once it is published, everybody concerned is told."""
    event = Event.objects.lock(event)
    demand(may.move_event(by, event, starts_at, ends_at))
    demand_unchanged(version, when_it_is(event))
    known = event.state == EventState.PUBLISHED
    event.moved_from = (event.moved_from or event.starts_at) if known else None
    event.starts_at, event.ends_at, event.reason = starts_at, ends_at, reason if known else ""
    event.save(update_fields=["moved_from", "starts_at", "ends_at", "reason"])
    record(by, "event.moved", event)
    if known:
        tell(EventMoved(event))
    return event


@action
def cancel_event(event: Event, *, why: str, reason: str, by: Actor) -> Event:
    """Call it off, with a reason that everybody reads; who is concerned is told if it was published."""
    event = Event.objects.lock(event)
    demand(may.cancel_event(by, event, reason))
    known = event.published_at is not None
    moment = {"cancelled_at": timezone.now(), "cancelled_by_id": by.person_id}
    move(event, "cancel", why=why, reason=reason, **moment)
    record(by, "event.cancelled", event, why=str(why))
    if known:
        tell(EventCancelled(event))
    return event


@action
def turn_by_clock(*, by: Actor) -> int:
    """Let what has begun run and what is over end; how many events turned."""
    demand(may.turn_by_clock(by))
    now = timezone.now()
    begun = list(Event.objects.lock_free().filter(state=EventState.PUBLISHED, starts_at__lte=now))
    for event in begun:
        move(event, "start")
        record(by, "event.started", event)
    over = list(Event.objects.lock_free().filter(state=EventState.RUNNING, ends_at__lte=now))
    for event in over:
        move(event, "end")
        record(by, "event.over", event)
    return len(begun) + len(over)
