"""Pages of the demonstration street by the real server, beside a trivial Django view by the same server."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import houses
from bench.driving import drive
from bench.watches import below, spread, used_by, versions
from gongzhi.faces.cli.up import WEB
from gongzhi.lib import postgres
from gongzhi.lib.home import CHECKOUT

NAME = "pages"

ROUNDS = 3
SECONDS = 2.0  # for each page in each round
CLIENTS = (1, 16)
PATIENCE = 60
TRIVIAL = "trivial"


def run() -> dict[str, Any]:
    """Requests a second and percentiles of every page, and how many times the trivial view is faster."""
    with houses.opened(NAME) as house:
        houses.gongzhi(house, "demo")
        subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"],
            env=houses.environ_of(house),
            cwd=CHECKOUT,
            check=True,
        )
        pages = houses.call(house, __name__, "addresses")
        database = postgres.Cluster(house).pid() or 0
        with served(house, "gongzhi.wsgi:application") as ours, served(house, "bench.trivial:application") as trivial:
            targets = {TRIVIAL: (trivial, "/"), **{name: (ours, path) for name, path in pages.items()}}
            rounds = [_round(targets, database) for _ in range(ROUNDS)]
    return {"bench": NAME, **figures(rounds)}


def addresses() -> dict[str, str]:
    """The pages that are measured."""
    from django.urls import reverse

    from gongzhi.kernel.organizations.queries import community_cards, street_card

    street = street_card()
    assert street
    first = community_cards(street.id)[0]
    return {
        "home": reverse("home"),
        "community": reverse("community", args=[first.id]),
        "figure": reverse("figure", args=["members_checked_in"]),
    }


@dataclass(frozen=True, slots=True)
class Server:
    """Its first process, whose children answer, and where it listens."""

    pid: int
    port: int


@contextmanager
def served(house: Path, application: str) -> Iterator[Server]:
    """The web server as ``gongzhi up`` starts it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", *WEB, "--host", "127.0.0.1", "--port", str(port), application]
    # What it says goes to standard error: standard output is for the one line of figures.
    process = subprocess.Popen(command, env=houses.environ_of(house), cwd=CHECKOUT, stdout=sys.stderr)
    try:
        _await(port)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait()


def _await(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _round(targets: dict[str, tuple[Server, str]], database: int) -> dict[str, dict[str, Any]]:
    """Every page in turn, alone and with others; processor time of a request here and in the database."""
    told = {}
    for name, (server, path) in targets.items():
        drive(server.port, path, clients=2, seconds=0.3)  # both processes have loaded what they need
        for clients in CLIENTS:
            web, db = below(server.pid), below(database)
            before = used_by(web), used_by(db)
            found = drive(server.port, path, clients=clients, seconds=SECONDS)
            used = used_by(web) - before[0], used_by(below(database)) - before[1]
            found["cpu_ms"], found["database_cpu_ms"] = (round(one / max(found["requests"], 1), 3) for one in used)
            told[f"{name} c={clients}"] = found
    return told


def figures(rounds: list[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    """Least, middle and most over the rounds; ``ratio`` is the trivial view's rate over the page's, round by round."""
    told: dict[str, Any] = {}
    for name, first in rounds[0].items():
        told[name] = {key: spread([one[name][key] for one in rounds]) for key in first}
        trivial = f"{TRIVIAL} {name.rpartition(' ')[2]}"
        for cost, ratio in (("per_second", "rate_ratio"), ("cpu_ms", "cpu_ratio")):
            values = [(one[trivial][cost], one[name][cost]) for one in rounds]
            parts = [a / b if cost == "per_second" else b / a for a, b in values if a and b]
            told[name][ratio] = spread(parts or [0])
    return {
        "rounds": len(rounds),
        "pages": told,
        "passed": not any(page["failed"]["max"] for page in told.values()),
        "versions": versions("django", "granian", "psycopg"),
    }
