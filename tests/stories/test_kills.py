"""Whatever is killed while people work: it comes back, and nothing that was confirmed is missing or half done."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from gongzhi.lib import postgres
from gongzhi.lib.postgres.account import becoming, server_account
from gongzhi.lib.postgres.binaries import programs
from tests.drill import count
from tests.house_rules.source import ROOT
from tests.serving import House, at_work, environ_of
from tests.waiting import until

CLERKS = 2
CLERK = """
import django, sys
from pathlib import Path
django.setup()
from tests.stories.writing import write_until_input_ends
write_until_input_ends(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
"""
VICTIMS: dict[str, Callable[[House], list[int]]] = {
    "database": lambda house: [pid] if (pid := house.cluster.pid()) else [],
    "worker": lambda house: house.part("main work"),
    "web server": lambda house: house.part("granian")[:1],
    "web process": lambda house: house.part("granian")[1:2],
}


@contextmanager
def clerks(home: Path, note: Path) -> Iterator[None]:
    """Clerks at work, each in a process of its own."""
    with ExitStack() as stack:
        for first in range(1, CLERKS + 1):
            command = [sys.executable, "-c", CLERK, str(first), str(CLERKS), str(note)]
            environ = environ_of(home, DJANGO_SETTINGS_MODULE="gongzhi.settings")
            stack.enter_context(subprocess.Popen(command, env=environ, cwd=ROOT, stdin=subprocess.PIPE))
        yield


def confirmed(note: Path) -> set[int]:
    return set(map(int, note.read_text().split())) if note.exists() else set()


def kill(house: House, victim: str) -> float:
    """Kill it, and wait until it is back and everything is ready; the seconds that took."""
    (before,) = until(lambda: VICTIMS[victim](house), what=f"{victim} there")
    os.kill(before, signal.SIGKILL)
    killed = time.monotonic()

    def is_back() -> bool:
        now = VICTIMS[victim](house)
        return now not in ([], [before]) and house.ready()

    until(is_back, what=f"{victim} back", seconds=60)
    return time.monotonic() - killed


def asked(home: Path, query: str) -> list[tuple[int, int]]:
    with postgres.connect(home, {}) as connection:
        return connection.execute(query).fetchall()


def let_time_pass(home: Path) -> None:
    """Nobody waits any longer for a worker that was killed."""
    with postgres.connect(home, {}) as connection:
        connection.execute("UPDATE notices_message SET sending_at = sending_at - interval '1 day'")
        connection.execute(
            "UPDATE notices_message SET next_try_at = now() - interval '1 day' WHERE next_try_at IS NOT NULL"
        )
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 day'")


def all_delivered(home: Path) -> bool:
    return asked(home, "SELECT count(*), 0 FROM notices_message WHERE state <> 'sent'") == [(0, 0)]


@pytest.mark.drill
def test_no_kill_loses_a_confirmed_write(home: Path) -> None:
    kills, dice, note = count(4, 30), random.Random(20261122), home.parent / "confirmed"
    away: list[float] = []
    order = [*VICTIMS] * (kills // len(VICTIMS) + 1)
    with at_work(home) as house:
        with clerks(home, note):
            for victim in order[:kills]:
                enough = len(confirmed(note)) + dice.randrange(5, 50)
                until(lambda enough=enough: len(confirmed(note)) >= enough, what="more writes confirmed")
                away.append(kill(house, victim))
        let_time_pass(home)
        until(lambda: all_delivered(home), what="every message delivered", seconds=180)
        written = "FROM ledger_entry WHERE subject_kind = 'drill.number'"
        halves = dict(asked(home, f"SELECT subject_id, count(*) {written} GROUP BY 1"))
        inbox = Counter(person for person, _ in asked(home, "SELECT person_id, 1 FROM notices_inboxitem"))
        house.end()

    found = confirmed(note)
    print(f"\n{kills} kills, {len(found)} writes confirmed, {len(found - halves.keys())} of them missing,")
    print(f"{sum(n != 2 for n in halves.values())} half done, back after {max(away):.1f} s at most")
    assert found - halves.keys() == set()
    assert set(halves.values()) == {2}
    assert inbox == dict.fromkeys(halves, 1)
    assert_sound(house)


def assert_sound(house: House) -> None:
    """Every page of the ended database has the check sum that it was written with."""
    account = server_account(house.cluster.layout.cluster)
    checker = programs(for_another_user=bool(becoming(account))) / "pg_checksums"
    done = subprocess.run([checker, "-D", house.cluster.layout.cluster], **becoming(account), stdout=subprocess.PIPE)
    assert done.returncode == 0
