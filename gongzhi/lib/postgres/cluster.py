"""The embedded database of one home, and who uses it."""

import datetime as dt
import fcntl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

import psycopg

from gongzhi.lib.files import write_whole
from gongzhi.lib.postgres import roles, server
from gongzhi.lib.postgres.account import server_account
from gongzhi.lib.postgres.address import PORT, is_embedded
from gongzhi.lib.postgres.layout import Layout, locate, make_elsewhere
from gongzhi.lib.postgres.marker import mark, refuse_foreign
from gongzhi.lib.postgres.trouble import Trouble


def silently(sentence: str) -> None:
    """Tell nobody."""


class Cluster:
    """The embedded database of ``home``. ``tell`` is given a sentence when something takes long."""

    def __init__(self, home: Path, tell: Callable[[str], None] = silently) -> None:
        self.home = home.resolve()
        self.tell = tell

    @property
    def layout(self) -> Layout:
        """Where things lie; asked anew each time, since the first start decides it."""
        return locate(self.home)

    def pid(self) -> int | None:
        """The number of the server's process, None if there is none."""
        return server.running_pid(self.layout)

    def is_running(self) -> bool:
        """Whether the server's process is there. It may still be starting or recovering."""
        return self.pid() is not None

    def ensure_running(self) -> None:
        """Make the database if it is new, start it if it does not run, adopt it if it does.

        Any number of processes may call this at once. Raises ForeignData, NotStarted or Trouble.
        """
        with self._alone():
            self._ensure()

    def stop(self) -> None:
        """End the server, whoever started it; nothing confirmed is lost. Does nothing if none runs."""
        if self.is_running():
            with self._alone():
                server.end(self.layout)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """The server runs inside this block. Whoever leaves last, of all processes, ends it."""
        with self._alone():
            users = self.layout.users.open("a")
        with users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self.ensure_running()
                yield
            except server.NotStarted:
                raise  # a server that is still recovering must not be made to begin again
            except BaseException:
                self._leave(users)
                raise
            self._leave(users)

    def _leave(self, users: IO[str]) -> None:
        with self._alone():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # somebody else still needs it
            server.end(self.layout)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time, and only over a folder that is ours."""
        try:
            refuse_foreign(self.layout)
            self.layout.desk.mkdir(mode=0o711, parents=True, exist_ok=True)
            lock = self.layout.lock.open("a")
        except OSError as error:
            raise Trouble(
                f"不能使用文件夹 {self.home / 'db'}（{error.strerror}）；请检查 GONGZHI_HOME 和权限。"
            ) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            refuse_foreign(self.layout)
            yield

    def _ensure(self) -> None:
        layout = self.layout
        if not layout.is_claimed:
            _claim(layout)
        account = server_account(layout.cluster)
        if not (layout.cluster / "PG_VERSION").exists():
            server.create(layout, account)
        deadline = time.monotonic() + server.PATIENCE
        while not self._prepared():
            if time.monotonic() > deadline:
                raise server.NotStarted("数据库还没有准备好；请过几分钟再启动。")
            if not self.is_running():
                server.start(layout, account, self.tell)
            time.sleep(server.PAUSE)

    def _prepared(self) -> bool:
        """Whether the server answers. If it does, its roles and database are there afterwards."""
        if not self.is_running():
            return False
        try:
            connection = psycopg.connect(
                host=str(self.layout.socket),
                port=PORT,
                user=server.SUPERUSER,
                dbname="postgres",
                autocommit=True,
                connect_timeout=5,
            )
        except psycopg.OperationalError:
            return False
        with connection:
            roles.prepare(connection)
        return True


def joined(home: Path, environ: Mapping[str, str], tell: Callable[[str], None] = silently) -> Any:
    """A context in which the database is there: ours in use, or a server's that needs nothing from us."""
    return Cluster(home, tell).in_use() if is_embedded(environ) else nullcontext()


def _claim(layout: Layout) -> None:
    """Make the data folder ours, before anything is put into it."""
    if layout.moved:
        if layout.folder.exists():  # of an earlier checkout in the same place, which is gone
            server.end(layout)
            layout.folder.rename(f"{layout.folder}-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}")
        make_elsewhere()
        layout.folder.mkdir()
        write_whole(layout.note, bytes(layout.folder), mode=0o644)
    layout.folder.chmod(0o711)
    mark(layout)
