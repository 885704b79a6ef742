"""Makes ``.venv`` and everything in it: tools, locked dependencies, assets.

    python3 tools/setup.py run|test|bench

Needs Python >= 3.11 and the network. What is already as it should be is left alone, so that a
second call costs a few hundredths of a second.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made.json"
HOME = Path(os.environ.get("GONGZHI_HOME", ROOT / "var")).resolve()
LEVELS = ("run", "test", "bench")  # each contains the one before it


class Stopped(Exception):
    """Set-up cannot go on; the message is for whoever typed the command."""


def main(level: str) -> None:
    """Bring the environment to ``level`` at least. One at a time: a second call waits for the first."""
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    packages(level)
    assets()


def packages(level: str) -> None:
    """The virtual environment with the locked packages and ``gongzhi`` itself."""
    made = read(STAMP)
    if made.get("python") != interpreter():
        made = {}
        step("virtual environment", new_environment)
    asked = wanted(level, made)
    if made == asked:
        return
    STAMP.unlink(missing_ok=True)
    step("packages", lambda: install(asked["level"]))
    step("gongzhi", lambda: uv("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)))
    STAMP.write_text(json.dumps(asked))


def wanted(level: str, made: dict[str, str]) -> dict[str, str]:
    """What the environment shall be, if ``level`` is asked for and ``made`` is there: it never shrinks."""
    level = max(level, made.get("level", "run"), key=LEVELS.index)
    return {"python": interpreter(), "level": level, "lock": digest(locks())}


def assets() -> None:
    """Translations compiled, style sheets collected under the names that carry their content."""
    stamp = HOME / "static" / "made.json"
    wanted = {"assets": digest(locks()) + listing([ROOT / "gongzhi" / "static", ROOT / "gongzhi" / "locale"])}
    if read(stamp) == wanted:
        return
    step("translations", lambda: call(str(PYTHON), "tools/translations.py", "compile"))
    step("style sheets", lambda: call(str(PYTHON), "-m", "django", "collectstatic", "--no-input"))
    stamp.write_text(json.dumps(wanted))


def new_environment() -> None:
    """An empty ``.venv``; pip comes with it unless the machine has uv already."""
    try:
        venv.EnvBuilder(clear=True, symlinks=True, with_pip=not shutil.which("uv")).create(VENV)
    except (subprocess.CalledProcessError, ImportError) as error:
        raise Stopped(
            "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"
        ) from error


def install(level: str) -> None:
    """Exactly the packages of the lock: what is not in it goes. Without uv, or if uv has no way out, pip does it."""
    lock = f"requirements/{level}.txt"
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement")
    if not shutil.which("uv") and not (VENV / "bin" / "uv").exists():
        call(*pip, "requirements/uv.txt")
    try:
        uv("sync", "--require-hashes", "--compile-bytecode", lock)
    except Stopped:
        if shutil.which("uv"):
            raise
        call(*pip, lock)


def uv(command: str, *arguments: str) -> None:
    """``uv pip …`` on our environment."""
    program = shutil.which("uv") or str(VENV / "bin" / "uv")
    call(program, "pip", command, "--quiet", "--python", str(PYTHON), *arguments, **mirror())


def mirror() -> dict[str, str]:
    """The registry that pip is told to use on this machine, for uv, which does not read pip's settings."""
    if os.environ.keys() & {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} or not (VENV / "bin" / "pip").exists():
        return {}
    asked = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    return as_uv_says(asked.stdout)


def as_uv_says(settings: str) -> dict[str, str]:
    """The registry in pip's list of settings (``global.index-url='…'``), under the name that uv reads."""
    for name, _, value in (line.partition("=") for line in settings.splitlines()):
        if name.endswith(".index-url"):
            return {"UV_INDEX_URL": value.strip("'")}
    return {}


def call(*command: str, **environment: str) -> None:
    """Run a program quietly. Raises Stopped with what it said if it fails."""
    settings = {"DJANGO_SETTINGS_MODULE": "gongzhi.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | settings | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stopped(f"{done.stdout.strip()}\n\nThis command failed: {' '.join(command)}")


def step(name: str, work: Callable[[], None]) -> None:
    """Do one piece of work and say how long it took."""
    print(f"  {name} …", end="", flush=True)
    start = time.monotonic()
    work()
    print(f" {time.monotonic() - start:.1f} s", flush=True)


def interpreter() -> str:
    """Which Python, and where the checkout lies: a virtual environment fits one of each."""
    return f"{sys.version} {ROOT}"


def locks() -> Iterable[Path]:
    """The files that decide what is installed."""
    return [ROOT / "pyproject.toml", *sorted((ROOT / "requirements").glob("*.txt"))]


def digest(files: Iterable[Path]) -> str:
    """One fingerprint of the contents of ``files``."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def listing(folders: Iterable[Path]) -> str:
    """One fingerprint of names, sizes and times below ``folders``; compiled files do not count."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".mo")
    return hashlib.sha256(repr([(str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in files]).encode()).hexdigest()


def read(stamp: Path) -> dict[str, str]:
    """What an earlier call left behind; empty if there was none."""
    try:
        return dict(json.loads(stamp.read_text()))
    except (OSError, ValueError):
        return {}


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Stopped as reason:
        sys.exit(f"\n{reason}")
