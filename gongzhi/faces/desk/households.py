"""Homes within reach: one of them, its door masked; the door for a reason; somebody who moves in or out."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.faces.desk.household_forms import DoorForm, JoinForm, LeaveForm
from gongzhi.faces.doors import Request
from gongzhi.faces.forms import attempt, submitted
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import join_household, leave_household, looked_at_home, show_door
from gongzhi.kernel.people.households import Home, access_household, home_of, who_lived
from gongzhi.lib.actions import No

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _page_of(pk: int) -> str:
    return reverse("household", args=(pk,))


@require_safe
def household(request: Request, pk: int) -> HttpResponse:
    """One home; that it was opened is written down, and whoever lives there can read so."""
    home = home_of(access_household(request.actor, pk), by=request.actor)
    looked_at_home(home, by=request.actor)
    return render(request, "desk/household.html", _read(request, home) | {"form": DoorForm(), "door": ""})


def _read(request: Request, home: Home) -> dict[str, Any]:
    """What the page of a home says, and why this desk does not see its door."""
    verdict = may.see_door(request.actor, home.household)
    return {"home": home, "why_not": verdict.reason if isinstance(verdict, No) else ""}


@require_POST
def show(request: Request, pk: int) -> HttpResponse:
    """The door, for a reason that those who live there can ask about."""
    found, form = access_household(request.actor, pk), DoorForm(request.POST)
    door = None
    if form.is_valid():
        door = attempt(form, lambda: show_door(found, reason=form.cleaned_data["reason"], by=request.actor))
    read = _read(request, home_of(found, by=request.actor))
    return render(request, "desk/household.html", read | {"form": form, "door": door or ""})


@form_view
def join(request: Request, pk: int) -> HttpResponse:
    """Somebody on record moves in."""
    found, form, by = access_household(request.actor, pk), JoinForm(request.POST or None), request.actor
    onward = submitted(
        request,
        form,
        lambda said: join_household(found, said["name"], said["number"], on=said["since"], by=by),
        to=_page_of(pk),
    )
    return onward or render(request, "desk/household_join.html", {"household": found, "form": form})


@form_view
def leave(request: Request, pk: int, person: int) -> HttpResponse:
    """Somebody who lives there moves out."""
    found, form, by = access_household(request.actor, pk), LeaveForm(request.POST or None), request.actor
    who = who_lived(found, person, by=by)
    onward = submitted(request, form, lambda said: leave_household(found, who, on=said["on"], by=by), to=_page_of(pk))
    return onward or render(request, "desk/household_leave.html", {"household": found, "person": who, "form": form})
