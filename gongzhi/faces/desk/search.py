"""One box for everything: people, organisations and places within reach."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongzhi.faces.doors import Request
from gongzhi.kernel.organizations.roster import named
from gongzhi.kernel.people.actions import search_people
from gongzhi.kernel.people.lists import cards
from gongzhi.kernel.places.pages import look_up

FIRST, LONGEST, SHORTEST = 20, 64, 2


@require_safe
def search(request: Request) -> HttpResponse:
    """The first of each kind that fit what was typed."""
    text, by = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST], request.actor
    enough = len(text) >= SHORTEST
    people = cards(search_people(text, by=by)) if enough and by.can("see_people_masked") else []
    organizations = named(by, text, most=FIRST) if enough and by.can("see_organizations") else []
    places = look_up(text, by.reach("see_places"))[:FIRST] if enough else []
    read = {"text": text, "enough": enough, "people": people, "organizations": organizations, "places": places}
    return render(request, "desk/search.html", read)
