import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gongzhi.lib import postgres
from gongzhi.lib.postgres import Cluster
from tests.houses import new_home
from tests.lib.postgres.strangers import note_of_a_server, stranger
from tests.waiting import until

START = "import sys; from pathlib import Path; from gongzhi.lib.postgres import Cluster; "


def confirmed(cluster: Cluster) -> list[int]:
    """What the table of the test holds."""
    with postgres.connect(cluster.home, {}) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM written ORDER BY number")]


def write(cluster: Cluster, number: int) -> None:
    with postgres.connect(cluster.home, {}) as connection:
        connection.execute("INSERT INTO written VALUES (%s)", [number])


def kill(cluster: Cluster) -> None:
    pid = cluster.pid()
    assert pid
    os.kill(pid, signal.SIGKILL)
    until(lambda: not cluster.is_running(), what="the killed server gone")


def test_a_new_home_gets_a_database_that_runs(home: Path) -> None:
    cluster = Cluster(home)
    assert not cluster.is_running()

    cluster.ensure_running()

    assert cluster.is_running()
    with postgres.connect(home, {}) as connection:
        assert connection.execute("SELECT current_database(), current_user").fetchone() == ("gongzhi", "gongzhi_owner")


def test_order_and_case_do_not_depend_on_the_machine(cluster: Cluster) -> None:
    with postgres.connect(cluster.home, {}) as connection:
        kept = connection.execute("SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database")

        assert set(kept.fetchall()) == {("b", "C.UTF-8", "UTF8")}


def test_a_second_start_adopts_the_server_that_runs(cluster: Cluster) -> None:
    first = cluster.pid()

    Cluster(cluster.home).ensure_running()

    assert first
    assert cluster.pid() == first


def test_a_stop_ends_the_server_and_a_start_brings_everything_back(cluster: Cluster) -> None:
    write(cluster, 7)

    cluster.stop()
    assert not cluster.is_running()
    cluster.ensure_running()

    assert confirmed(cluster) == [7]


def test_a_killed_server_comes_back_with_everything_confirmed(cluster: Cluster) -> None:
    write(cluster, 1)

    kill(cluster)
    cluster.ensure_running()

    assert confirmed(cluster) == [1]


def test_a_server_outlives_its_starter_and_is_adopted(cluster: Cluster) -> None:
    cluster.stop()
    starter = f"{START} Cluster(Path(sys.argv[1])).ensure_running(); import os; os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", starter, cluster.home], check=False)
    assert done.returncode == -signal.SIGKILL
    survivor = cluster.pid()

    cluster.ensure_running()

    assert survivor
    assert cluster.pid() == survivor


def test_five_at_once_start_one_server(home: Path) -> None:
    starter = f"{START} c = Cluster(Path(sys.argv[1])); c.ensure_running(); print(c.pid())"
    command = [sys.executable, "-c", starter, str(home)]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(5)]

    said = [one.communicate() for one in starters]

    assert said == [(f"{Cluster(home).pid()}\n", "")] * 5


def test_a_stranger_who_got_the_number_is_not_taken_for_the_server(cluster: Cluster) -> None:
    write(cluster, 1)
    kill(cluster)

    with stranger(cluster) as pid:
        note_of_a_server(cluster, pid)
        assert not cluster.is_running()
        cluster.ensure_running()

        assert confirmed(cluster) == [1]
        os.kill(pid, 0)  # and the stranger was left in peace


def test_the_server_of_another_home_is_not_taken_for_ours(cluster: Cluster, home: Path) -> None:
    other = Cluster(home)
    other.ensure_running()
    write(cluster, 1)
    kill(cluster)
    note_of_a_server(cluster, other.pid() or 0)

    cluster.stop()
    assert other.is_running()
    cluster.ensure_running()

    assert confirmed(cluster) == [1]


def test_whoever_leaves_last_ends_the_server(lived_in: Path) -> None:
    home = lived_in
    with postgres.joined(home, {}):
        with postgres.joined(home, {}):
            assert Cluster(home).is_running()
        assert Cluster(home).is_running()
    assert not Cluster(home).is_running()


def test_a_server_elsewhere_needs_nothing_from_us(home: Path) -> None:
    with postgres.joined(home, {"GONGZHI_DATABASE_URL": "postgresql://db.example/gongzhi"}):
        assert not home.exists()


def test_a_start_ended_half_way_is_begun_again(home: Path) -> None:
    cluster = Cluster(home)
    starter = f"{START} c = Cluster(Path(sys.argv[1])); c.ensure_running()"
    with subprocess.Popen([sys.executable, "-c", starter, home]) as starting:
        until(lambda: list(cluster.layout.folder.glob("cluster.new-*/base")), what="the first files of a cluster")
        starting.kill()

    cluster.ensure_running()

    assert cluster.is_running()


@pytest.fixture
def deep_home() -> Iterator[Path]:
    """A home whose path is too long for the address of a socket."""
    with new_home("街道" * 10 + "/" + "a" * 60) as home:
        yield home


def test_a_path_too_long_for_a_socket_still_works(deep_home: Path) -> None:
    layout = Cluster(deep_home).layout

    with postgres.joined(deep_home, {}), postgres.connect(deep_home, {}) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert layout.socket.parent != layout.folder
        assert layout.socket.stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_made_by_somebody_else_is_not_trusted(deep_home: Path) -> None:
    cluster = Cluster(deep_home)
    cluster.ensure_running()
    cluster.stop()
    cluster.layout.socket.chmod(0o777)

    with pytest.raises(postgres.Trouble, match="不能放心使用"):
        cluster.ensure_running()

    cluster.layout.socket.chmod(0o700)
    cluster.ensure_running()


def test_a_home_that_cannot_be_one_is_said_in_a_sentence(home: Path) -> None:
    home.touch()

    with pytest.raises(postgres.Trouble, match="请检查 GONGZHI_HOME"):
        Cluster(home).ensure_running()

    home.unlink()
    Cluster(home).ensure_running()


def test_the_log_quotes_no_row(cluster: Cluster) -> None:
    insert = "INSERT INTO people VALUES ('13800001234')"
    with postgres.connect(cluster.home, {}) as connection:
        connection.execute("CREATE TABLE people (mobile text UNIQUE)")
        connection.execute(insert)
    with pytest.raises(psycopg.errors.UniqueViolation), postgres.connect(cluster.home, {}) as connection:
        connection.execute(insert)
    cluster.stop()

    logs = "".join(log.read_text() for log in cluster.layout.log.glob("postgresql-*.log"))

    assert "duplicate key" in logs
    assert "13800001234" not in logs
