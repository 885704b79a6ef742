"""Every benchmark runs in a tiny form, so that none of them rots; how fast it is does not matter here."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bench import crowd, desk, driving, houses, import_rows, journal, pages, people_list, people_search, setup, watches
from gongzhi.demo import workbooks
from gongzhi.faces.cli import bench, importing
from gongzhi.kernel.people.models import Person
from gongzhi.lib.home import CHECKOUT
from tests.faces.cli import typed
from tests.waiting import until

COSTS = {"seconds", "cpu_ms", "database_cpu_ms"}


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_street_come_in_once_and_are_undone(tmp_path: Path) -> None:
    lines = import_rows.write(import_rows.make_street(1), tmp_path)
    typed.run(importing, *(str(tmp_path / name) for name in import_rows.GROUND))
    before = Person.objects.count()

    told = import_rows.ours(str(tmp_path / workbooks.REPORT_INS))

    assert sum(told["counts"].values()) == lines
    assert told["counts"]["new"] > 1000
    assert told["counts_again"]["new"] == told["counts_again"]["changed"] == 0
    assert told["new"].keys() == told["again"].keys() == COSTS
    assert Person.objects.count() == before


def test_the_gate_looks_at_the_worst_round() -> None:
    mine, again = {"seconds": 2.0, "cpu_ms": 1000, "database_cpu_ms": 500}, dict.fromkeys(COSTS, 1)
    ours = {"new": mine, "again": again, "peak_mb": 200.0, "counts": {}, "counts_again": {}}

    def told(worst: float) -> dict[str, Any]:
        peer = [dict.fromkeys(COSTS, seconds * 1000) | {"seconds": seconds} for seconds in (40.0, worst, 40.0)]
        return import_rows.figures({"ours": [ours] * 3, **dict.fromkeys(import_rows.PEERS, peer)})

    assert told(20.0)["passed"]
    assert not told(19.0)["passed"]


@pytest.mark.django_db
def test_people_are_loaded_found_and_listed_at_both_desks() -> None:
    loaded = crowd.load({"410105990": (60, 2), "410105991": (5, 1)})
    found = people_search.figures(people_search.ask("410105990", queries=26))
    listed = people_list.figures(people_list.read("410105990", pages=2))

    assert loaded.keys() == COSTS | {"per_second"}
    assert listed["street"]["total"] == 60
    assert 0 < listed["community"]["total"] < 60
    for side in ("street", "community"):
        assert found[side]["queries"] == 26
        assert found[side]["hits"] > 0
        assert len(found[side]["ms_by_kind"]) == 13
        assert found[side]["ms"].keys() == {"p50", "p95", "p99"}
        assert listed[side]["ms_by_kind"].keys() == people_list.KINDS.keys()


def test_one_slow_kind_at_one_desk_does_not_pass() -> None:
    def passed(slowest: float) -> bool:
        quick = {"times": {"quick": [1.0] * 98}, "hits": 1, "cost": dict.fromkeys(COSTS, 1)}
        slow = quick | {"times": {"slow": [slowest] * 2, "quick": [1.0] * 98}}
        return people_search.figures({"street": quick, "community": slow})["passed"]

    assert passed(49)
    assert not passed(51)


def test_the_first_page_is_what_must_be_quick() -> None:
    def passed(first: float, last: float) -> bool:
        times = {"first page": [first], "last page": [last]}
        desk = {"times": times, "total": 1, "cost": dict.fromkeys(COSTS, 1)}
        return people_list.figures({"street": desk})["passed"]

    assert passed(99, 500)
    assert not passed(101, 1)


@pytest.mark.django_db
def test_a_journal_is_loaded_sealed_and_asked() -> None:
    lines = journal.load([60, 40])
    sealed = journal.seal()
    told = journal.figures(journal.ask(queries=2, records=3))

    assert sealed.keys() == COSTS | {"lines", "seconds_per_100k"}
    assert lines == sealed["lines"] == 100
    assert len(told["ms_by_kind"]) == 13
    assert told["exposure"]["persons"] > 0
    assert told["record_ms"].keys() == {"ours", "plain", "ratio"}


@pytest.mark.parametrize(
    "worse",
    [
        {"times": {"slow": [51.0], "quick": [1.0]}},
        {"record": [(3.0, 1.0)]},
        {"verify": 61_000},
        {"exposure": 11_000},
        {"whole": False},
    ],
    ids=str,
)
def test_a_journal_that_is_slow_in_one_thing_or_damaged_does_not_pass(worse: dict[str, Any]) -> None:
    well = {"times": {"quick": [1.0]}, "record": [(1.0, 1.0)], "exposure": 9, "exposed": 1, "verify": 9, "whole": True}

    assert journal.figures(well)["passed"]
    assert not journal.figures({**well, **worse})["passed"]


class Page(BaseHTTPRequestHandler):
    """A page whose body comes in two pieces; everything but the first address is missing."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Length", "6")
        self.end_headers()
        for piece in (b"pie", b"ces"):
            self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_pages_are_asked_for_again_and_again() -> None:
    with serving() as port:
        told = driving.drive(port, "/", clients=3, seconds=0.1)
        missing = driving.drive(port, "/missing", clients=1, seconds=0.05)

    assert told["requests"] >= 3
    assert told["failed"] == 0
    assert missing["failed"] == missing["requests"] > 0


def test_pages_are_told_beside_the_trivial_one() -> None:
    one = {"per_second": 100.0, "cpu_ms": 4.0, "failed": 0}
    trivial = {"per_second": 1000.0, "cpu_ms": 1.0, "failed": 0}

    told = pages.figures([{"trivial c=1": trivial, "home c=1": one}] * 3)

    assert told["pages"]["home c=1"]["rate_ratio"]["median"] == 10
    assert told["pages"]["home c=1"]["cpu_ratio"]["median"] == 4
    assert told["passed"]


@pytest.mark.django_db
def test_the_pages_that_are_measured_are_there(tmp_path: Path) -> None:
    import_rows.write(import_rows.make_street(1), tmp_path)
    typed.run(importing, *(str(tmp_path / name) for name in import_rows.GROUND))

    assert pages.addresses().keys() == {"home", "community", "figure"}


#: Stands in for make: a page that ends when it is interrupted.
START = """
import http.server, os


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *args): pass
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""


def test_a_bare_tree_is_set_up_and_started_twice(tmp_path: Path) -> None:
    tree = setup.copy(tmp_path / "tree")
    (tree / "start.py").write_text(START)
    command = [sys.executable, str(tree / "start.py")]

    told = setup.measure(tree, setup.bare(tmp_path / "home"), [sys.executable, "-c", ""], command)

    assert (tree / "Makefile").read_text()
    assert not (tree / ".venv").exists()
    assert told.keys() == {"set_up", "first_start", "second_start", "end", "left"}
    assert told["left"] == 0


def test_what_an_end_leaves_behind_is_seen(tmp_path: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", "input()", str(tmp_path)], stdin=subprocess.PIPE)
    try:
        until(lambda: setup._left(tmp_path) == 1, what="the process that was left is seen")
    finally:
        left.send_signal(signal.SIGKILL)
        left.communicate()
    assert setup._left(tmp_path) == 0


def test_a_function_is_called_in_a_house_of_its_own(home: Path) -> None:
    answer = houses.call(home, "bench.watches", "versions")

    assert answer["python"] == watches.versions()["python"]


def test_processes_and_their_children_are_counted_together() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert {os.getpid(), child.pid} <= set(watches.below(os.getpid()))
    finally:
        child.communicate(b"\n")
    assert watches.used_by([os.getpid()]) > 0
    assert watches.used_by([child.pid]) == 0


def test_each_is_printed_as_one_line_and_a_missed_gate_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    passed, missed = {"bench": "one", "passed": True}, {"bench": "other", "passed": False}

    assert bench.tell([passed]) == 0
    assert bench.tell([missed, passed]) == 1
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [passed, missed, passed]


def test_all_are_known_by_their_names() -> None:
    assert {module.NAME for module in (import_rows, people_search, people_list, desk, journal, pages, setup)} == set(
        bench.NAMES
    )


def test_without_a_checkout_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.comes_with(CHECKOUT)
    assert capsys.readouterr().err == ""
    assert not bench.comes_with(tmp_path)
    assert "源码目录" in capsys.readouterr().err
