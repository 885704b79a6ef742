"""Whatever is killed in the middle of an import: each workbook is in whole or not at all, and the rest can follow."""

import os
import random
import signal
import subprocess
from pathlib import Path

import pytest

from gongzhi.kernel.intake.opening import in_order, open_paths
from gongzhi.lib import postgres
from tests.drill import count
from tests.houses import new_home
from tests.kernel.intake.taking import whole
from tests.offices import office
from tests.serving import GONGZHI, environ_of, gongzhi
from tests.waiting import until

MEMBERS = 800  # enough for the writing to take longer than a look at it
LOOKS = 6  # at an import while it writes; the kill comes with one of them

State = dict[str, int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the office keeps, a workbook for each kind of sheet."""
    place = tmp_path_factory.mktemp("台账")
    for name, data in whole(office(7, members=MEMBERS)).items():
        (place / name).write_bytes(data)
    return place


def state(home: Path) -> State:
    """How many rows each table of ours has."""
    apps = "|".join(("places", "people", "organizations", "agreements", "alliance", "intake", "ledger", "evidence"))
    with postgres.connect(home, {}) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE relname ~ %s ORDER BY 1", [f"^({apps})_"]
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


@pytest.fixture(scope="module")
def well(folder: Path) -> list[State]:
    """What is on record before the first workbook and after each of them, in the order in which they are taken in."""
    files = in_order(open_paths(folder.iterdir()))
    with new_home() as home, postgres.joined(home, {}):
        assert gongzhi(home, "migrate").returncode == 0
        states = [state(home)]
        for opened in files:
            assert gongzhi(home, "import", str(folder / opened.name)).returncode == 0
            states.append(state(home))
    assert sum(states[0].values()) < sum(states[1].values()) < sum(states[-1].values())
    return states


def writes(home: Path) -> bool:
    """Whether an import is in the middle of something: a transaction that has written."""
    with postgres.connect(home, {}) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'gongzhi_app' AND backend_xid IS NOT NULL"
        return connection.execute(query).fetchone() != (0,)


def killed_in_the_middle(home: Path, folder: Path, victim: str, looks: int) -> str:
    """Begin an import, kill at the look that is asked for; what the import said."""
    command = [*GONGZHI, "import", str(folder)]
    with subprocess.Popen(command, env=environ_of(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as importing:
        seen = 0

        def due() -> bool:
            nonlocal seen
            seen += writes(home)
            return seen >= looks or importing.poll() is not None

        until(due, what="the import writes")
        if victim == "import":
            importing.kill()
        elif server := postgres.Cluster(home).pid():
            os.kill(server, signal.SIGKILL)
            postgres.Cluster(home).ensure_running()
        said, _nothing = importing.communicate()
    return said.decode()


@pytest.mark.drill
@pytest.mark.parametrize("victim", ["import", "database"])
def test_a_workbook_is_in_as_a_whole_or_not_at_all(folder: Path, well: list[State], victim: str) -> None:
    dice, reached = random.Random(f"20261125 {victim}"), []
    for _ in range(count(1, 15)):
        with new_home() as home, postgres.joined(home, {}):
            gongzhi(home, "migrate")

            said = killed_in_the_middle(home, folder, victim, dice.randrange(1, LOOKS))

            left = state(home)
            assert left in well
            assert "Traceback" not in said
            reached.append(well.index(left))
            gongzhi(home, "import", str(folder))
            assert state(home) == well[-1]
    print(f"\n{victim} killed {len(reached)} times, whole workbooks found: {sorted(reached)}")
