"""Finding people as a clerk types, at the desk of a street of a million made-up people and at that of one of its
hundred communities, beside other streets (``crowd.py``)."""

import time
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

from bench import crowd, houses
from bench.watches import Watch, percentiles, versions

if TYPE_CHECKING:
    from gongzhi.kernel.people.models import Person
    from gongzhi.lib.actions import Actor

NAME = "people_search"

QUERIES = 2_000  # at each desk
WARM_UP = 50
GATE_MS = 50  # p95, at each desk, of all queries and of each kind


def run() -> dict[str, Any]:
    """How long it took to load everybody, and how long it takes to answer; by desk and by kind of what was typed."""
    with crowd.opened() as (house, loading):
        asked = houses.call(house, __name__, "ask", code=next(iter(crowd.STREETS)), queries=QUERIES)
        return {"bench": NAME, "streets": crowd.STREETS, "loading": loading, **figures(asked)}


def ask(code: str, queries: int) -> dict[str, Any]:
    """Type ``queries`` things of every kind in turn at each desk; milliseconds by kind, and what all of them cost."""
    return {desk: _ask(by, queries) for desk, by in crowd.desks(code).items()}


def _ask(by: "Actor", queries: int) -> dict[str, Any]:
    from gongzhi.kernel.people.queries import search

    typed = list(islice(_typed(by), WARM_UP + queries))
    for _kind, text in typed[:WARM_UP]:
        search(text, by=by)
    times: dict[str, list[float]] = {}
    hits = 0
    with Watch() as watch:
        for kind, text in typed[WARM_UP:]:
            start = time.perf_counter()
            hits += len(search(text, by=by))
            times.setdefault(kind, []).append(1000 * (time.perf_counter() - start))
    return {"times": times, "hits": hits, "cost": watch.figures()}


def _typed(by: "Actor") -> Iterator[tuple[str, str]]:
    """Kind and text, each kind in turn, about people of the desk picked at random."""
    from gongzhi.kernel.people.models import Person
    from gongzhi.kernel.people.queries import numbers_of, visible_to

    random = Random(NAME)
    everybody = list(visible_to(by).values_list("pk", flat=True))
    while True:
        some = list(Person.objects.filter(pk__in=random.choices(everybody, k=100)))
        reached_by = numbers_of(person.pk for person in some)
        for person in some:
            yield from _about(random, person, reached_by[person.pk][0])


def _about(random: Random, person: "Person", mobile: str) -> Iterator[tuple[str, str]]:
    yield "two characters", person.name[:2]
    yield "three characters", person.name[:3]
    yield "given name", person.given * (2 if len(person.given) == 1 else 1)
    yield "pinyin, two letters", person.pinyin[:2]
    yield "pinyin, 3 to 8 letters", person.pinyin[: random.randrange(3, 9)]
    yield "pinyin of the given name", person.given_pinyin[: random.randrange(2, 9)]
    yield "initials", person.initials
    yield "last four digits", mobile[-4:]
    yield "whole telephone", mobile
    yield "identity number", f"410105{random.randrange(10_000) * crowd.IDENTIFIED:012}"
    yield "nobody of that name", person.name[:1] + "鑫鑫"
    yield "nobody of that pinyin", person.pinyin[:3] + "vvv"
    yield "nobody of that telephone", f"1990000{random.randrange(10_000):04}"


def figures(asked: dict[str, Any]) -> dict[str, Any]:
    """Percentiles over all and by kind at each desk; every kind must pass by itself."""
    told = {desk: _figures(answers) for desk, answers in asked.items()}
    worst = max(one["p95"] for desk in told.values() for one in (desk["ms"], *desk["ms_by_kind"].values()))
    return {
        **told,
        "gate": {"p95_ms": GATE_MS},
        "worst_p95_ms": worst,
        "passed": worst <= GATE_MS,
        "versions": versions("django", "psycopg"),
    }


def _figures(answers: dict[str, Any]) -> dict[str, Any]:
    times = answers["times"]
    everything = [one for some in times.values() for one in some]
    cost = {key: round(answers["cost"][key] / len(everything), 3) for key in ("cpu_ms", "database_cpu_ms")}
    return {
        "queries": len(everything),
        "hits": answers["hits"],
        "ms": percentiles(everything),
        "ms_by_kind": {kind: percentiles(some) for kind, some in times.items()},
        "each": cost,
    }
