"""The pages anyone may read."""

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.faces.doors import Request
from gongzhi.faces.numbered import number_of
from gongzhi.faces.public.display import remember
from gongzhi.faces.public.places import map_of
from gongzhi.faces.public.sketch import sketch
from gongzhi.kernel.organizations.queries import community_cards, community_page, street_card
from gongzhi.kernel.people.actions import remember_display
from gongzhi.kernel.people.credentials import session_with
from gongzhi.kernel.people.display import known
from gongzhi.lib import figures
from gongzhi.lib.personal import declared
from gongzhi.programmes.alliance.queries import community_alliance, public_units

#: The figures of the first page.
HEADLINE = ("communities", "courtyards", "member_units", "members_checked_in", "agreements", "grids")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Whom to turn to, and the street in figures."""
    street = street_card()
    if street is None:
        return render(request, "public/nothing.html", {"street": None})
    read = {
        "street": street,
        "today": timezone.localdate(),
        "communities": community_cards(street.id),
        "readings": readings(HEADLINE, street.path),
    }
    return render(request, "public/home.html", read)


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """Every community of the street with its telephone."""
    street = street_card()
    cards = community_cards(street.id) if street else []
    drawn = map_of(street.path, kind="community") if street else ""
    return render(request, "public/communities.html", {"street": street, "communities": cards, "map": drawn})


@require_safe
def community(request: HttpRequest, pk: int) -> HttpResponse:
    """One community: who answers for it, its grids and courtyards, who takes part."""
    found = community_page(pk)
    if found is None:
        raise Http404
    read = {
        "community": found,
        "contact": found.card if found.card.telephone else None,
        "alliance": community_alliance(pk),
        "sketch": sketch(found.courtyards),
        "map": map_of(found.card.path, place=pk),
        "readings": readings(HEADLINE[1:], found.card.path),
    }
    return render(request, "public/community.html", read)


def readings(keys: tuple[str, ...], path: str) -> list[tuple[figures.Figure, figures.Reading]]:
    """Today's values of the figures named by ``keys`` in the place at ``path``, in that order."""
    today = figures.Period(timezone.localdate())
    return [(figure, figure.read(today, path)) for key in keys if (figure := figures.get(key))]


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: Request) -> HttpResponse:
    """Choose version, size, colours and language: kept for a year on this device, and with the account if there is one
    (trust.md A18)."""
    back = local(request.POST.get("next") or request.GET.get("next") or "/")
    if request.method != "POST":
        return render(request, "public/display.html", {"back": back, "me": request.signed_in})
    response, me, chosen = redirect(back), request.signed_in, known(request.POST)
    if me and chosen:
        remember_display(session_with(me.session_id).account, chosen, by=request.actor)
    if me is None or not me.shared:
        remember(request, response, chosen)
    return response


def local(address: str) -> str:
    """``address`` if it is a page of ours, else the first page."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours else "/"


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How usable the pages are, what is still missing, and whom to tell."""
    return render(request, "public/accessibility.html")


def broken(request: HttpRequest) -> HttpResponse:
    """Something went wrong inside: the same frame, and the telephone if it can still be read."""
    try:
        street = street_card()
    except DatabaseError:
        street = None
    return render(request, "500.html", {"street": street, "number": number_of(request)}, status=500)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The member units of the street."""
    street = street_card()
    found = public_units(street.id) if street else []
    return render(request, "public/units.html", {"street": street, "units": found})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, for what and how long, as the tables themselves declare it."""
    return render(request, "public/privacy.html", {"kept": declared()})
