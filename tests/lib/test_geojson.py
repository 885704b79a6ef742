"""Shapes come in as other programs write them and stand as RFC 7946 has them, or are refused with what to mend."""

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib import geojson
from gongzhi.lib.geojson import Feature, collection, middle, opened, shape
from gongzhi.lib.values import BadValue

WEST, SOUTH = 113.67, 34.77
SQUARE = [[113.67, 34.77], [113.68, 34.77], [113.68, 34.78], [113.67, 34.78], [113.67, 34.77]]
TOO_MANY = b'{"type": "FeatureCollection", "features": [' + b'{"type": "Feature"},' * 5000 + b'{"type": "Feature"}]}'
HOLE = [[113.672, 34.772], [113.672, 34.774], [113.674, 34.774], [113.672, 34.772]]


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def signed_area(ring: list[list[float]]) -> float:
    """As a school book has it, and not as the code does."""
    return sum(x * b - a * y for (x, y), (a, b) in pairwise(ring)) / 2


@pytest.mark.parametrize("outer", [SQUARE, SQUARE[::-1]])
@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_the_inside_lies_on_the_left(outer: list[list[float]], hole: list[list[float]]) -> None:
    kept = shape(polygon(outer, hole))["coordinates"]
    assert signed_area(kept[0]) > 0
    assert signed_area(kept[1]) < 0


def test_what_stands_right_stays_as_it_is() -> None:
    assert shape(polygon(SQUARE, HOLE)) == polygon(SQUARE, HOLE)
    several = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE]]}
    assert shape(several) == several


def test_positions_are_flat_and_have_six_decimals() -> None:
    fine = [[x + 0.00000049, y - 0.00000049, 88.5] for x, y in SQUARE]
    assert shape(polygon(fine)) == polygon(SQUARE)


def test_a_point_said_twice_is_said_once() -> None:
    assert shape(polygon([SQUARE[0], *SQUARE])) == polygon(SQUARE)


@given(st.integers(3, 60), st.floats(0.0005, 0.02), st.randoms(use_true_random=False))
def test_any_star_is_kept_closed_wound_and_rounded(corners: int, size: float, random: object) -> None:
    angles = sorted(2 * math.pi * (turn + random.random() * 0.8) / corners for turn in range(corners))
    spots = [[WEST + size * math.cos(a), SOUTH + size * math.sin(a)] for a in angles]
    (ring,) = shape(polygon([*spots, spots[0]][:: random.choice([1, -1])]))["coordinates"]
    assert ring[0] == ring[-1]
    assert signed_area(ring) > 0
    assert all(round(value, 6) == value for spot in ring for value in spot)
    assert shape(polygon(ring)) == polygon(ring)


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "LineString", "coordinates": SQUARE}, "SHAPE_KIND"),
        ({"type": "MultiPolygon", "coordinates": []}, "SHAPE_EMPTY"),
        (polygon(), "SHAPE_EMPTY"),
        (polygon(SQUARE[:-1]), "SHAPE_OPEN"),
        (polygon([*SQUARE[:-1], [WEST, SOUTH + 0.001]]), "SHAPE_OPEN"),
        (polygon("SQUARE"), "SHAPE_OPEN"),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[0]]), "SHAPE_FLAT"),
        (polygon([[113.67, 34.77], [113.68, 34.78], [113.69, 34.79], [113.67, 34.77]]), "SHAPE_FLAT"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "SHAPE_CROSSED"),
        (polygon([SQUARE[0], SQUARE[1], [WEST + 0.005, SOUTH], SQUARE[2], SQUARE[0]]), "SHAPE_CROSSED"),
        (polygon([[y, x] for x, y in SQUARE]), "POSITION_RANGE"),
        (polygon([[WEST, "34"], *SQUARE[1:]]), "POSITION_FORM"),
        (polygon([[WEST, math.nan], *SQUARE[1:]]), "POSITION_FORM"),
        (polygon([SQUARE[0]] * 2001), "SHAPE_FINE"),
    ],
)
def test_what_is_no_shape_is_refused_with_what_to_mend(geometry: dict[str, object], code: str) -> None:
    with pytest.raises(BadValue) as refused:
        shape(geometry)
    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


def test_a_comb_with_many_teeth_does_not_cross_itself() -> None:
    teeth = [[WEST + n / 1e5, SOUTH + (0.01 if n % 2 else 0.001)] for n in range(900)]
    assert shape(polygon([[WEST - 0.001, SOUTH], [WEST + 0.01, SOUTH], *teeth[::-1], [WEST - 0.001, SOUTH]]))


def test_a_label_goes_to_the_middle_of_the_largest_part() -> None:
    small = [[x + 0.1, y] for x, y in HOLE]
    assert middle(shape({"type": "MultiPolygon", "coordinates": [[small], [SQUARE]]})) == (113.675, 34.775)


def test_a_file_goes_out_and_comes_back() -> None:
    features = [
        Feature(polygon(SQUARE), {"name": "通信花园社区"}, 7),
        Feature(geojson.point(WEST, SOUTH), {"name": "东院"}),
        Feature(None, {"name": "没有位置"}),
    ]
    text = collection(features)
    assert json.loads(text)["type"] == "FeatureCollection"
    back = opened(text.encode())
    assert [(f.geometry, f.properties, f.id) for f in back] == [(f.geometry, f.properties, f.id) for f in features]
    assert [feature.number for feature in back] == [1, 2, 3]
    assert "id" not in json.loads(text)["features"][1]


def test_one_feature_alone_and_a_mark_of_the_byte_order_are_read() -> None:
    alone = json.dumps({"type": "Feature", "geometry": None, "properties": None})
    assert opened(b"\xef\xbb\xbf" + alone.encode()) == [Feature(None, {}, None, 1)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "GEOJSON_TEXT"),
        ("经度,纬度".encode("gb18030"), "GEOJSON_TEXT"),
        (b"[" * 100_000, "GEOJSON_TEXT"),
        (b"[]", "GEOJSON_FORM"),
        (b'{"type": "Topology"}', "GEOJSON_FORM"),
        (b'{"type": "FeatureCollection", "features": 7}', "GEOJSON_FORM"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": 7}]}', "GEOJSON_FORM"),
        (TOO_MANY, "GEOJSON_MANY"),
    ],
)
def test_what_is_no_geojson_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        opened(content)
    assert refused.value.code == code


@pytest.mark.parametrize("told", [[WEST], None, [WEST, True], [WEST, 91]])
def test_a_point_that_lies_nowhere_is_refused(told: object) -> None:
    with pytest.raises(BadValue, match="POSITION"):
        geojson.position({"type": "Point", "coordinates": told})
    assert geojson.position({"type": "Point", "coordinates": [WEST, SOUTH, 9]}) == (WEST, SOUTH)
