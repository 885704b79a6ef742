import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from gongzhi.lib import postgres
from gongzhi.lib.postgres.server import SUPERUSER
from tests.drill import count
from tests.houses import new_home
from tests.serving import House, at_work, gongzhi, opened, processes_of
from tests.waiting import until


@pytest.fixture(scope="module")
def settled() -> Iterator[Path]:
    """A home that was used before: its tables are there, nothing runs."""
    with new_home() as home:
        assert gongzhi(home, "migrate").returncode == 0
        yield home


@pytest.fixture(scope="module")
def served() -> Iterator[House]:
    """A house that was empty before, and serves."""
    with new_home() as home, at_work(home) as house:
        yield house


def test_a_new_house_serves_and_says_where(served: House) -> None:
    assert f"http://127.0.0.1:{served.port}" in served.said.read_text()
    assert served.answer("/healthz") == (200, "ok\n")
    assert served.answer("/readyz")[0] == 200


def test_web_and_worker_log_in_as_the_plain_role(served: House) -> None:
    with postgres.connect(served.home, {}) as connection:
        others = "datname = current_database() AND usename IS NOT NULL AND pid != pg_backend_pid()"
        users = connection.execute(f"SELECT DISTINCT usename FROM pg_stat_activity WHERE {others}").fetchall()

    assert users == [("gongzhi_app",)]


def test_a_second_start_says_so_and_does_no_harm(served: House) -> None:
    before = processes_of(served.home)

    second = gongzhi(served.home, "up")

    assert (second.returncode, second.stdout) == (0, f"共治已经在运行：http://127.0.0.1:{served.port}\n")
    assert processes_of(served.home) == before
    assert served.ready()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_everything(settled: Path, sign: signal.Signals) -> None:
    with at_work(settled) as house:
        assert house.end(sign) == 0

        assert house.leaves_nothing()
        assert house.said.read_text().endswith("已全部结束。\n")


def noted(house: House) -> bool:
    return bool(house.port)


def database_runs(house: House) -> bool:
    return house.cluster.is_running()


def migrates(house: House) -> bool:
    return bool(house.part("migrate"))


def web_loads(house: House) -> bool:
    return len(house.part("granian")) > 1


def worker_loads(house: House) -> bool:
    return bool(house.part("main work"))


@pytest.mark.drill
@pytest.mark.parametrize("moment", [noted, database_runs, migrates, web_loads, worker_loads])
def test_a_start_can_be_ended_at_any_moment(settled: Path, moment: Callable[[House], bool]) -> None:
    for _ in range(count(1, 10)):
        with opened(settled) as house:
            until(lambda house=house: moment(house), what=moment.__name__)

            assert house.end() == 0

            assert house.leaves_nothing()


def test_the_first_start_of_all_can_be_ended(home: Path) -> None:
    with opened(home) as house:
        until(lambda: list(house.home.glob("db/cluster.new-*/base")), what="the first files of a database")

        assert house.end() == 0

        assert house.leaves_nothing()
    with at_work(home):
        pass


def test_nothing_outlives_a_kill_but_the_database_which_is_adopted(settled: Path) -> None:
    with opened(settled) as house:
        until(house.ready, what="the house serves", seconds=90)
        house.process.kill()
        house.process.wait()
        until(lambda: not processes_of(settled), what="web and worker gone")
        survivor = house.cluster.pid()

        with at_work(settled) as again:
            assert survivor
            assert again.cluster.pid() == survivor


def test_a_port_that_is_taken_is_said_in_a_sentence(settled: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        refused = gongzhi(settled, "up", PORT=port)

    assert (refused.returncode, refused.stderr) == (
        1,
        f"端口 {port} 已被别的程序占用；请关闭它，或用 --port 换一个端口。\n",
    )


def test_a_foreign_folder_is_said_in_a_sentence(home: Path) -> None:
    (home / "db").mkdir(parents=True)
    (home / "db" / "PG_VERSION").write_text("18\n")

    refused = gongzhi(home, "up", "--port", "0")

    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "不是共治的数据" in refused.stderr


def test_a_lost_key_is_said_in_a_sentence(home: Path) -> None:
    assert gongzhi(home, "migrate").returncode == 0
    (home / "keys" / "master.key").unlink()

    refused = gongzhi(home, "up", "--port", "0")

    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "master.key 不见了" in refused.stderr


def as_superuser(home: Path, statement: str) -> None:
    with postgres.joined(home, {}):
        socket_folder = str(postgres.Cluster(home).layout.socket)
        with psycopg.connect(host=socket_folder, user=SUPERUSER, dbname="gongzhi", autocommit=True) as superuser:
            superuser.execute(statement)


def test_a_database_that_could_lose_a_confirmed_write_is_not_served(settled: Path) -> None:
    as_superuser(settled, "ALTER SYSTEM SET fsync = off")

    refused = gongzhi(settled, "up", "--port", "0")

    as_superuser(settled, "ALTER SYSTEM RESET ALL")
    assert refused.returncode == 1
    assert "fsync = off" in refused.stderr
    with at_work(settled):
        pass


def test_tables_of_a_newer_version_are_refused(settled: Path) -> None:
    newer = "('ledger', '9999_from_the_future')"
    as_superuser(
        settled, f"INSERT INTO django_migrations (app, name, applied) SELECT *, now() FROM (VALUES {newer}) AS v"
    )

    refused = gongzhi(settled, "up", "--port", "0")

    as_superuser(settled, f"DELETE FROM django_migrations WHERE (app, name) = {newer}")
    assert refused.returncode == 2
    assert refused.stderr == "数据库是更新版本的共治写成的。什么也没有改动；请先升级共治再启动。\n"
    assert gongzhi(settled, "migrate").returncode == 0
