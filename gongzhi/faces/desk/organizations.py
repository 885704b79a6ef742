"""Organisations and the people who sit in them: given a seat, handed over, ended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.faces.desk.forms import HandOverForm, SeatForm
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import edited
from gongzhi.faces.forms import submitted
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.actions import WantedSeat, end_seat, hand_over_to, seat_somebody
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.record import other_names
from gongzhi.kernel.organizations.roster import (
    access_any_seat,
    access_organization,
    access_seat,
    has_account,
    place_to_answer_for,
    roles_to_give,
    seats_at,
    who_holds,
)
from gongzhi.kernel.people.record import history_of

PAGE = 50
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def organization(request: Request, pk: int) -> HttpResponse:
    """One organisation: where it is, who sits there, who sat there, what was done with it."""
    found = access_organization(request.actor, pk)
    read = {"organization": found, "seats": seats_at(found), "gives": bool(roles_to_give(request.actor, found))}
    more = {"other_names": other_names(found), "history": history_of(found)}
    keeps = bool(may.keeps(request.actor, found))
    return render(request, "desk/organization.html", read | more | {"keeps": keeps})


@form_view
def give(request: Request, pk: int) -> HttpResponse:
    """A new seat at an organisation."""
    found = access_organization(request.actor, pk)
    form = SeatForm(request.POST or None, by=request.actor, organization=found)
    here = reverse("organization", args=(pk,))
    if onward := submitted(request, form, lambda said: seat_somebody(wanted(found, said), by=request.actor), to=here):
        return onward
    return render(request, "desk/give_seat.html", {"organization": found, "form": form})


def wanted(found: Organization, said: dict[str, Any]) -> WantedSeat:
    """The seat that a form asks for."""
    place = place_to_answer_for(found, said["place"]) if said["place"] else None
    return WantedSeat(said["name"], said["number"], found, said["role"], place, said["since"], said["until"])


@form_view
def one_seat(request: Request, pk: int) -> HttpResponse:
    """One seat: hand it over to somebody else, or end it."""
    held, form = access_any_seat(request.actor, pk), HandOverForm(request.POST or None)

    def save(said: dict[str, Any], version: str) -> Membership:
        return hand_over_to(held, said["name"], said["number"], on=said["since"], version=version, by=request.actor)

    edit = edited(request, form, who_holds(held), save, to=reverse("organization", args=(held.organization_id,)))
    if isinstance(edit, HttpResponse):
        return edit
    ends = may.end_seat(request.actor, held, timezone.localdate())
    opens = request.actor.can("open_accounts") and may.has_a_desk([held.role])
    read = {"held": held, "edit": edit, "ends": ends, "opens": opens, "open": opens and has_account(held.person)}
    return render(request, "desk/seat.html", read)


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End a seat today; whoever holds it is out at the next click."""
    held = access_seat(request.actor, pk)
    end_seat(held, on=timezone.localdate(), by=request.actor)
    return redirect("organization", held.organization_id)
