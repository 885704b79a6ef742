"""Bounds come in from a file to the places they belong to, and go out as a map anybody may read."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.places.actions import correct_place, end_place, erase_shape, take_in_map
from gongzhi.kernel.places.atlas import PUBLIC, features
from gongzhi.kernel.places.matching import Fate, matched, what_comes_of
from gongzhi.kernel.places.models import Kind, Place, PlaceShape
from gongzhi.lib.actions import Refused
from gongzhi.lib.geojson import Feature, collection, opened
from gongzhi.lib.versions import Overtaken, version_of
from tests import making

pytestmark = pytest.mark.django_db

DAY, EARLIER = dt.date(2024, 9, 2), dt.date(2024, 9, 1)
BY = making.SYSTEM


def square(west: float = 113.67, south: float = 34.77, size: float = 0.01) -> dict[str, Any]:
    spots = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in spots]]}


def point(longitude: float = 113.67, latitude: float = 34.77) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def told(geometry: dict[str, Any] | None = None, *, pk: int | None = None, **properties: Any) -> Feature:
    return Feature(square() if geometry is None else geometry, properties, pk, 1)


def fates(street: Place, *some: Feature, as_of: dt.date = DAY) -> list[tuple[str, str]]:
    """What becomes of features, and of which place."""
    return [(m.fate, m.place.name if m.place else m.why) for m in matched(some, street, as_of)]


@pytest.fixture
def street() -> Place:
    """Two communities with codes, a courtyard of the same name in each."""
    street = making.street()
    for number, name in enumerate(("通信花园社区", "经一路社区"), start=1):
        community = making.community(street, name, code=f"41010500200{number}", position=number)
        making.courtyard(making.grid(community, f"第{number}网格", code=f"41010500200{number}001"), "东院")
    return street


@pytest.mark.parametrize(
    "properties",
    [
        {"code": "410105002001"},
        {"区划代码": 410105002001},
        {"ADCODE": 410105002001.0},
        {"name": "通信花园社区"},
        {"社区": " 通信花园 "},
        {"Name": "通信花园", "kind": "community"},
        {"name": "通信花园", "种类": "社区"},
        {"code": "410105002001", "name": "写错的名称"},
    ],
)
def test_a_shape_finds_its_place_by_code_or_by_name(street: Place, properties: dict[str, Any]) -> None:
    assert fates(street, told(**properties)) == [(Fate.NEW, "通信花园社区")]


@pytest.mark.parametrize(
    ("feature", "why"),
    [
        (told(), "没有写代码或名称"),
        (told(code="410105002099"), "代码也对不上"),
        (told(name="别处社区"), "没有叫“别处”"),
        (told(name="东院"), "2个地方都叫"),
        (told(name="通信花园", kind="grid"), "没有叫"),
        (told(name=["通信花园"]), "没有写"),
    ],
)
def test_what_is_not_matched_is_told(street: Place, feature: Feature, why: str) -> None:
    ((fate, reason),) = fates(street, feature)
    assert fate == Fate.LEFT
    assert why in reason


@pytest.mark.parametrize(
    "geometry", [square() | {"type": "LineString"}, {"type": "Polygon", "coordinates": [[[1, 1]]]}, point(200, 0)]
)
def test_a_bad_shape_is_left_out_and_its_place_is_named(street: Place, geometry: dict[str, Any]) -> None:
    (match,) = matched([told(geometry, name="通信花园")], street, DAY)
    assert (match.fate, str(match.place)) == (Fate.LEFT, "通信花园社区")
    assert match.why.endswith("。")


def test_of_two_shapes_for_one_place_the_first_is_taken(street: Place) -> None:
    some = [told(name="通信花园"), told(square(size=0.02), code="410105002001"), told(point(), name="通信花园")]
    assert [fate for fate, _why in fates(street, *some)] == [Fate.NEW, Fate.LEFT, Fate.NEW]


def test_a_file_of_our_own_comes_back_to_the_same_places(street: Place) -> None:
    east, west = Place.objects.of_kind(Kind.COURTYARD).order_by("path")
    correct_place(east, address="", latitude=34.775, longitude=113.675, by=BY)
    correct_place(west, address="", latitude=34.785, longitude=113.675, by=BY)
    take_in_map(street, [told(name="通信花园"), told(square(south=34.78), name="经一路")], as_of=DAY, by=BY)
    back = opened(collection(features(street.path)).encode())
    assert {fate for fate, _name in fates(street, *(f for f in back if "derived" not in f.properties))} == {Fate.SAME}
    Place.objects.of_kind(Kind.COURTYARD).update(latitude=None, longitude=None)
    matches = take_in_map(street, back, as_of=DAY, by=BY)
    assert [(m.place, m.fate) for m in matches if m.place in (east, west)] == [(east, Fate.NEW), (west, Fate.NEW)]


def test_shapes_are_written_and_the_journal_knows_of_those_that_changed(street: Place) -> None:
    community = Place.objects.get(name="通信花园社区")
    take_in_map(street, [told(name="通信花园"), told(name="没有")], as_of=DAY, by=BY)
    assert (community.shape.geometry, community.shape.as_of) == (square(), DAY)
    take_in_map(street, [told(name="通信花园")], as_of=DAY, by=BY)
    assert [entry.verb for entry in entries_about(community)] == ["place.drawn"]
    take_in_map(street, [told(square(size=0.02), name="通信花园")], as_of=DAY, by=BY)
    assert PlaceShape.objects.get().geometry == square(size=0.02)
    assert len(entries_about(community)) == 2
    erase_shape(community, by=BY)
    erase_shape(community, by=BY)
    assert not PlaceShape.objects.exists()
    assert next(entry.verb for entry in entries_about(community)) == "place.shape_erased"


def test_an_older_map_does_not_take_newer_bounds_back(street: Place) -> None:
    take_in_map(street, [told(name="通信花园")], as_of=DAY, by=BY)
    ((fate, reason),) = fates(street, told(square(size=0.02), name="通信花园"), as_of=EARLIER)
    assert fate == Fate.LEFT
    assert reason == "通信花园社区"
    assert fates(street, told(name="通信花园"), as_of=EARLIER) == [(Fate.SAME, "通信花园社区")]


def test_a_preview_that_has_aged_is_not_carried_out(street: Place) -> None:
    some = [told(name="通信花园"), told(name="经一路")]
    version = version_of(what_comes_of(matched(some, street, DAY)))
    end = Place.objects.of_kind(Kind.COURTYARD).get(path__contains=f".{Place.objects.get(name='经一路社区').pk}.")
    end_place(end, on=DAY, by=BY)
    take_in_map(street, some[1:], as_of=DAY, by=BY)
    with pytest.raises(Overtaken):
        take_in_map(street, some, as_of=DAY, version=version, by=BY)
    assert not PlaceShape.objects.filter(place__name="通信花园社区").exists()
    with pytest.raises(Refused, match="还没有到"):
        take_in_map(street, some, as_of=timezone.localdate() + dt.timedelta(days=1), by=BY)


def test_only_the_street_takes_in_a_map(street: Place) -> None:
    other = making.street("别处街道", code="410105003")
    for by in (
        making.community_worker(Place.objects.get(name="通信花园社区")),
        making.street_officer(other, Role.STREET_LEADER),
    ):
        with pytest.raises(PermissionDenied):
            take_in_map(street, [told(name="通信花园")], as_of=DAY, by=by)
    take_in_map(street, [told(name="通信花园")], as_of=DAY, by=making.street_officer(street, Role.STREET_CITY_OFFICER))


def test_a_place_of_another_street_is_not_met(street: Place) -> None:
    making.community(making.street("别处街道", code="410105003"), "别处社区", code="410105003001")
    assert [fate for fate, _why in fates(street, told(name="别处"), told(code="410105003001"))] == [Fate.LEFT] * 2


def test_the_database_refuses_what_is_no_shape(street: Place) -> None:
    for geometry in (point(), {}, []):
        with pytest.raises(IntegrityError, match="placeshape_geometry"), transaction.atomic():
            PlaceShape.objects.create(place=street, geometry=geometry, as_of=DAY)


def test_a_map_shows_bounds_or_a_point_or_the_middle_of_what_is_inside(street: Place) -> None:
    first, second = Place.objects.of_kind(Kind.COMMUNITY).order_by("position")
    yards = list(Place.objects.of_kind(Kind.COURTYARD).order_by("path"))
    for yard, east in zip(yards, (113.67, 113.69), strict=True):
        correct_place(yard, address="", latitude=34.77, longitude=east, by=BY)
    third = making.courtyard(first, "西院", latitude=34.79, longitude=113.67)
    take_in_map(street, [told(name=second.name)], as_of=DAY, by=BY)
    shown = {f.id: (f.geometry, f.properties.get("derived", False)) for f in features(street.path, *PUBLIC)}
    assert shown[second.pk] == (square(), False)
    assert shown[third.pk] == (point(113.67, 34.79), False)
    assert shown[first.pk] == (point(113.67, 34.78), True)
    assert shown[street.pk] == (point(113.676667, 34.776667), True)
    assert {f.properties["kind"] for f in features(street.path, *PUBLIC)} == set(PUBLIC)


def test_a_map_tells_of_places_and_of_nothing_else(street: Place) -> None:
    community = Place.objects.get(name="通信花园社区")
    making.seat(making.person("卢雅华"), Role.COMMUNITY_SECRETARY, making.committee(community), over=community)
    take_in_map(street, [told(name="通信花园")], as_of=DAY, by=BY)
    (feature,) = features(community.path, *PUBLIC)
    assert feature.written == {
        "type": "Feature",
        "id": community.pk,
        "geometry": square(),
        "properties": {
            "kind": "community",
            "name": "通信花园社区",
            "code": "410105002001",
            "parent": street.pk,
            "short": "通信花园",
        },
    }
    end_place(making.courtyard(community, "旧院", latitude=34.0, longitude=113.0), on=DAY, by=BY)
    assert [f.properties["name"] for f in features(community.path, *PUBLIC)] == ["通信花园社区"]


def test_a_map_is_read_in_as_many_queries_whatever_its_size(street: Place, django_assert_num_queries: Any) -> None:
    for number in range(9):
        making.courtyard(street.children.first(), f"{number}院", latitude=34.0 + number / 99, longitude=113.0)
    with django_assert_num_queries(3):
        text = collection(features(street.path, *PUBLIC))
    assert len(json.loads(text)["features"]) == 11
