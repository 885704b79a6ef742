"""The drawing of a community's courtyards."""

from itertools import combinations
from math import dist

from hypothesis import given
from hypothesis import strategies as st

from gongzhi.faces.public.sketch import HEIGHT, WIDTH, sketch
from gongzhi.kernel.organizations.queries import CourtyardCard


def yard(longitude: float | None, latitude: float | None) -> CourtyardCard:
    return CourtyardCard(1, "东院", "", None, None, None, "", 0, latitude, longitude)


def test_east_is_right_and_north_is_up() -> None:
    drawn = sketch([yard(113.67, 34.77), yard(113.68, 34.78)])
    assert drawn
    southwest, northeast = drawn.spots
    assert southwest.x < northeast.x
    assert southwest.y > northeast.y


def test_the_ruler_is_as_long_as_it_says() -> None:
    drawn = sketch([yard(113.67, 34.77), yard(113.67, 34.78)])  # a hundredth of a degree north: 1113 m
    assert drawn
    one, other = drawn.spots
    units_per_metre = abs(one.y - other.y) / 1113.2
    assert abs(drawn.ruler - drawn.metres * units_per_metre) < 0.2
    assert drawn.ruler <= WIDTH / 3


def test_spots_keep_the_number_they_have_in_the_list() -> None:
    drawn = sketch([yard(113.67, 34.77), yard(None, None), yard(113.68, 34.78)])
    assert drawn
    assert [spot.number for spot in drawn.spots] == [1, 3]


def test_less_than_two_places_are_no_map() -> None:
    assert sketch([]) is None
    assert sketch([yard(113.67, 34.77), yard(None, None)]) is None
    assert sketch([yard(113.67, 34.77), yard(113.67, 34.77)])


def test_two_courtyards_at_one_place_are_both_seen() -> None:
    drawn = sketch([yard(113.67, 34.77), yard(113.67, 34.77), yard(113.69, 34.79)])
    assert drawn
    assert all(dist((a.x, a.y), (b.x, b.y)) > 30 for a, b in combinations(drawn.spots, 2))


degrees = st.floats(0, 0.02, allow_nan=False)


@given(st.lists(st.tuples(degrees, degrees), min_size=2, max_size=20))
def test_every_spot_stays_inside(places: list[tuple[float, float]]) -> None:
    drawn = sketch([yard(113.67 + east, 34.77 + north) for east, north in places])
    assert drawn
    assert len(drawn.spots) == len(places)
    assert all(18 <= spot.x <= WIDTH - 18 and 18 <= spot.y <= HEIGHT - 18 for spot in drawn.spots)
