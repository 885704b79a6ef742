"""A record is corrected on the spot: what is known of somebody, and where they live."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongzhi.faces.asked import number_asked
from gongzhi.faces.desk.rights import form_view, kept, page_of
from gongzhi.faces.desk.rights_forms import FactsForm, HomeForm, WhichCommunity
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import edited
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import change_home, correct_person
from gongzhi.kernel.people.homes import community_of_home, homes_to_choose
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.record import homes_of, where_they_live
from gongzhi.kernel.people.requests import KEEP
from gongzhi.kernel.places.queries import communities_in
from gongzhi.lib.actions import No
from gongzhi.lib.versions import Shown

Said = dict[str, Any]


@form_view
def facts(request: Request, pk: int) -> HttpResponse:
    """Names, birth, identity number, telephones."""
    person = kept(request, pk)
    form = FactsForm(request.POST or None, person=person)

    def save(_said: Said, version: str) -> object:
        return correct_person(person, form.corrected(), version=version, by=request.actor)

    edit = edited(request, form, form.shown, save, to=page_of(person), as_fields=form.beside)
    if isinstance(edit, HttpResponse):
        return edit
    read = {"person": person, "edit": edit, "why_not": why_not(request, person)}
    return render(request, "desk/person_facts.html", read)


def why_not(request: Request, person: Person) -> str:
    """Nobody corrects their own record."""
    verdict = may.correct_person(request.actor, person)
    return verdict.reason if isinstance(verdict, No) else ""


@form_view
def home(request: Request, pk: int) -> HttpResponse:
    """Where somebody lives: another door, another place, or nowhere that is known."""
    person = kept(request, pk)
    shown = where_they_live(person)
    community = _community(request, person)
    form = _home_form(request, person, shown, community)

    def save(_said: Said, version: str) -> Person:
        return change_home(person, **form.home(), version=version, by=request.actor)

    onward = partial(_onward, request)
    edit = edited(request, form, shown, save, to=onward, as_fields=form.beside)
    if isinstance(edit, HttpResponse):
        return edit
    return render(request, "desk/person_home.html", _beside(request, person, community) | {"edit": edit})


def _community(request: Request, person: Person) -> int:
    """Among whose homes to choose: the community asked for, else where they live."""
    return number_asked(request.GET.get("community"), 0) or community_of_home(person, by=request.actor)


def _home_form(request: Request, person: Person, shown: Shown, community: int) -> HomeForm:
    places = homes_to_choose(person, community, by=request.actor)
    return HomeForm(request.POST or None, initial={"place": shown["place"], "on": timezone.localdate()}, places=places)


def _onward(request: Request, person: Person) -> str:
    """Whoever moved away may be out of reach by now."""
    return page_of(person) if may.keeps(request.actor, person) else reverse("people")


def _beside(request: Request, person: Person, community: int) -> Said:
    """What the page of a home says besides its form."""
    communities = communities_in(request.actor.reach(KEEP))
    choice = WhichCommunity(initial={"community": community}, communities=communities)
    filters = choice if len(communities) > 1 else None
    return {"person": person, "homes": homes_of(person), "filters": filters, "why_not": why_not(request, person)}
