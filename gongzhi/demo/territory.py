"""Communities, grids and courtyards, and the people who answer for them."""

import datetime as dt
from random import Random

from gongzhi.demo import numbers, words
from gongzhi.demo.facts import Community, Courtyard, Grid, Person, Street
from gongzhi.demo.names import person_name
from gongzhi.demo.townscape import area_of, degrees, door, parted, spots

#: Grids and courtyards of the ten communities of a quarter: 27 and 62.
GRIDS = (2, 3, 3, 3, 3, 2, 4, 2, 3, 2)
COURTYARDS = (5, 7, 7, 7, 7, 5, 8, 5, 7, 4)
NUMERALS = "一二三四五六七八九"
#: The fourth grid of a community is one of its own for a market, with 9 as its kind.
BASIC, DEDICATED = "0", "9"


def settle(street: Street, quarters: int) -> None:
    """Fill the street with ``quarters`` of ten communities each."""
    taken: set[str] = set()
    for place in range(quarters * 10):
        random = Random(f"{street.code} community {place}")
        street.communities.append(_community(street, place, random, taken))


def somebody(
    street: Street, random: Random, ages: tuple[int, int], women: float = 0.5, *, phone: bool = True
) -> Person:
    """A made-up person of an age in years; with ``phone`` the next number of the street is theirs."""
    sex = "女" if random.random() < women else "男"
    months = random.randrange(ages[0] * 12, ages[1] * 12)
    year, month = divmod(street.today.year * 12 + street.today.month - 1 - months, 12)
    mobile = numbers.mobile(street.people) if phone else ""
    street.people += phone
    return Person(person_name(random, sex, year), sex, dt.date(year, month + 1, 1), mobile)


def address(place: int, random: Random) -> str:
    """Somewhere in the community at ``place``."""
    area = area_of(place)
    spot = random.uniform(area.west, area.east), random.uniform(area.south, area.north)
    road, number = door(place, words.roads_of(place // 10), spot)
    return f"{road}{number}号"


def _community(street: Street, place: int, random: Random, taken: set[str]) -> Community:
    quarter, within = divmod(place, 10)
    name, code = words.communities_of(quarter)[within], f"{street.code}{place + 1:03}"
    area = area_of(place)
    secretary = somebody(street, random, (36, 56), 0.6, phone=False)
    estates = random.sample(words.ESTATES, 2)
    pieces = parted(area, GRIDS[within])
    grids = []
    for sequence, (piece, count) in enumerate(zip(pieces, _shares(COURTYARDS[within], len(pieces)), strict=True)):
        yards = [_courtyard(street, place, spot, random, taken, estates) for spot in spots(piece, count, random)]
        grids.append(_grid(street, name, code, sequence, tuple(yards), random))
    return Community(place, name, code, address(place, random), numbers.landline(place + 1), secretary, tuple(grids))


def _shares(total: int, parts: int) -> list[int]:
    each, rest = divmod(total, parts)
    return [each + (part < rest) for part in range(parts)]


def _grid(
    street: Street, community: str, code: str, sequence: int, yards: tuple[Courtyard, ...], random: Random
) -> Grid:
    dedicated = sequence == 3
    name = "夜市街专属网格" if dedicated else f"第{NUMERALS[sequence]}网格"
    return Grid(
        code=code + (f"{DEDICATED}01" if dedicated else f"{BASIC}{sequence + 1:02}"),
        name=name,
        worker=somebody(street, random, (24, 48), 0.65),
        branch=f"{community}{name}党支部",
        households=sum(yard.households for yard in yards) + random.randrange(18, 75),  # the rest lives over the shops
        courtyards=yards,
    )


def _courtyard(
    street: Street, place: int, spot: tuple[float, float], random: Random, taken: set[str], estates: list[str]
) -> Courtyard:
    quarter, within = divmod(place, 10)
    modern = bool(estates) and random.random() < 0.3
    if modern:
        name = words.communities_of(quarter)[within] + estates.pop()
    else:
        name = _by_road(place, quarter, spot, taken)
    taken.add(name)
    buildings = random.randrange(4, 8) if modern else random.randrange(1, 5)
    entrances = buildings * random.randrange(2, 4 if modern else 5)
    longitude, latitude = degrees(spot)
    return Courtyard(
        name=name,
        longitude=longitude,
        latitude=latitude,
        buildings=buildings,
        households=entrances * (14 if modern else 12) - random.randrange(3),
        chief=somebody(street, random, (55, 77), 0.55) if random.random() > 0.07 else None,
        entrance_chiefs=tuple(_entrance_chief(street, random) for _n in range(entrances)),
    )


def _by_road(place: int, quarter: int, spot: tuple[float, float], taken: set[str]) -> str:
    road, number = door(place, words.roads_of(quarter), spot)
    while f"{road}{number}号院" in taken:
        number += 2
    return f"{road}{number}号院"


def _entrance_chief(street: Street, random: Random) -> str:
    return somebody(street, random, (48, 76), 0.65, phone=False).name if random.random() > 0.1 else ""
