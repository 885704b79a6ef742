"""Shapes and points of the earth as GeoJSON (RFC 7946): what is handed in is checked, what is handed out is plain.

Positions are longitude before latitude in degrees of WGS 84, rounded to six decimals, a tenth of a metre.
The outer ring of a polygon runs against the clock and its holes with it, so that the inside lies on
the left (section 3.1.6). Nothing here knows whose shapes they are.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.lib.values import BadValue

MEDIA_TYPE = "application/geo+json"
DECIMALS = 6
#: Positions of one shape: more than these draw nothing that could be seen.
MOST = 2000
#: Square degrees; the size of a doormat.
LEAST_AREA = 1e-10
#: Features of one file.
MOST_FEATURES = 5000
SHAPES = ("Polygon", "MultiPolygon")

Position = tuple[float, float]
Ring = list[Position]
Geometry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something with a place on earth; ``number`` is where it stands in its file, from 1."""

    geometry: Geometry | None
    properties: dict[str, Any] = field(default_factory=dict)
    id: int | None = None
    number: int = 0

    @property
    def written(self) -> dict[str, Any]:
        """As the standard writes it."""
        told = {"type": "Feature", "id": self.id, "geometry": self.geometry, "properties": self.properties}
        return {name: value for name, value in told.items() if name != "id" or value is not None}


def collection(features: Iterable[Feature]) -> str:
    """The text of a file."""
    told = {"type": "FeatureCollection", "features": [feature.written for feature in features]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def opened(content: bytes) -> list[Feature]:
    """The features of a file, their geometries as written. Raises BadValue if it is no GeoJSON."""
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadValue("GEOJSON_TEXT", _("这不是GeoJSON文件，请在制图软件里另存为GeoJSON。")) from error
    found = told.get("features") if isinstance(told, dict) and told.get("type") == "FeatureCollection" else [told]
    if not isinstance(found, list) or not all(map(_is_feature, found)):
        raise BadValue("GEOJSON_FORM", _("这个文件里没有图形（Feature），请在制图软件里另存为GeoJSON。"))
    if len(found) > MOST_FEATURES:
        raise BadValue("GEOJSON_MANY", _("图形太多了，一个文件最多%(most)s个。") % {"most": MOST_FEATURES})
    return [
        Feature(each.get("geometry"), each.get("properties") or {}, _whole(each.get("id")), number)
        for number, each in enumerate(found, start=1)
    ]


def _is_feature(told: Any) -> bool:
    return (
        isinstance(told, dict)
        and told.get("type") == "Feature"
        and isinstance(told.get("geometry"), dict | None)
        and isinstance(told.get("properties"), dict | None)
    )


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def point(longitude: float, latitude: float) -> Geometry:
    """A point, rounded."""
    return {"type": "Point", "coordinates": list(_rounded(longitude, latitude))}


def position(geometry: Geometry) -> Position:
    """Where a point lies. Raises BadValue if it lies nowhere."""
    return _position(geometry.get("coordinates"))


def shape(geometry: Geometry) -> Geometry:
    """A polygon or several as they are kept: closed, wound, rounded, flat. Raises BadValue with what to mend."""
    kind, told = geometry.get("type"), geometry.get("coordinates")
    if kind not in SHAPES:
        raise BadValue("SHAPE_KIND", _("只收面（Polygon或MultiPolygon），这是“%(kind)s”。") % {"kind": str(kind)[:20]})
    polygons = [told] if kind == "Polygon" else told
    if not isinstance(polygons, list) or not polygons:
        raise BadValue("SHAPE_EMPTY", _("这个图形是空的。"))
    kept = [_polygon(rings) for rings in polygons]
    if sum(len(ring) for polygon in kept for ring in polygon) > MOST:
        raise _too_fine()
    written: list[Any] = [[[list(spot) for spot in ring] for ring in polygon] for polygon in kept]
    return {"type": kind, "coordinates": written[0] if kind == "Polygon" else written}


def rings(geometry: Geometry) -> Iterator[Ring]:
    """The outer rings of a shape."""
    told = geometry["coordinates"]
    for polygon in [told] if geometry["type"] == "Polygon" else told:
        yield [(spot[0], spot[1]) for spot in polygon[0]]


def middle(geometry: Geometry) -> Position:
    """The centre of gravity of the largest part of a shape, where a label goes."""
    ring = max(rings(geometry), key=lambda each: abs(_area(each)))
    area, east, north = _area(ring), 0.0, 0.0
    (west, south), *_others = ring
    for (x, y), (next_x, next_y) in _sides(ring):
        cross = (x - west) * (next_y - south) - (next_x - west) * (y - south)
        east += (x + next_x - 2 * west) * cross
        north += (y + next_y - 2 * south) * cross
    return _rounded(west + east / (6 * area), south + north / (6 * area))


def _too_fine() -> BadValue:
    return BadValue("SHAPE_FINE", _("边界太细了，一个图形最多%(most)s个点，请先简化。") % {"most": MOST})


def _polygon(told: Any) -> list[Ring]:
    if not isinstance(told, list) or not told:
        raise BadValue("SHAPE_EMPTY", _("这个图形是空的。"))
    outer, *holes = [_ring(ring) for ring in told]
    return [_wound(outer, left=True), *(_wound(hole, left=False) for hole in holes)]


def _ring(told: Any) -> Ring:
    """A ring as it stands, without the repetitions that rounding leaves. An open one is not guessed to be closed."""
    if isinstance(told, list) and len(told) > MOST:
        raise _too_fine()
    spots = [_position(spot) for spot in told] if isinstance(told, list) else []
    if len(spots) < 4 or spots[0] != spots[-1]:
        raise BadValue("SHAPE_OPEN", _("边界没有闭合：最后一个点要和第一个点一样，至少四个点。"))
    ring = [spot for spot, before in zip(spots, [None, *spots[:-1]], strict=True) if spot != before]
    if len(ring) < 4:
        raise _flat()
    if (crossing := _crossing(ring)) is not None:
        raise BadValue("SHAPE_CROSSED", _("边界自己交叉了，在%(where)s附近。") % {"where": "{}, {}".format(*crossing)})
    if abs(_area(ring)) < LEAST_AREA:
        raise _flat()
    return ring


def _flat() -> BadValue:
    return BadValue("SHAPE_FLAT", _("边界围不出面积，请检查。"))


def _position(told: Any) -> Position:
    if not (isinstance(told, list | tuple) and len(told) >= 2 and all(map(_number, told[:2]))):
        raise BadValue("POSITION_FORM", _("坐标要写经度和纬度两个数。"))
    longitude, latitude = told[0], told[1]
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise BadValue("POSITION_RANGE", _("坐标不在地球上：经度在前、纬度在后，请看是不是写反了。"))
    return _rounded(longitude, latitude)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _rounded(longitude: float, latitude: float) -> Position:
    return round(longitude, DECIMALS), round(latitude, DECIMALS)


def _wound(ring: Ring, *, left: bool) -> Ring:
    return ring if (_area(ring) > 0) is left else ring[::-1]


def _sides(ring: Sequence[Position]) -> Iterator[tuple[Position, Position]]:
    return pairwise(ring)


def _area(ring: Sequence[Position]) -> float:
    """In square degrees, positive if the ring runs against the clock; measured from its first corner, to be exact."""
    west, south = ring[0]
    return sum((x - west) * (b - south) - (a - west) * (y - south) for (x, y), (a, b) in _sides(ring)) / 2


#: A side in millionths of a degree: whole numbers, so that on a line is on a line.
Side = tuple[tuple[int, int], tuple[int, int]]


def _crossing(ring: Ring) -> Position | None:
    """A corner beside which the ring crosses itself; each side is held only against those above the same stretch."""
    whole = [(round(x * 10**DECIMALS), round(y * 10**DECIMALS)) for x, y in ring]
    sides = sorted(enumerate(pairwise(whole)), key=lambda side: min(side[1][0][0], side[1][1][0]))
    last, above = len(ring) - 2, list[tuple[int, Side]]()
    for number, side in sides:
        west = min(side[0][0], side[1][0])
        above = [other for other in above if max(other[1][0][0], other[1][1][0]) >= west]
        for before, other in above:
            if abs(number - before) not in (1, last) and _cross(side, other):
                return ring[number]
        above.append((number, side))
    return None


def _cross(one: Side, other: Side) -> bool:
    """Whether two sides meet; touching counts."""
    (a, b), (c, d) = one, other
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    turns = (_turn(one, c), _turn(one, d), _turn(other, a), _turn(other, b))
    if 0 in turns:
        lines = (one, one, other, other)
        return any(
            not turn and _within(spot, line) for turn, spot, line in zip(turns, (c, d, a, b), lines, strict=True)
        )
    return (turns[0] > 0) is not (turns[1] > 0) and (turns[2] > 0) is not (turns[3] > 0)


def _turn(side: Side, spot: tuple[int, int]) -> int:
    """Above nothing if ``spot`` lies left of the side, below if right, nothing on its line."""
    (ax, ay), (bx, by) = side
    return (bx - ax) * (spot[1] - ay) - (by - ay) * (spot[0] - ax)


def _within(spot: tuple[int, int], side: Side) -> bool:
    return all(min(s, e) <= p <= max(s, e) for p, s, e in zip(spot, *side, strict=True))
