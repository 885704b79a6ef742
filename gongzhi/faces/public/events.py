"""What is held, for everybody."""

import itertools

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongzhi.kernel.events.queries import public_event, public_events

#: Days that the page of events looks ahead.
AHEAD = 60


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is held in the weeks ahead, month by month."""
    found = public_events(timezone.localdate(), AHEAD)
    months = [(month, list(of)) for month, of in itertools.groupby(found, lambda each: _month(each.starts_at))]
    return render(request, "public/events.html", {"months": months})


def _month(when: object) -> object:
    return timezone.localdate(when).replace(day=1)  # type: ignore[arg-type]


@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event: when, where, for whom, whom to call."""
    found = public_event(pk)
    if found is None:
        raise Http404
    return render(request, "public/event.html", {"event": found})
