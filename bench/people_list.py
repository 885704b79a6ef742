"""Reading the list of people at the desk of a street of 112,000, a hundred times the real one's report-ins, and at that
of one of its ten communities, beside other streets (``crowd.py``)."""

import time
from typing import TYPE_CHECKING, Any

from bench import crowd, houses
from bench.watches import Watch, percentiles, versions

if TYPE_CHECKING:
    from gongzhi.lib.actions import Actor

NAME = "people_list"

CODE = "410105992"
PAGES = 150  # of each kind, at each desk
WARM_UP = 5
GATE_MS = 100  # p95 of the first page, at each desk


def run() -> dict[str, Any]:
    """How long a page takes, by desk and by what is asked of the list."""
    with crowd.opened() as (house, loading):
        read = houses.call(house, __name__, "read", code=CODE, pages=PAGES)
        return {"bench": NAME, "streets": crowd.STREETS, "loading": loading, **figures(read)}


def read(code: str, pages: int) -> dict[str, Any]:
    """Open ``pages`` pages of every kind at each desk; milliseconds by kind, lines there are, what all of them cost."""
    return {desk: _read(by, pages) for desk, by in crowd.desks(code).items()}


def _read(by: "Actor", pages: int) -> dict[str, Any]:
    from gongzhi.lib import lists

    people = lists.access("people", by)
    times: dict[str, list[float]] = {}
    asked = {kind: people.ask(said.items(), by) for kind, said in KINDS.items()}
    for _time in range(WARM_UP):
        total = people.read(by, asked["first page"]).total
    with Watch() as watch:
        for _time in range(pages):
            for kind, wanted in asked.items():
                start = time.perf_counter()
                people.read(by, wanted)
                times.setdefault(kind, []).append(1000 * (time.perf_counter() - start))
    return {"times": times, "total": total, "cost": watch.figures()}


#: What is asked of the list; the gate looks at the first.
KINDS: dict[str, dict[str, list[str]]] = {
    "first page": {},
    "last page": {"page": ["999999"]},
    "newest": {"sort": ["newest"]},
    "hundred lines": {"lines": ["100"]},
    "without identity number": {"identity": ["missing"]},
}


def figures(read: dict[str, Any]) -> dict[str, Any]:
    """Percentiles by desk and kind."""
    told = {desk: _figures(answers) for desk, answers in read.items()}
    worst = max(desk["ms_by_kind"]["first page"]["p95"] for desk in told.values())
    return {
        **told,
        "gate": {"first_page_p95_ms": GATE_MS},
        "worst_p95_ms": worst,
        "passed": worst <= GATE_MS,
        "versions": versions("django", "psycopg"),
    }


def _figures(answers: dict[str, Any]) -> dict[str, Any]:
    times = answers["times"]
    number = sum(map(len, times.values()))
    return {
        "pages": number,
        "total": answers["total"],
        "ms_by_kind": {kind: percentiles(some) for kind, some in times.items()},
        "each": {key: round(answers["cost"][key] / number, 3) for key in ("cpu_ms", "database_cpu_ms")},
    }
