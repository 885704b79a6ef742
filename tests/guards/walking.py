"""Walking through the house: every address as every actor may open it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.test import Client
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


def takes_forms(route: URLPattern, people: list[Somebody], quarter: Quarter) -> bool:
    """Whether a view takes a POST, asked with an empty one that is taken back."""
    somebody = next(one for one in people if open_to(one, route))
    with undone(somebody):
        return somebody.client.post(address(route, quarter, quarter.corners[0])).status_code != 405


@contextmanager
def undone(somebody: Somebody) -> Iterator[None]:
    """Whatever somebody does in there is taken back, so that nobody goes on signed out, or as somebody else."""
    held = dict(somebody.client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    somebody.client.cookies.clear()
    somebody.client.cookies.update(held)


def another_browser(somebody: Somebody) -> Client:
    """Signed in as the same person: a client that no other thread uses."""
    client = Client()
    client.cookies[settings.SIGN_IN_COOKIE] = somebody.client.cookies[settings.SIGN_IN_COOKIE].value
    return client


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
