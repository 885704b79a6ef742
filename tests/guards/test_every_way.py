"""Everybody the same: whatever can be done online can be done at the window and on paper (trust.md A9).

The flows come from the resolver: a form for residents that has no way with help is red.
"""

import pytest

from gongzhi.faces.doors import PUBLIC, SIGNED_IN
from gongzhi.kernel.people.states import SessionKind
from tests import making
from tests.entering import enter
from tests.guards.walking import routes, takes_forms
from tests.guards.ways import FLOWS, PART_OF_ANOTHER, Cell, Not, Scene, Way
from tests.guards.world import everybody, street

pytestmark = pytest.mark.django_db

NAMES = ("self", "assisted", "paper")
CELLS = [
    pytest.param(flow, cell, id=f"{flow}, {name}")
    for flow, ways in FLOWS.items()
    for name, cell in zip(NAMES, ways, strict=True)
    if isinstance(cell, Cell)
]


@pytest.fixture
def scene() -> Scene:
    scene = Scene(street(1))
    corner = scene.corner
    enter(scene.mine, corner.resident, kind=SessionKind.CODE)
    enter(scene.desk, corner.worker.person, corner.worker)
    colleague = making.seat(making.person("蔺同事", street=scene.quarter.street), corner.worker.role, corner.committee)
    enter(scene.second, colleague.person, colleague)
    return scene


@pytest.mark.parametrize(("flow", "cell"), CELLS)
def test_it_goes(scene: Scene, flow: str, cell: Cell) -> None:
    if flow == "come in":
        scene.mine.cookies.clear()
    cell.walk(scene)
    assert cell.address in scene.walked, f"{flow} does not go by {cell.address}"


def lacking(flows: dict[str, tuple[Way, Way, Way]], taking: set[str]) -> list[str]:
    """Forms for residents that nobody thought of with help, and flows that nothing but a form online knows."""
    told = {ways[0].address for ways in flows.values() if isinstance(ways[0], Cell)}
    alone = [flow for flow, (_self, assisted, _paper) in flows.items() if isinstance(assisted, Not)]
    return sorted(taking - told - PART_OF_ANOTHER.keys()) + alone


def test_every_form_for_residents_has_a_way_with_help() -> None:
    quarter = street(1)
    people = everybody(quarter, "nobody", "resident")
    theirs = [route for route in routes() if {PUBLIC, SIGNED_IN} & set(route.callback.door.names)]
    taking = {str(route.name) for route in theirs if takes_forms(route, people, quarter)}
    assert lacking(FLOWS, taking) == []
    assert PART_OF_ANOTHER.keys() - taking == set()


def test_a_form_without_one_is_seen() -> None:
    online, nothing = Cell("own_wish", lambda scene: None), Not("nobody thought of it")
    assert lacking(FLOWS, {"own_wish"}) == ["own_wish"]
    assert lacking({"wish": (online, nothing, nothing)}, {"own_wish"}) == ["wish"]
