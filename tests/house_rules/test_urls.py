"""Every address has a door: who may come in is written down, and nothing is open by mistake."""

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.views.defaults import page_not_found

from gongzhi.faces.doors import PUBLIC, SIGNED_IN, Door
from gongzhi.kernel.organizations.roles import RIGHTS
from tests.house_rules.source import assert_nothing

Route = URLPattern | URLResolver

KNOWN = {PUBLIC, SIGNED_IN, *RIGHTS}


def reachable(routes: Iterable[Route], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Everything that can be reached, with its whole address."""
    for route in routes:
        address = prefix + str(route.pattern)
        if isinstance(route, URLResolver):
            yield from reachable(route.url_patterns, address)
        else:
            yield address, route


def without_door(routes: Iterable[Route]) -> Iterator[str]:
    """Addresses behind no door, behind one that is not on record, or without a name to link to."""
    for address, route in reachable(routes):
        door = getattr(route.callback, "door", None)
        if door is None:
            yield f"/{address} stands behind no door"
            continue
        yield from (f"/{address} asks for {name}, which is no right" for name in door.names if name not in KNOWN)
        if not route.name:
            yield f"/{address} has no name"


def test_every_address_has_one_door() -> None:
    assert_nothing(without_door(get_resolver().url_patterns))


def test_an_address_without_a_door_is_seen() -> None:
    (known,) = Door(PUBLIC)(path("known/", page_not_found, name="known"))
    (misnamed,) = Door("see_everything")(path("all/", page_not_found, name="all"))
    forgotten = path("new/", page_not_found, name="new")
    routes = [known, path("desk/", include([forgotten, misnamed]))]
    assert list(without_door(routes)) == [
        "/desk/new/ stands behind no door",
        "/desk/all/ asks for see_everything, which is no right",
    ]
    assert list(without_door([known])) == []
