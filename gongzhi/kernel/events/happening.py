"""What is held today."""

import datetime as dt
from collections.abc import Iterator

from gongzhi.kernel.events.queries import held_on
from gongzhi.kernel.events.states import EventState
from gongzhi.lib.actions import Actor
from gongzhi.lib.happening import Happening, provider

MOST = 20


@provider
def events_of_the_day(by: Actor, day: dt.date) -> Iterator[Happening]:
    opens = by.can("organize_events")
    for event in held_on(by, day)[:MOST]:
        cancelled = event.state == EventState.CANCELLED
        line = f"{event.where or event.place.name} · {event.get_state_display()}" if cancelled else event.where
        page = ("event", {"pk": event.pk}) if opens else ("public_event", {"pk": event.pk})
        yield Happening(event.title, line or event.place.name, *page, at=event.starts_at)
