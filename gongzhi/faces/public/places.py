"""The map of the street for anybody: GeoJSON (RFC 7946), which our own pages draw and others may use."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gongzhi.faces.maps import map_file
from gongzhi.kernel.organizations.queries import community_cards, street_card
from gongzhi.kernel.places.atlas import PUBLIC, features, lies_somewhere
from gongzhi.kernel.places.models import Kind


@gzip_page  # nothing secret stands beside what somebody asked for
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Street, communities and courtyards, or ``?place=`` a community and what is in it, or ``?kind=`` one of these."""
    path, kinds = _asked(request)
    return map_file(request, features(path, *kinds), _page)


def _asked(request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    """Which part of the map. Raises Http404 for what is on no public page."""
    street, place, kind = street_card(), request.GET.get("place"), request.GET.get("kind")
    if street is None or (kind and kind not in PUBLIC):
        raise Http404
    paths = {str(card.id): card.path for card in community_cards(street.id)} if place else {}
    if place and place not in paths:
        raise Http404
    return paths.get(place or "", street.path), (kind,) if kind else PUBLIC


def _page(kind: str, pk: int | None) -> str:
    return reverse("community", args=(pk,)) if kind == Kind.COMMUNITY else ""


def map_of(path: str, **part: object) -> str:
    """The address of a part of the map, empty if nothing there lies anywhere."""
    return f"{reverse('places_map')}?{urlencode(part)}" if lies_somewhere(path) else ""
