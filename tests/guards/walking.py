"""Walking through the house: every address as every actor may open it."""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver, reverse

from gongzhi.faces.doors import PUBLIC, SIGNED_IN
from tests.guards.objects import OBJECTS, SAME_FOR_ALL
from tests.guards.world import Corner, Quarter, Somebody
from tests.house_rules.test_urls import reachable


def routes() -> Iterator[URLPattern]:
    """Every address there is."""
    return (route for _address, route in reachable(get_resolver().url_patterns))


def address(route: URLPattern, quarter: Quarter, corner: Corner) -> str:
    """The address of a route, about what stands in one community."""
    name = str(route.name)
    arguments = OBJECTS[name](quarter, corner) if name in OBJECTS else SAME_FOR_ALL.get(name, {})
    return reverse(name, kwargs=arguments)


def open_to(somebody: Somebody, route: URLPattern) -> bool:
    """Whether an actor passes the door of a route."""
    names = route.callback.door.names
    return PUBLIC in names or (SIGNED_IN in names and somebody.is_in) or any(map(somebody.has, names))


def searches() -> tuple[str, ...]:
    """What people type: addresses that show something only when asked."""
    return (
        "/desk/search/?q=sang",
        "/desk/search/?q=7171",
        "/desk/organizations/?text=图书馆",
        "/desk/organizations/?page=2",
        "/desk/places/?q=yuan",
        "/desk/places/?ended=on",
        "/places.geojson?kind=community",
    )
