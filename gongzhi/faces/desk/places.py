"""The street as a tree and as a map, and everything that is on record of one place."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from gongzhi.faces.desk.place_forms import PlaceFilters
from gongzhi.faces.doors import Request
from gongzhi.faces.maps import map_file
from gongzhi.kernel.organizations.answering import place_page
from gongzhi.kernel.people.households import number_of_homes
from gongzhi.kernel.people.requests import KEEP
from gongzhi.kernel.places import may
from gongzhi.kernel.places.atlas import features, lies_somewhere, seen_in
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.pages import Found, Node, look_up, tree
from gongzhi.kernel.places.queries import access_place


@require_safe
def places(request: Request) -> HttpResponse:
    """The places within reach, two steps deep; or those that fit what was typed."""
    filters = PlaceFilters(request.GET or None)
    asked = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    reach = request.actor.reach("see_places")
    found = look_up(asked["q"], reach, ended=asked["ended"]) if asked.get("q") else None
    roots = [access_place(request.actor, _last_step(path)) for path in reach]
    read = {
        "filters": filters,
        "found": [_shown_found(each) for each in found] if found is not None else None,
        "roots": [_root(request, root, ended=asked.get("ended", False)) for root in roots],
    }
    return render(request, "desk/places.html", read)


def _last_step(path: str) -> int:
    return int(path.rstrip(".").rpartition(".")[2])


def _root(request: Request, root: Place, *, ended: bool) -> dict[str, Any]:
    """A place with the tree below it, and what can be done there."""
    return {
        "place": root,
        "nodes": nodes(tree(root, ended=ended)),
        "keeps": bool(may.keep_the_tree(request.actor, root.path)),
        "map": _map_of(root),
    }


@require_safe
def place(request: Request, pk: int) -> HttpResponse:
    """One place: who answers for it, what is on record, what happened to it."""
    found, by = access_place(request.actor, pk), request.actor
    ended = bool(request.GET.get("ended"))
    read = _root(request, found, ended=ended) | {
        "page": place_page(found, by=by),
        "homes": number_of_homes(found) if by.can(KEEP, found.path) else 0,
        "ended": ended,
        "drawn": _number(request.GET.get("drawn", "")),
        "sees_organizations": by.can("see_organizations", found.path),
    }
    return render(request, "desk/place.html", read)


@require_safe
def map_of_place(request: Request, pk: int) -> HttpResponse:
    """A place and all that lies in it as GeoJSON: for the map on its page, and to take away."""
    found = access_place(request.actor, pk)
    if "file" in request.GET:
        return map_file(request, features(found.path), _page, f"{found.name}.geojson")
    return map_file(request, seen_in(found.path, found.kind), _no_page if "plain" in request.GET else _page)


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


def _no_page(kind: str, pk: int | None) -> str:
    return ""


def _page(kind: str, pk: int | None) -> str:
    return reverse("place", args=(pk,))


def _map_of(place: Place) -> str:
    """The address of a map of a place, empty if nothing there lies anywhere."""
    return reverse("map_of_place", args=(place.pk,)) if lies_somewhere(place.path) else ""


def nodes(below: list[Node]) -> list[dict[str, Any]]:
    """The tree as ``ui/tree.html`` draws it."""
    return [_shown(node) for node in below]


def _shown(node: Node) -> dict[str, Any]:
    return {
        "label": node.name,
        "href": reverse("place", args=(node.id,)),
        "note": pgettext("place", "已撤销") if node.ended else counted(node.inside),
        "open": False,
        "children": nodes(node.children),
    }


def _shown_found(found: Found) -> dict[str, Any]:
    return {"place": found, "kind": Kind(found.kind).label, "href": reverse("place", args=(found.id,))}


def counted(inside: dict[str, int]) -> str:
    """3 个网格、12 个楼院."""
    parts = [
        ngettext("%(n)s 个%(kind)s", "%(n)s 个%(kind)s", n) % {"n": n, "kind": Kind(kind).label}
        for kind, n in inside.items()
    ]
    return _("、").join(parts)
