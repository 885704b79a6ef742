"""Every address × every role × {own, sister community, other street}: whoever may not, learns nothing (trust.md S1).

The addresses come from the resolver and the roles from the one list, so that nothing has to be remembered here.
"""

from collections.abc import Iterator
from random import Random

import pytest
from django.urls import URLPattern, get_resolver, reverse

from gongzhi.faces.doors import PUBLIC, SIGNED_IN
from tests.drill import count
from tests.guards.objects import OBJECTS, SAME_FOR_ALL
from tests.guards.walking import undone
from tests.guards.world import STREETWIDE, Quarter, Somebody, everybody, street
from tests.house_rules.test_urls import reachable

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

#: What a page says to who may come in: a page, the next page, a form with a message, a method it does not know,
#: something that does not exist or is over, a fact that stands against it.
INSIDE = {200, 302, 400, 404, 405, 409, 410}

Cell = tuple[Somebody, str, str, bool, set[int]]


def expected(somebody: Somebody, names: tuple[str, ...], *, within: bool) -> set[int]:
    """The answers that are right for an actor at a door."""
    if PUBLIC in names:
        return INSIDE
    if not somebody.is_in:
        return {401}
    if SIGNED_IN in names:
        return INSIDE
    if not somebody.stands:
        return {403, 404}
    if not any(map(somebody.has, names)) or not within:
        return {404}
    return INSIDE - {404}


def routes() -> Iterator[URLPattern]:
    return (route for _address, route in reachable(get_resolver().url_patterns))


def cells(people: list[Somebody], own: Quarter, other: Quarter) -> Iterator[Cell]:
    """Every actor at every address of every target: actor, address, what the target is, whether it is within reach."""
    for route in routes():
        name, names = str(route.name), route.callback.door.names
        every = list(targets(name, own, other))
        for somebody in people:
            for label, target, near in every:
                within = near or (near is None and somebody.role in STREETWIDE)
                right = expected(somebody, names, within=within)
                if name in SAME_FOR_ALL and 200 in right:
                    right = INSIDE  # the object may be missing
                yield somebody, target, f"{name}, {label}", within, right


def targets(name: str, own: Quarter, other: Quarter) -> Iterator[tuple[str, str, bool | None]]:
    """What it is, its address, and whether it is within reach; None if it is for who reaches the whole street."""
    if name not in OBJECTS:
        yield "", reverse(name, kwargs=SAME_FOR_ALL.get(name, {})), True
        return
    for label, quarter, corner, within in (
        ("own", own, own.corners[0], True),
        ("sister community", own, own.corners[1], None),
        ("other street", other, other.corners[0], False),
    ):
        yield label, reverse(name, kwargs=OBJECTS[name](quarter, corner)), within


def test_every_address_with_arguments_is_told() -> None:
    for route in routes():
        if route.pattern.converters:
            assert route.name in OBJECTS or route.name in SAME_FOR_ALL, f"{route.name} has no object in the matrix"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_further_than_their_role(method: str) -> None:
    own, other = street(1), street(2)
    people = everybody(own)
    every = list(cells(people, own, other))
    chosen = Random(method).sample(every, min(len(every), count(150, len(every))))
    wrong = [sentence for cell in chosen if (sentence := _answered(method, *cell))]
    assert wrong == []
    print(f"{len(chosen)} of {len(every)} cells by {method}")


def _answered(method: str, somebody: Somebody, address: str, label: str, within: bool, right: set[int]) -> str:
    with undone(somebody):
        status = getattr(somebody.client, method)(address).status_code
    if status in right or (status == 405 and right == {404}):  # said of whatever is not there too
        return ""
    return f"{somebody.label} {method} {address} ({label}): {status}, not {sorted(right)}"


def test_the_matrix_sees_a_door_that_stands_open() -> None:
    street(1)
    nobody = Somebody("nobody")
    closed = expected(nobody, ("work_at_the_desk",), within=True)
    assert _answered("get", nobody, "/desk/", "desk", True, closed) == ""
    assert "nobody get / (desk): 200, not [401]" in _answered("get", nobody, "/", "desk", True, closed)
