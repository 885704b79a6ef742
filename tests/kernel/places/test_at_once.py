"""Several hands on one tree: paths stay true whoever comes first."""

from collections.abc import Callable

import pytest

from gongzhi.kernel.places.actions import PlaceFacts, add_place, end_place, move_place
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.states import PlaceState
from gongzhi.lib.actions import Refused
from tests import making
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


def test_what_is_put_into_a_place_on_the_move_goes_along() -> None:
    street = making.street()
    homes = [making.community(street, name) for name in ("甲社区", "乙社区")]
    grid = making.grid(homes[0])

    def work(number: int) -> None:
        for turn in range(ROUNDS):
            if number % 2:
                add_place(PlaceFacts(Kind.COURTYARD, f"{number}-{turn}院", grid), as_of=making.TODAY, by=making.SYSTEM)
            else:
                try_to(lambda turn=turn: move_place(grid, homes[turn % 2], on=making.TODAY, by=making.SYSTEM))

    assert together(4, work) == [None] * 4
    places = Place.objects.exclude(parent=None).select_related("parent")
    assert [place.name for place in places if place.parent and place.path != f"{place.parent.path}{place.pk}."] == []
    assert Place.objects.of_kind(Kind.COURTYARD).count() == 2 * ROUNDS
    assert grid.placements.filter(until=None).count() == 1


def test_nothing_stands_in_a_place_that_was_ended_at_the_same_moment() -> None:
    community = making.community()
    grids = [making.grid(community, f"第{turn}网格") for turn in range(ROUNDS)]

    def work(number: int) -> None:
        for grid in grids:
            if number:
                fact = PlaceFacts(Kind.COURTYARD, "东院", grid)
                try_to(lambda fact=fact: add_place(fact, as_of=making.TODAY, by=making.SYSTEM))
            else:
                try_to(lambda grid=grid: end_place(grid, on=making.TODAY, by=making.SYSTEM))

    assert together(2, work) == [None, None]
    for grid in Place.objects.of_kind(Kind.GRID):
        ended = grid.state == PlaceState.ENDED
        assert grid.children.active().exists() is not ended


def try_to(step: Callable[[], object]) -> None:
    """The other hand may have been first."""
    try:
        step()
    except Refused:
        return
