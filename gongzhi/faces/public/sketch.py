"""A small drawing of where the courtyards of a community lie, from their coordinates. No tiles, no outside map."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from gongzhi.kernel.organizations.queries import CourtyardCard

WIDTH, HEIGHT = 360, 240
MARGIN = 36
APART = 40  # two spots never come closer than this, or their numbers could not be read
METRES_PER_DEGREE = 111_320
RULERS = (50, 100, 200, 500, 1000, 2000, 5000)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A courtyard in the drawing; ``number`` is its line in the list beside it."""

    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """The drawing, north up, in a box of 360 × 240, and a ruler of ``metres`` that is ``ruler`` units long."""

    spots: list[Spot]
    metres: int
    ruler: float


def sketch(courtyards: Sequence[CourtyardCard]) -> Sketch | None:
    """Draw those with coordinates, numbered from 1 as listed; None if fewer than two have them."""
    placed = {
        number: (yard.longitude, yard.latitude)
        for number, yard in enumerate(courtyards, start=1)
        if yard.longitude is not None and yard.latitude is not None
    }
    if len(placed) < 2:
        return None
    plane = _metres(list(placed.values()))
    scale = _scale(plane)
    points = _spread([(WIDTH / 2 + x * scale, HEIGHT / 2 - y * scale) for x, y in plane])
    spots = [Spot(round(x, 1), round(y, 1), number) for number, (x, y) in zip(placed, points, strict=True)]
    metres = max((m for m in RULERS if m * scale <= WIDTH / 3), default=RULERS[0])
    return Sketch(spots, metres, round(metres * scale, 1))


def _metres(degrees: list[Point]) -> list[Point]:
    """Longitudes and latitudes as metres east and north of the middle of their box."""
    west, south = (min(axis) for axis in zip(*degrees, strict=True))
    east, north = (max(axis) for axis in zip(*degrees, strict=True))
    middle = ((west + east) / 2, (south + north) / 2)
    shrink = math.cos(math.radians(middle[1]))
    return [
        ((lon - middle[0]) * METRES_PER_DEGREE * shrink, (lat - middle[1]) * METRES_PER_DEGREE) for lon, lat in degrees
    ]


def _scale(plane: list[Point]) -> float:
    """Units per metre, so that all points fit inside the margins."""
    across, up = (max(max(map(abs, axis)), 1) * 2 for axis in zip(*plane, strict=True))
    return min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / up)


def _spread(points: list[Point]) -> list[Point]:
    """Push spots that cover each other apart, a little at a time; they stay inside the box."""
    moved = [list(point) for point in points]
    for _round in range(40):
        for one, other in combinations(moved, 2):
            east, south = other[0] - one[0], other[1] - one[1]
            distance = math.hypot(east, south)
            if distance >= APART:
                continue
            way = (east / distance, south / distance) if distance else (1.0, 0.0)
            for axis, end in ((0, WIDTH), (1, HEIGHT)):
                shift = way[axis] * (APART - distance) / 2
                one[axis] = min(max(one[axis] - shift, MARGIN / 2), end - MARGIN / 2)
                other[axis] = min(max(other[axis] + shift, MARGIN / 2), end - MARGIN / 2)
    return [(x, y) for x, y in moved]
