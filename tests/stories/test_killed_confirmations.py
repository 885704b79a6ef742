"""Whatever is killed while a confirmed workbook is written: all of it is in or nothing, and another worker goes on."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gongzhi.lib import postgres
from tests.drill import count
from tests.houses import new_home
from tests.kernel.intake.taking import whole
from tests.offices import office
from tests.serving import environ_of, gongzhi
from tests.stories.test_killed_imports import State, state, writes
from tests.waiting import until

MEMBERS = 800  # enough for the writing to take longer than a look at it
LOOKS = 6  # at the worker while it writes; the kill comes with one of them


def at_the_desk(home: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.stories.at_the_desk", *words]
    return subprocess.Popen(command, env=environ_of(home), cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL)


def drafts(home: Path) -> list[str]:
    with postgres.connect(home, {}) as connection:
        return [found for (found,) in connection.execute("SELECT state FROM intake_draft").fetchall()]


def killed_in_the_middle(home: Path, victim: str, looks: int) -> None:
    """Let a worker write, and kill it, or the database under it, at the look that is asked for."""
    seen = 0
    with at_the_desk(home, "write") as worker:

        def due() -> bool:
            nonlocal seen
            seen += writes(home)
            return seen >= looks or worker.poll() is not None

        until(due, what="the worker writes")
        if victim == "worker":
            worker.kill()
        elif server := postgres.Cluster(home).pid():
            os.kill(server, signal.SIGKILL)
            postgres.Cluster(home).ensure_running()


@pytest.mark.drill
@pytest.mark.parametrize("victim", ["worker", "database"])
def test_a_confirmed_workbook_is_in_as_a_whole_or_not_at_all(tmp_path: Path, victim: str) -> None:
    for name, data in whole(office(7, members=MEMBERS)).items():
        (tmp_path / name).write_bytes(data)
    dice, reached = random.Random(f"20261125 {victim}"), []
    for _ in range(count(1, 15)):
        with new_home() as home, postgres.joined(home, {}):
            gongzhi(home, "migrate")
            ground = [str(tmp_path / f"{name}.xlsx") for name in ("communities", "member_units")]
            assert gongzhi(home, "import", *ground).returncode == 0
            for words in (("hand_in", str(tmp_path / "report_ins.xlsx")), ("confirm",)):
                assert at_the_desk(home, *words).wait(timeout=60) == 0
            before = state(home)

            killed_in_the_middle(home, victim, dice.randrange(1, LOOKS))

            reached.append(drafts(home)[0])
            left = state(home)
            assert (left == before) == (reached[-1] == "confirmed")
            assert at_the_desk(home, "write").wait(timeout=60) == 0
            assert drafts(home) == ["written"]
            assert_is_whole(state(home), before)
    print(f"\n{victim} killed {len(reached)} times, drafts then: {sorted(reached)}")


def assert_is_whole(found: State, before: State) -> None:
    """The workbook is in once."""
    new = {name: found[name] - before[name] for name in ("alliance_reportin", "intake_batch", "intake_row")}
    assert new == {"alliance_reportin": MEMBERS, "intake_batch": 1, "intake_row": MEMBERS}
