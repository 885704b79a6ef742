"""One box for everything: people and organisations within reach."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongzhi.faces.doors import Request
from gongzhi.kernel.organizations.roster import named
from gongzhi.kernel.people.actions import search_people

FIRST, LONGEST, SHORTEST = 20, 64, 2


@require_safe
def search(request: Request) -> HttpResponse:
    """The first of each kind that fit what was typed."""
    text, by = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST], request.actor
    enough = len(text) >= SHORTEST
    people = search_people(text, by=by) if enough and by.can("see_people_masked") else []
    organizations = named(by, text)[:FIRST] if enough and by.can("see_organizations") else []
    read = {"text": text, "enough": enough, "people": people, "organizations": organizations}
    return render(request, "desk/search.html", read)
