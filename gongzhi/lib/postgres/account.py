"""Which system user runs the server. PostgreSQL refuses to run as root, so root hands it to another."""

import fcntl
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from gongzhi.lib.postgres.trouble import Trouble

SERVER = "gongzhi-pg"
PASSWD, GROUP = Path("/etc/passwd"), Path("/etc/group")


def server_account(cluster: Path) -> pwd.struct_passwd:
    """The user whose database this is: the owner of ``cluster``, else who runs it from now on.

    Raises Trouble if the cluster belongs to somebody we cannot act for, or the user has no name.
    """
    mine = os.geteuid()
    owner = cluster.stat().st_uid if cluster.exists() else mine
    if mine not in (0, owner):
        raise Trouble(f"{cluster} 属于系统用户 {_name(owner)}；请用该用户或 root 启动。")
    if owner == 0:
        return _server()
    try:
        return pwd.getpwuid(owner)
    except KeyError:
        raise Trouble(f"编号为 {owner} 的系统用户没有名字，内置数据库不能以它运行；请换一个用户启动。") from None


def becoming(account: pwd.struct_passwd) -> dict[str, Any]:
    """Arguments for ``subprocess`` that start a program as ``account``; none if we are it already."""
    if os.geteuid() == account.pw_uid:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def own_name() -> str:
    """The name of the user who runs this program."""
    return _name(os.geteuid())


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _server() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVER)
    except KeyError:
        _create()
    try:
        return pwd.getpwnam(SERVER)
    except KeyError:
        raise Trouble(f"无法建立系统用户 {SERVER}；请先建立它，或用普通用户启动。") from None


def _create() -> None:
    """A system user without home, shell or password, by the means that this system has."""
    if shutil.which("useradd"):
        _run(
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            "/",
            "--shell",
            "/bin/false",
            SERVER,
        )
    elif shutil.which("adduser"):  # of busybox
        _run("adduser", "-S", "-D", "-H", "-h", "/", "-s", "/bin/false", SERVER)
    else:
        _append()


def _run(*command: str) -> None:
    subprocess.run(command, capture_output=True, check=False)  # a parallel start may have made it already


def _append() -> None:
    """Where no program makes users, two lines do. The lock is the one that such programs hold."""
    with open("/etc/.pwd.lock", "w") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        taken = {user.pw_uid for user in pwd.getpwall()}
        uid = next(number for number in range(999, 100, -1) if number not in taken)
        for file, line in ((GROUP, f"{SERVER}:x:{uid}:\n"), (PASSWD, f"{SERVER}:x:{uid}:{uid}::/:/bin/false\n")):
            if f"{SERVER}:" not in file.read_text():
                with file.open("a") as table:
                    table.write(line)
