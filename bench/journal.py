"""Writing, paging, sealing and verifying a journal of a million lines, and asking it whom somebody saw.

The house with these lines is kept below ``GONGZHI_HOME/bench`` and used again; remove the folder to
load them anew.
"""

import datetime as dt
import json
import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random
from typing import Any

from bench import houses
from bench.watches import Watch, percentiles, versions

NAME = "journal"

#: Days with lines, newest first: how many lines on each. The busiest are those that are verified every night.
DAYS = [100_000] * 9 + [1_000] * 100
QUERIES = 200  # of every kind
WARM_UP = 5
RECORDS = 500
STREET, OTHER = 1, 2
PEOPLE, ACTORS = 100_000, 200
EXPORTED = 500  # persons in one export
GATES = {"p95_ms": 50, "record_ratio": 2, "verify_s": 60, "exposure_s": 10}
OWNER = {"GONGZHI_DATABASE_ROLE": "owner"}  # may gather the statistics that autovacuum would gather later

_LINES = """
INSERT INTO ledger_entry (
    at, actor_name, actor_id, account_id, role, address, verb, subject_kind, subject_id, street_id, shown, facts, result
)
SELECT
    date_trunc('day', now(), 'Asia/Shanghai') - %(day)s * interval '1 day' + n * interval '1 day' / %(lines)s,
    '', n %% %(actors)s, n %% %(actors)s, 'community_worker', '192.0.2.' || n %% 250,
    CASE WHEN n %% 5000 = 0 THEN 'person.merged' WHEN n %% 1000 = 1 THEN 'person.exported'
         WHEN n %% 10 = 2 THEN 'person.number_shown' ELSE 'bench.verb_' || chr(97 + (n %% 20)::int) END,
    CASE WHEN n %% 1000 = 1 OR n %% 10 = 2 THEN '' ELSE 'people.person' END,
    CASE WHEN n %% 1000 = 1 OR n %% 10 = 2 THEN NULL ELSE n * 7919 %% %(people)s END,
    CASE n %% 20 WHEN 7 THEN NULL WHEN 8 THEN %(other)s ELSE %(street)s END,
    CASE WHEN n %% 1000 = 1 THEN
             (SELECT array_agg((n + m * 17) %% %(people)s) FROM generate_series(1, %(exported)s) AS m)
         WHEN n %% 10 = 2 THEN ARRAY[n * 104729 %% %(people)s] END,
    '{"fields": ["name", "mobile"]}', 'done'
FROM generate_series(0::bigint, %(lines)s - 1) AS n
"""


def run() -> dict[str, Any]:
    """How long it takes to answer by kind of question, to write a line, to seal a day and to verify thirty."""
    with houses.opened(NAME, keep=True) as house:
        kept = house / "loaded.json"
        if not kept.exists():
            houses.say(f"{NAME}: loading {sum(DAYS):,} lines, once")
            houses.call(house, __name__, "load", more=OWNER, days=DAYS)
            kept.write_text(json.dumps(houses.call(house, __name__, "seal")))
        asked = houses.call(house, __name__, "ask", queries=QUERIES, records=RECORDS)
        return {"bench": NAME, "lines": sum(DAYS), "sealing": json.loads(kept.read_text()), **figures(asked)}


def load(days: list[int]) -> int:
    """Write the lines of past days."""
    from django.db import connection, transaction

    about = {"actors": ACTORS, "people": PEOPLE, "street": STREET, "other": OTHER, "exported": EXPORTED}
    with transaction.atomic(), connection.cursor() as cursor:
        for day, lines in sorted(enumerate(days, 1), reverse=True):
            cursor.execute(_LINES, {"day": day, "lines": lines, **about})
        cursor.execute("ANALYZE ledger_entry")
    return sum(days)


def seal() -> dict[str, float]:
    """Seal them all; seconds for a hundred thousand lines."""
    from gongzhi.kernel.ledger.actions import seal_days
    from gongzhi.lib.actions import Actor

    with Watch() as watch:
        lines = sum(one.lines for one in seal_days(by=Actor.system(NAME)))
    return {**watch.figures(), "lines": lines, "seconds_per_100k": round(100_000 * watch.seconds / max(lines, 1), 3)}


def ask(queries: int, records: int) -> dict[str, Any]:
    """Ask ``queries`` things of every kind in turn, write ``records`` lines, verify thirty days; milliseconds."""
    from gongzhi.kernel.ledger import chain
    from gongzhi.kernel.ledger.queries import shown_by

    times: dict[str, list[float]] = {}
    questions = list(islice(_questions(), WARM_UP + queries))
    for number, kinds in enumerate(questions):
        for kind, question in kinds.items():
            spent = _timed(question)
            if number >= WARM_UP:
                times.setdefault(kind, []).append(spent)
    now = chain.midnight(chain.today())
    year = dt.timedelta(days=366)
    found: list[Any] = []
    return {
        "times": times,
        "record": [(_timed(_record), _timed(_insert)) for _number in range(records)],
        "exposure": _timed(lambda: found.extend(shown_by(1, now - year, now))),
        "exposed": len(found),
        "verify": _timed(lambda: found.append(chain.verify_chain(since=chain.today() - 30 * chain.DAY))),
        "whole": found[-1] == [],
    }


def _timed(do: Callable[[], Any]) -> float:
    start = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - start)


def _record() -> None:
    from django.db import transaction

    from gongzhi.kernel.ledger.actions import record
    from gongzhi.lib.actions import Actor, Seat

    seat = Seat("community_worker", 1, f"{STREET}.7.")
    by = Actor(name="钱干事", person_id=1, account_id=1, seats=(seat,), address="192.0.2.1")
    with transaction.atomic():
        record(by, "person.registered", ("people.person", 1), fields=["name"])


def _insert() -> None:
    """A row of a plain table in a transaction of its own, to compare with."""
    from django.db import transaction

    from gongzhi.kernel.ledger.models import OneTimeKey

    with transaction.atomic():
        OneTimeKey.objects.create(key_digest=os.urandom(32), body_digest=b"", purpose=NAME)


def _questions() -> Iterator[dict[str, Callable[[], Any]]]:
    """One question of every kind, without end, about days and people picked at random."""
    from django.db.models import Max, Min

    from gongzhi.kernel.ledger import chain
    from gongzhi.kernel.ledger.models import Entry
    from gongzhi.kernel.ledger.queries import journal, lines_of, looked_at

    random, today = Random(NAME), chain.midnight(chain.today())
    ends = Entry.objects.aggregate(low=Min("pk"), high=Max("pk"))
    day = dt.timedelta(days=1)
    while True:
        far, person, actor = (
            random.randint(ends["low"], ends["high"]),
            random.randrange(PEOPLE),
            random.randrange(ACTORS),
        )
        since = today - random.randint(1, len(DAYS)) * day
        common = f"bench.verb_{random.choice('defghijk')}"
        yield {
            "first page": lambda: journal(STREET),
            "first page of a small street": lambda: journal(OTHER),
            "page far back": lambda far=far: journal(STREET, before_id=far),
            "common verb": lambda common=common: journal(STREET, verb=common),
            "rare verb": lambda: journal(STREET, verb="person.merged"),
            "verb that nobody used": lambda: journal(STREET, verb="person.vanished"),
            "one actor": lambda actor=actor: journal(STREET, actor_id=actor),
            "one record": lambda person=person: journal(STREET, subject=("people.person", person)),
            "one day": lambda since=since: journal(STREET, since=since, until=since + day),
            "rare verb of one day": lambda since=since: journal(
                STREET, verb="person.merged", since=since, until=since + day
            ),
            "actor and verb": lambda actor=actor, common=common: journal(STREET, actor_id=actor, verb=common),
            "own lines": lambda actor=actor: lines_of(actor),
            "who looked at me": lambda person=person: looked_at(person),
        }


def figures(asked: dict[str, Any]) -> dict[str, Any]:
    """Percentiles by kind of question; every kind must pass by itself, and so must the rest."""
    by_kind = {kind: percentiles(some) for kind, some in asked["times"].items()}
    ours, plain = zip(*asked["record"], strict=True)
    record = {"ours": percentiles(ours), "plain": percentiles(plain)}
    ratio = round(record["ours"]["p50"] / record["plain"]["p50"], 2)
    passed = (
        all(one["p95"] <= GATES["p95_ms"] for one in by_kind.values())
        and ratio <= GATES["record_ratio"]
        and asked["verify"] <= 1000 * GATES["verify_s"]
        and asked["exposure"] <= 1000 * GATES["exposure_s"]
        and asked["whole"]
    )
    return {
        "ms_by_kind": by_kind,
        "record_ms": {**record, "ratio": ratio},
        "exposure": {"ms": round(asked["exposure"]), "persons": asked["exposed"]},
        "verify_30_days_s": round(asked["verify"] / 1000, 2),
        "gate": GATES,
        "passed": passed,
        "versions": versions("django", "psycopg"),
    }
