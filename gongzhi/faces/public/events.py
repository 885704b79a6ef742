"""What is held, for everybody."""

import datetime as dt
import itertools
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.faces.held import facts_of
from gongzhi.kernel.events.models import Event
from gongzhi.kernel.events.queries import public_event, public_events
from gongzhi.kernel.events.states import EventState

#: Days that the page of events looks ahead.
AHEAD = 60


@dataclass(frozen=True, slots=True)
class Card:
    """One event in a list; ``note`` says what is special about it, in the colour of ``kind``. ``seats`` is empty until
    people sign up for one."""

    starts: dt.datetime
    href: str
    title: str
    place: str
    note: str
    kind: str
    seats: None = None


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is held in the weeks ahead, month by month."""
    cards = map(_card, public_events(timezone.localdate(), AHEAD))
    months = [(month, list(of)) for month, of in itertools.groupby(cards, _month)]
    return render(request, "public/events.html", {"months": months})


def _card(event: Event) -> Card:
    note, kind = _special(event)
    href = reverse("public_event", args=(event.pk,))
    return Card(event.starts_at, href, event.title, event.where or event.place.name, note, kind)


def _special(event: Event) -> tuple[str, str]:
    if event.state == EventState.CANCELLED:
        return str(event.get_state_display()), "stop"
    if event.moved_from:
        return _("改过时间"), "warn"
    return (str(event.get_state_display()), "ok") if event.state == EventState.RUNNING else ("", "")


def _month(card: Card) -> dt.date:
    return timezone.localdate(card.starts).replace(day=1)


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: when, where, for whom, whom to call."""
    found = public_event(pk)
    if found is None:
        raise Http404
    return render(request, "public/event.html", {"event": found, "facts": facts_of(found)})
