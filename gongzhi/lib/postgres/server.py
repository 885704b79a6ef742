"""The server's processes: a new cluster, a start, an end, and the question whether it runs."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from pwd import struct_passwd
from tempfile import mkdtemp
from typing import Any

from gongzhi.lib.postgres.account import becoming, own_name
from gongzhi.lib.postgres.binaries import programs
from gongzhi.lib.postgres.configuration import write_configuration
from gongzhi.lib.postgres.layout import SOCKET_FILE, Layout
from gongzhi.lib.postgres.trouble import Trouble
from gongzhi.lib.processes import clear_away, hear_endings, undisturbed

SUPERUSER = "gongzhi_bootstrap"
PATIENCE = 60  # seconds for crash recovery before we give up waiting; the server goes on meanwhile
NOTEWORTHY = 3  # seconds after which a start deserves a word
ENDING = ((signal.SIGINT, 10), (signal.SIGQUIT, 5))  # first in good order, then at once; both are safe
PAUSE = 0.05


class NotStarted(Trouble):
    """The server does not run, or not yet."""


def running_pid(layout: Layout) -> int | None:
    """The server's process number; None if there is no note of it, or the note is out of date."""
    try:
        pid = int((layout.cluster / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if _serves(pid, layout.cluster) else None


def create(layout: Layout, account: struct_passwd) -> None:
    """A new cluster, whole or not at all. Raises NotStarted."""
    for left_over in layout.folder.glob("cluster.new-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    unfinished = Path(mkdtemp(prefix="cluster.new-", dir=layout.folder))
    private_folder(unfinished, account)
    arguments = (
        f"--pgdata={unfinished}",
        f"--username={SUPERUSER}",
        "--auth=peer",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",  # the same order everywhere, whatever the machine's language
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions",
    )
    making = None
    try:
        with undisturbed():
            making = subprocess.Popen(
                [_program("initdb", account), *arguments], **_setting(account), stderr=subprocess.PIPE
            )
        _, said = making.communicate()
    except BaseException:
        if making:
            clear_away(making)
        raise
    if making.returncode:
        raise NotStarted(f"新的数据库没有建成：{_last_line(said.decode(errors='replace'))}")
    unfinished.rename(layout.cluster)


def start(layout: Layout, account: struct_passwd, tell: Callable[[str], None]) -> bool:
    """Start the server and wait until it answers.

    False if remains of a killed one are still in the way, which takes only a moment. Raises NotStarted.
    """
    private_folder(layout.socket, account)
    private_folder(layout.log, account)
    _sweep(layout)
    write_configuration(layout, (own_name(), account.pw_name, "root"))
    log = layout.log / "start.log"
    log.unlink(missing_ok=True)
    command = [
        _program("pg_ctl", account),
        "start",
        "-s",
        "-w",
        "-t",
        str(PATIENCE),
        "-D",
        str(layout.cluster),
        "-l",
        str(log),
    ]
    starting = None
    try:
        with undisturbed():
            starting = subprocess.Popen(command, **_setting(account), stderr=subprocess.DEVNULL)
        if _await(starting, tell) == 0:
            return True
    except BaseException:
        if starting:
            _let_go(starting)
        raise
    said = log.read_text(errors="replace") if log.exists() else ""
    if "still in use" in said:
        return False
    if running_pid(layout):
        raise NotStarted("数据库还在恢复上次没有写完的内容；请过几分钟再启动。")
    raise NotStarted(f"数据库没有启动，记录在 {layout.log}：{_last_line(said)}")


def _await(starting: subprocess.Popen[bytes], tell: Callable[[str], None]) -> int:
    try:
        return starting.wait(NOTEWORTHY)
    except subprocess.TimeoutExpired:
        tell("数据库启动要久一些，可能在恢复上次没有写完的内容，请稍候……")
    return starting.wait()


def _let_go(starting: subprocess.Popen[bytes]) -> None:
    """Interrupted: wait until the server can be found by its number, so that it can be ended."""
    try:
        starting.wait(NOTEWORTHY)
    except subprocess.TimeoutExpired:
        starting.kill()
        starting.wait()


def end(layout: Layout) -> None:
    """End the server if it runs, and wait until it is gone."""
    for sign, patience in ENDING:
        deadline = time.monotonic() + patience
        if pid := running_pid(layout):
            os.kill(pid, sign)
        while running_pid(layout) and time.monotonic() < deadline:
            time.sleep(PAUSE)


def private_folder(folder: Path, account: struct_passwd) -> None:
    """A folder that only the server's user may enter.

    Raises Trouble if somebody else has made it first, which can happen in a shared place only.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid == os.geteuid() != account.pw_uid:
        os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)
        found = folder.lstat()
    if folder.is_symlink() or (found.st_uid, found.st_mode & 0o777) != (account.pw_uid, 0o700):
        raise Trouble(f"{folder} 不是本程序建立的，不能放心使用；请先删除它。")


def _serves(pid: int, cluster: Path) -> bool:
    """Whether ``pid`` is a PostgreSQL at work in ``cluster``, and not a stranger who got its number."""
    process = Path("/proc") / str(pid)
    if Path("/proc/self").exists():
        try:
            return (process / "comm").read_text().strip() == "postgres" and (process / "cwd").samefile(cluster)
        except OSError:
            return False
    asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "postgres" in asked.stdout and str(cluster) in asked.stdout


def _sweep(layout: Layout) -> None:
    """Remove what a killed server left: its number may be somebody else's by now, and would stop a start."""
    for path in (layout.cluster / "postmaster.pid", layout.socket / SOCKET_FILE, layout.socket / f"{SOCKET_FILE}.lock"):
        path.unlink(missing_ok=True)


def _program(name: str, account: struct_passwd) -> str:
    return str(programs(for_another_user=account.pw_uid != os.geteuid()) / name)


def _setting(account: struct_passwd) -> dict[str, Any]:
    """How the programs run: as the server's user, apart from our terminal, knowing nothing of our environment."""
    return {
        **becoming(account),
        "cwd": "/",
        "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "start_new_session": True,
        "preexec_fn": hear_endings,
    }


def _last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "没有说明")
