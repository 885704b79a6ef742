"""A house of three streets full of made-up people, tied to their communities as people are: by where they live,
by a report-in, by a file.

It is kept below ``GONGZHI_HOME/bench`` and used again; remove the folder to load it anew.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench import houses
from bench.watches import Watch
from gongzhi.demo import numbers
from gongzhi.demo.names import person_name

if TYPE_CHECKING:
    from gongzhi.kernel.places.models import Place
    from gongzhi.lib.actions import Actor

HOUSE = "crowd"
#: By the code of the street: its people and its communities.
STREETS = {"410105990": (1_000_000, 100), "410105991": (100_000, 10), "410105992": (112_000, 10)}
BATCH = 10_000
IDENTIFIED = 20  # one in so many has an identity number, which is nobody's: born on no day
COURTYARDS, FAMILY = 20, 3  # of a community, and behind a door
AT_HOME, REPORTED_IN = 80, 10  # of a hundred; the others have a file
DAY = dt.date(2026, 11, 20)
OWNER = {"GONGZHI_DATABASE_ROLE": "owner"}  # may gather the statistics that autovacuum would gather later


@contextmanager
def opened() -> Iterator[tuple[Path, dict[str, float]]]:
    """The house with everybody in it, and what it cost to load them."""
    with houses.opened(HOUSE, keep=True) as house:
        kept = house / "loaded.json"
        if not kept.exists():
            houses.say(f"{HOUSE}: loading {sum(people for people, _ in STREETS.values()):,} people, once")
            kept.write_text(json.dumps(houses.call(house, __name__, "load", more=OWNER, streets=STREETS)))
        yield house, json.loads(kept.read_text())


def load(streets: dict[str, Sequence[int]]) -> dict[str, float]:
    """Make the streets, and their people through our own actions, ``BATCH`` at a time."""
    from django.db import connection

    with Watch() as watch:
        for code, (people, communities) in streets.items():
            ground = _ground(code, communities)
            everybody = islice(newcomers(code), people)
            while batch := list(islice(everybody, BATCH)):
                _settle(batch, ground)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return {**watch.figures(), "per_second": round(sum(people for people, _ in streets.values()) / watch.seconds)}


@dataclass
class _Ground:
    """A street with its communities and their courtyards, all by their ids."""

    street: int
    communities: list[int]
    courtyards: list[int]
    random: Random
    doors: int = 0


def _ground(code: str, communities: int) -> _Ground:
    from gongzhi.kernel.places.actions import PlaceFacts, take_over_places
    from gongzhi.kernel.places.models import Kind
    from gongzhi.lib.actions import Actor

    def made(facts: list[PlaceFacts]) -> "list[Place]":
        return take_over_places(facts, as_of=DAY, by=Actor.system(HOUSE))

    (street,) = made([PlaceFacts(Kind.SUBDISTRICT, f"测速{code[-1]}街道", code=code)])
    inside = made([PlaceFacts(Kind.COMMUNITY, f"第{n}社区", street) for n in range(communities)])
    yards = made([PlaceFacts(Kind.COURTYARD, f"{n}号院", one) for one in inside for n in range(COURTYARDS)])
    return _Ground(street.pk, [one.pk for one in inside], [yard.pk for yard in yards], Random(code))


def _settle(batch: list[Any], ground: _Ground) -> None:
    """Take people over, and tie each of them to a community, whichever comes."""
    from gongzhi.kernel.people.actions import take_over_people
    from gongzhi.lib.actions import Actor

    ids = take_over_people(batch, street_id=ground.street, by=Actor.system(HOUSE))
    ground.random.shuffle(ids)
    at_home, reported_in = len(ids) * AT_HOME // 100, len(ids) * (AT_HOME + REPORTED_IN) // 100
    _house(ids[:at_home], ground)
    _report_in(ids[at_home:reported_in], batch[0], ground)
    _file(ids[reported_in:], ground)


def _house(people: list[int], ground: _Ground) -> None:
    """Families behind doors; our own actions house one person at a time."""
    from gongzhi.kernel.people.models import Household, HouseholdMember
    from gongzhi.lib import bulk

    doors = range(ground.doors, ground.doors + -(-len(people) // FAMILY))
    ground.doors = doors.stop
    homes = [Household(place_id=ground.random.choice(ground.courtyards), door=str(door)) for door in doors]
    bulk.insert(homes)
    bulk.insert([HouseholdMember(person_id=pk, household=homes[n // FAMILY]) for n, pk in enumerate(people)])


def _report_in(people: list[int], some: Any, ground: _Ground) -> None:
    from gongzhi.kernel.people.models import Person
    from gongzhi.lib.actions import Actor
    from gongzhi.programmes.alliance.actions import ReportInFacts, take_over_report_ins

    known = Person.objects.in_bulk(people)
    facts = [ReportInFacts(some, ground.random.choice(ground.communities), None, DAY, known=known[pk]) for pk in people]
    take_over_report_ins(facts, street_id=ground.street, by=Actor.system(HOUSE))


def _file(people: list[int], ground: _Ground) -> None:
    """Files in the communities by turns; our own actions hand over one at a time."""
    from gongzhi.kernel.people.models import Person

    turns = len(ground.communities)
    for turn, community in enumerate(ground.communities):
        Person.objects.filter(pk__in=people[turn::turns]).update(community=community)


def newcomers(code: str) -> Iterator[Any]:
    """People without end; a telephone comes again after a hundred thousand others."""
    from gongzhi.kernel.people.actions import NewPerson

    random, place = Random(code), 0
    while True:
        name = person_name(random, random.choice("男女"), random.randrange(1935, 2008))
        identity = "" if place % IDENTIFIED else f"410105{place:012}"
        yield NewPerson(name, numbers.mobile(place), identity=identity)
        place += 1


def desks(code: str) -> "dict[str, Actor]":
    """Somebody at the desk of a street, and somebody at that of one of its communities."""
    from gongzhi.kernel.organizations.states import Role
    from gongzhi.kernel.places.queries import communities_in, path_of, place_with_code

    street = place_with_code(code)
    assert street
    *_others, community = communities_in([street.path])
    return {
        "street": _sitting(Role.STREET_CIVIL_OFFICER, street.path),
        "community": _sitting(Role.COMMUNITY_WORKER, path_of(community)),
    }


def _sitting(role: str, path: str) -> "Actor":
    from gongzhi.kernel.organizations.roles import rights_of
    from gongzhi.lib.actions import Actor, Seat

    return Actor(person_id=0, seats=(Seat(role, 0, path, rights=rights_of(role)),))
