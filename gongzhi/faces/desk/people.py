"""People within reach: one record, masked; one number for a reason; a QR code that lets somebody in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongzhi.faces.desk.forms import ReasonForm
from gongzhi.faces.doors import Request
from gongzhi.faces.forms import attempt
from gongzhi.faces.squares import drawn
from gongzhi.kernel.organizations.roster import seats_held
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import looked_at, make_ticket, show_number
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.own import mandates_given, mandates_held
from gongzhi.kernel.people.purposes import standings
from gongzhi.kernel.people.queries import access_person, merges_of, proposals_about
from gongzhi.kernel.people.record import record_of
from gongzhi.kernel.people.requests import KEEP
from gongzhi.kernel.people.states import TicketKind


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    """One record; that it was opened is written down, and its person can read so."""
    found = access_person(request.actor, pk)
    looked_at(found, by=request.actor)
    return render(request, "desk/person.html", _read(request, found) | {"form": ReasonForm(), "numbers": []})


def _read(request: Request, found: Person) -> dict[str, Any]:
    """What the page of a person says, and whether this desk keeps the record."""
    by = request.actor
    keeps = bool(may.correct_person(by, found))
    merges = {
        "joined": merges_of(found, by=by) if keeps else [],
        "proposed": proposals_about(found, by=by) if keeps else [],
    }
    record = record_of(found)
    homes = [(home.where, home.pk if by.can(KEEP, home.place.path) else None) for home in record.homes]
    words = {
        "standings": standings(found) if keeps else [],
        "helpers": mandates_given(found) if keeps else [],
        "helped": mandates_held(found) if keeps else [],
    }
    read = {"record": record, "homes": homes, "seats": seats_held(found), "keeps": keeps}
    return read | merges | words


@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    """The telephones in full, for a reason that the person can ask about."""
    found, form = access_person(request.actor, pk), ReasonForm(request.POST)
    numbers = None
    if form.is_valid():
        numbers = attempt(form, lambda: show_number(found, reason=form.cleaned_data["reason"], by=request.actor))
    return render(request, "desk/person.html", _read(request, found) | {"form": form, "numbers": numbers or []})


@require_POST
def let_in(request: Request, pk: int) -> HttpResponse:
    """A QR code for the telephone of somebody who stands at the desk."""
    found = access_person(request.actor, pk)
    key = make_ticket(found, TicketKind.DESK, by=request.actor)
    address = request.build_absolute_uri(reverse("at_the_desk", args=(key,)))
    return render(request, "desk/let_in.html", {"person": found, "drawing": drawn(address)})
