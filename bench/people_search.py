"""Finding people as a clerk types, in a street of a million made-up persons beside one of a hundred thousand.

The house with these people is kept below ``GONGZHI_HOME/bench`` and used again; remove the folder
to load them anew.
"""

import datetime as dt
import json
import time
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

from bench import houses
from bench.watches import Watch, percentiles, versions
from gongzhi.demo import numbers
from gongzhi.demo.names import person_name

if TYPE_CHECKING:
    from gongzhi.kernel.people.models import Person

NAME = "people_search"

PEOPLE = {"410105990": 1_000_000, "410105991": 100_000}  # by the code of the street
BATCH = 10_000
QUERIES = 2_000
WARM_UP = 50
IDENTIFIED = 20  # one in so many has an identity number, which is nobody's: born on no day
GATE_MS = 50  # p95, of all queries and of each kind
DAY = dt.date(2026, 11, 20)
OWNER = {"GONGZHI_DATABASE_ROLE": "owner"}  # may gather the statistics that autovacuum would gather later


def run() -> dict[str, Any]:
    """How long it takes to load everybody, and to answer; by kind of what was typed."""
    with houses.opened(NAME, keep=True) as house:
        kept = house / "loaded.json"
        if not kept.exists():
            houses.say(f"{NAME}: loading {sum(PEOPLE.values()):,} people, once")
            kept.write_text(json.dumps(houses.call(house, __name__, "load", more=OWNER, people=PEOPLE)))
        asked = houses.call(house, __name__, "ask", code=next(iter(PEOPLE)), queries=QUERIES)
        return {"bench": NAME, "people": PEOPLE, "loading": json.loads(kept.read_text()), **figures(asked)}


def load(people: dict[str, int]) -> dict[str, float]:
    """Make the streets, and their people through our own action, ``BATCH`` at a time."""
    from django.db import connection

    from gongzhi.kernel.people.actions import take_over_people
    from gongzhi.kernel.places.actions import PlaceFacts, take_over_places
    from gongzhi.kernel.places.models import Kind
    from gongzhi.lib.actions import Actor

    by = Actor.system(NAME)
    with Watch() as watch:
        for code, number in people.items():
            facts = PlaceFacts(Kind.SUBDISTRICT, f"测速{code[-1]}街道", code=code)
            (street,) = take_over_places([facts], as_of=DAY, by=by)
            everybody = islice(newcomers(code), number)
            while batch := list(islice(everybody, BATCH)):
                take_over_people(batch, street_id=street.pk, by=by)
        with connection.cursor() as cursor:
            for table in ("people_person", "people_contactpoint"):
                cursor.execute(f"ANALYZE {table}")
    return {**watch.figures(), "per_second": round(sum(people.values()) / watch.seconds)}


def newcomers(code: str) -> Iterator[Any]:
    """People without end; a telephone comes again after a hundred thousand others."""
    from gongzhi.kernel.people.actions import NewPerson

    random, place = Random(code), 0
    while True:
        name = person_name(random, random.choice("男女"), random.randrange(1935, 2008))
        identity = "" if place % IDENTIFIED else f"410105{place:012}"
        yield NewPerson(name, numbers.mobile(place), identity=identity)
        place += 1


def ask(code: str, queries: int) -> dict[str, Any]:
    """Type ``queries`` things of every kind in turn; milliseconds by kind, and what all of them cost."""
    from gongzhi.kernel.people.queries import search
    from gongzhi.kernel.places.queries import place_with_code

    street = place_with_code(code)
    assert street
    typed = list(islice(_typed(street.pk), WARM_UP + queries))
    for _kind, text in typed[:WARM_UP]:
        search(text, street_id=street.pk)
    times: dict[str, list[float]] = {}
    hits = 0
    with Watch() as watch:
        for kind, text in typed[WARM_UP:]:
            start = time.perf_counter()
            hits += len(search(text, street_id=street.pk))
            times.setdefault(kind, []).append(1000 * (time.perf_counter() - start))
    return {"times": times, "hits": hits, "cost": watch.figures()}


def _typed(street_id: int) -> Iterator[tuple[str, str]]:
    """Kind and text, each kind in turn, about people picked at random."""
    from django.db.models import Max, Min

    from gongzhi.kernel.people.models import Person
    from gongzhi.kernel.people.queries import numbers_of

    random = Random(NAME)
    people = Person.objects.filter(street_id=street_id)
    ends = people.aggregate(low=Min("pk"), high=Max("pk"))
    while True:
        some = list(people.filter(pk__in=random.choices(range(ends["low"], ends["high"] + 1), k=100)))
        reached_by = numbers_of(person.pk for person in some)
        for person in some:
            yield from _about(random, person, reached_by[person.pk][0])


def _about(random: Random, person: "Person", mobile: str) -> Iterator[tuple[str, str]]:
    yield "one character", person.name[:1]
    yield "two characters", person.name[:2]
    yield "three characters", person.name[:3]
    yield "given name", person.given
    yield "pinyin, one letter", person.pinyin[:1]
    yield "pinyin, 2 to 8 letters", person.pinyin[: random.randrange(2, 9)]
    yield "pinyin of the given name", person.given_pinyin[: random.randrange(1, 9)]
    yield "initials", person.initials
    yield "last four digits", mobile[-4:]
    yield "whole telephone", mobile
    yield "identity number", f"410105{random.randrange(10_000) * IDENTIFIED:012}"
    yield "nobody of that name", person.name[:1] + "鑫鑫"
    yield "nobody of that pinyin", person.pinyin[:3] + "vvv"
    yield "nobody of that telephone", f"1990000{random.randrange(10_000):04}"


def figures(asked: dict[str, Any]) -> dict[str, Any]:
    """Percentiles over all and by kind; every kind must pass by itself."""
    times = asked["times"]
    everything = [one for some in times.values() for one in some]
    by_kind = {kind: percentiles(some) for kind, some in times.items()}
    overall = percentiles(everything)
    cost = {key: round(asked["cost"][key] / len(everything), 3) for key in ("cpu_ms", "database_cpu_ms")}
    return {
        "queries": len(everything),
        "hits": asked["hits"],
        "ms": overall,
        "ms_by_kind": by_kind,
        "each": cost,
        "gate": {"p95_ms": GATE_MS},
        "passed": all(one["p95"] <= GATE_MS for one in (overall, *by_kind.values())),
        "versions": versions("django", "psycopg"),
    }
