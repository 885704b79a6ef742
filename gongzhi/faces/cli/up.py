"""``gongzhi up``: database, web and worker as one process group that heals itself and ends together."""

import argparse
import datetime as dt
import fcntl
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from gongzhi.faces.cli.ourselves import ourselves, say
from gongzhi.lib import postgres
from gongzhi.lib.home import home
from gongzhi.lib.processes import ENDINGS, Kept, KeptProgram, Program, complete, end

HELP = "启动数据库、网页和后台任务；按 Ctrl-C 全部结束"
DJANGO = False  # this process only watches, so it stays small

TICK = 0.25  # seconds between two looks
PATIENCE = 60  # seconds for the first page
PORT_PATIENCE = 3  # seconds for the port to come free; processes of a killed start may still hold it
GRACE, GRACE_AT_START = 8, 1  # seconds to end; web processes that still load do not listen to us

WEB = (
    *("--interface", "wsgi", "--workers", "2", "--blocking-threads", "2"),
    *("--respawn-failed-workers", "--respawn-interval", "0.5"),
    *("--workers-kill-timeout", "5s"),  # or it may hang for ever when asked to end while it starts
    *("--log-level", "warning"),
)


class AlreadyUp(Exception):
    """The same house is up already; the text is its address, or empty if it has none yet."""


class CannotServe(Exception):
    """The pages cannot be served; the text is a sentence for the operator."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to serve."""
    port = os.environ.get("PORT") or 8000
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址，默认 127.0.0.1，只有本机能打开")
    parser.add_argument("--port", type=int, default=port, help="端口，默认取环境变量 PORT，再默认 8000")
    parser.add_argument("--demo", action="store_true", help="系统还是空的时候，先装入演示街道")


def run(args: argparse.Namespace) -> int:
    """Serve until asked to end. Exit code 0; 1 if the pages cannot be served."""
    for sign in ENDINGS:
        if signal.getsignal(sign) is not signal.SIG_IGN:  # as nohup leaves it
            signal.signal(sign, _end)
    try:
        with _only_one(home(os.environ)) as tell_address:
            _serve(args, tell_address)
    except AlreadyUp as up:
        print(f"共治已经在运行：{up}" if str(up) else "共治已经在启动。")
    except CannotServe as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("已全部结束。")
    return 0


def _end(sign: int, frame: FrameType | None) -> None:
    """Once is enough: a second Ctrl-C must not disturb the end in good order."""
    for other in ENDINGS:
        signal.signal(other, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def _only_one(folder: Path) -> Iterator[Callable[[str], None]]:
    """Hold the house for ourselves. Gives a function that tells others our address. Raises AlreadyUp."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "up").open("a+")
    except OSError as error:
        raise CannotServe(f"不能写入 {folder}（{error.strerror}）；请换用有权限的用户。") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyUp(file.read()) from None
        file.truncate(0)
        try:
            yield lambda address: print(address, end="", file=file, flush=True)
        finally:
            file.truncate(0)


def _serve(args: argparse.Namespace, tell_address: Callable[[str], None]) -> None:
    port = _free_port(args.host, args.port)
    address = f"http://{f'[{args.host}]' if ':' in args.host else args.host}:{port}"
    tell_address(address)
    folder = home(os.environ)
    if args.demo:
        os.environ["GONGZHI_DEMONSTRATION"] = "1"
    with postgres.joined(folder, os.environ, say):
        _prepare(folder, demo=args.demo)
        programs = _programs(args.host, port)
        kept = [Database(folder), *programs] if postgres.is_embedded(os.environ) else programs
        grace = GRACE_AT_START
        try:
            _await_first_page(kept, args.host, port)
            print(_welcome(address, folder), flush=True)
            grace = GRACE
            while True:
                _tend(kept)
        finally:
            end(programs, grace)


def _welcome(address: str, folder: Path) -> str:
    data = "数据在  " if postgres.is_embedded(os.environ) else "文件在  "  # then the data are on the server
    return f"\n  共治已启动  {address}\n  {data}    {folder}\n  按 Ctrl-C 结束\n"


def _free_port(host: str, port: int) -> int:
    """``port`` once nobody else holds it; any free one for 0. Raises CannotServe."""
    deadline = time.monotonic() + PORT_PATIENCE
    while True:
        try:
            with socket.create_server((host, port), family=_family(host)) as probe:
                return int(probe.getsockname()[1])
        except PermissionError:
            raise CannotServe(f"没有权限使用端口 {port}；请用 --port 换一个大于 1023 的端口。") from None
        except (socket.gaierror, OverflowError):
            raise CannotServe(f"地址 {host}:{port} 不能使用；请检查 --host 和 --port。") from None
        except OSError:
            if time.monotonic() > deadline:
                raise CannotServe(f"端口 {port} 已被别的程序占用；请关闭它，或用 --port 换一个端口。") from None
        time.sleep(TICK)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _prepare(folder: Path, *, demo: bool) -> None:
    """The database is fit to keep promises, and its tables are as the code knows them. Raises CannotServe."""
    with postgres.connect(folder, os.environ) as connection:
        broken = postgres.broken_promises(connection)
        for caution in postgres.cautions(connection, dt.datetime.now(dt.UTC).date()):
            say(caution)
    if broken:
        raise CannotServe("\n".join(broken))
    for program in (ourselves("migrate"), *_assets(folder), *([ourselves("demo", "--if-empty")] if demo else [])):
        if code := complete(program):
            sys.exit(code)


def _assets(folder: Path) -> list[Program]:
    """Style sheets and scripts are collected at set-up; a home that was not there then gets them now."""
    if (folder / "static" / "staticfiles.json").exists():
        return []
    collect = [sys.executable, "-P", "-m", "django", "collectstatic", "--no-input", "--verbosity", "0"]
    return [Program(collect, dict(os.environ))]


def _programs(host: str, port: int) -> list[KeptProgram]:
    where = ("--host", host, "--port", str(port))
    web = Program([sys.executable, "-P", "-m", "granian", *WEB, *where, "gongzhi.wsgi:application"], dict(os.environ))
    return [KeptProgram("网页服务", web, say), KeptProgram("后台任务", ourselves("work"), say)]


class Database(Kept):
    """The embedded database. It is not our child, so that it outlives a kill of ours, and is found again."""

    def __init__(self, folder: Path) -> None:
        super().__init__("数据库", say)
        self.cluster = postgres.Cluster(folder, say)

    def start(self) -> bool:
        try:
            self.cluster.ensure_running()
        except postgres.Trouble as trouble:
            say(str(trouble))
            return False
        return True

    def has_ended(self) -> bool:
        return not self.cluster.is_running()


def _tend(kept: Sequence[Kept]) -> None:
    for one in kept:
        one.tend()
    time.sleep(TICK)


def _await_first_page(kept: Sequence[Kept], host: str, port: int) -> None:
    """Wait until the web answers. Raises CannotServe."""
    deadline = time.monotonic() + PATIENCE
    while not _answers({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port):  # noqa: S104  # asked, not bound
        if time.monotonic() > deadline:
            raise CannotServe("网页没有启动成功，原因见上面的记录。")
        _tend(kept)


def _answers(host: str, port: int) -> bool:
    """Whether a web process answers at all; that it is well is asked elsewhere."""
    name = os.environ.get("GONGZHI_HOSTS", host).split(",")[0]
    web = http.client.HTTPConnection(host, port, timeout=5)
    try:
        web.request("GET", "/healthz", headers={"Host": name})
        return web.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()
