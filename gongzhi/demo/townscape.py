"""How the street lies: communities as neighbouring areas between roads, ten to a quarter, quarters side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from gongzhi.demo.facts import Area

#: A quarter in metres: the height of each row from north to south, and the width of the communities in it.
ROWS = ((500, (860, 720, 820)), (620, (570, 650, 600, 580)), (580, (740, 880, 780)))
WIDTH, HEIGHT = 2400, 1700
QUARTERS_ABREAST = 4

#: The south-west corner of the map and by how much it is turned against the points of the compass.
LATITUDE, LONGITUDE, TURN = 34.7702, 113.6684, math.radians(3)
METRES_PER_DEGREE = 111_320
MARGIN = 45  # metres between a courtyard's middle and the edge of its grid
FRONTAGE = 9  # metres of a road for one house number


@dataclass(frozen=True, slots=True)
class Roads:
    """The names of a quarter's roads: four from west to east, the northernmost first, and nine that cross them."""

    along: Sequence[str]
    across: Sequence[str]


def area_of(place: int) -> Area:
    """The area of the community at ``place``."""
    quarter, within = divmod(place, 10)
    row, column = _row_and_column(within)
    heights, widths = [height for height, _widths in ROWS], ROWS[row][1]
    west = quarter % QUARTERS_ABREAST * WIDTH + sum(widths[:column])
    north = HEIGHT - sum(heights[:row]) - quarter // QUARTERS_ABREAST * HEIGHT
    return Area(west, north - heights[row], west + widths[column], north)


def _row_and_column(within: int) -> tuple[int, int]:
    for row, (_height, widths) in enumerate(ROWS):
        if within < len(widths):
            return row, within
        within -= len(widths)
    raise ValueError("a quarter has ten communities")


def parted(area: Area, parts: int) -> list[Area]:
    """Grids of an area, numbered from west to east and from north to south (domain.md 2.0.2)."""
    if parts == 4:
        middle = (area.south + area.north) / 2
        north, south = area._replace(south=middle), area._replace(north=middle)
        return parted(north, 2) + parted(south, 2)
    step = (area.east - area.west) / parts
    return [area._replace(west=area.west + i * step, east=area.west + (i + 1) * step) for i in range(parts)]


def spots(area: Area, count: int, random: Random) -> list[tuple[float, float]]:
    """Where ``count`` courtyards lie in a grid: one below the other, alternately nearer to the west and the east."""
    wide, high = area.east - area.west - 2 * MARGIN, (area.north - area.south - 2 * MARGIN) / count
    return [
        (
            area.west + MARGIN + wide * (0.1 + 0.8 * (n % 2) if count > 1 else 0.5) + random.uniform(-0.1, 0.1) * wide,
            area.north - MARGIN - high * (n + random.uniform(0.3, 0.7)),
        )
        for n in range(count)
    ]


def degrees(spot: tuple[float, float]) -> tuple[float, float]:
    """Longitude and latitude, to a tenth of a metre."""
    east = spot[0] * math.cos(TURN) - spot[1] * math.sin(TURN)
    north = spot[0] * math.sin(TURN) + spot[1] * math.cos(TURN)
    shrink = math.cos(math.radians(LATITUDE))
    return (
        round(LONGITUDE + east / METRES_PER_DEGREE / shrink, 6),
        round(LATITUDE + north / METRES_PER_DEGREE, 6),
    )


def door(place: int, roads: Roads, spot: tuple[float, float]) -> tuple[str, int]:
    """The nearest road of the community at ``place`` and the number there: odd on one side, even on the other."""
    area, (east, north) = area_of(place), spot
    row, column = _row_and_column(place % 10)
    nearest = min(
        (area.north - north, roads.along[row], east % WIDTH, 1),
        (north - area.south, roads.along[row + 1], east % WIDTH, 0),
        (east - area.west, _crossing(roads, row, column), north % HEIGHT, 0),
        (area.east - east, _crossing(roads, row, column + 1), north % HEIGHT, 1),
    )
    _distance, road, metres, side = nearest
    return road, int(metres / FRONTAGE) // 2 * 2 + 2 - side


def _crossing(roads: Roads, row: int, column: int) -> str:
    """The road on the west side of a column: the rows share the outer two, the inner ones are each row's own."""
    if column == 0:
        return roads.across[0]
    if column == len(ROWS[row][1]):
        return roads.across[-1]
    inner = sum(len(widths) - 1 for _height, widths in ROWS[:row])
    return roads.across[inner + column]
