"""Every address has a door: who may come in is written down, and nothing is open by mistake."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.views.defaults import page_not_found

from gongzhi.urls import PUBLIC
from tests.house_rules.source import assert_nothing

Route = URLPattern | URLResolver

DOORS = {"public": PUBLIC}


def reachable(routes: Iterable[Route], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Everything that can be reached, with its whole address."""
    for route in routes:
        address = prefix + str(route.pattern)
        if isinstance(route, URLResolver):
            yield from reachable(route.url_patterns, address)
        else:
            yield address, route


def without_door(routes: Iterable[Route], doors: dict[str, list[URLPattern]]) -> Iterator[str]:
    """Addresses behind no door, behind two, or without a name to link to."""
    for address, route in reachable(routes):
        named = [door for door, behind in doors.items() if any(route is one for one in behind)]
        if len(named) != 1:
            yield f"/{address} stands behind {named or 'no door'}"
        if not route.name:
            yield f"/{address} has no name"


def test_every_address_has_one_door() -> None:
    assert_nothing(without_door(get_resolver().url_patterns, DOORS))


def test_every_door_is_used() -> None:
    reached = [route for _, route in reachable(get_resolver().url_patterns)]
    assert_nothing(f"{route} leads nowhere" for behind in DOORS.values() for route in behind if route not in reached)


def test_an_address_without_a_door_is_seen() -> None:
    known, forgotten = path("known/", page_not_found, name="known"), path("new/", page_not_found, name="new")
    routes = [known, path("desk/", include([forgotten]))]
    assert list(without_door(routes, {"public": [known]})) == ["/desk/new/ stands behind no door"]
    assert list(without_door(routes, {"public": [known, forgotten]})) == []
