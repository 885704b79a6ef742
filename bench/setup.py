"""From nothing to the first page: a bare copy of the checkout, an empty home, no virtual environment.

Packages come through whatever cache the machine's installer keeps, unless it is empty; the figures say so.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import houses
from bench.watches import versions
from gongzhi.lib.home import CHECKOUT

NAME = "setup"

SECOND_START = 10  # seconds
PATIENCE = 900
KEPT = (
    *("PATH", "LANG", "TMPDIR", "SSL_CERT_FILE"),
    *("PIP_CONFIG_FILE", "PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"),
)


def run() -> dict[str, Any]:
    """Seconds of the first set-up, of the first and the second start to the first page, and of their ends."""
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-")).resolve()
    folder.chmod(0o755)  # started by root, the database is another system user, who must get in
    try:
        tree = copy(folder / "checkout")
        told = measure(tree, bare(folder / "home"), ("make", "setup"), ("make", "run"))
    finally:
        houses.remove(folder / "checkout" / "var")
        shutil.rmtree(folder)
    return {
        "bench": NAME,
        **told,
        "gate": {"second_start": SECOND_START},
        "passed": told["second_start"] <= SECOND_START and not told["left"],
        "versions": versions(),
    }


def copy(tree: Path) -> Path:
    """What a clone would hold, as it stands in this checkout."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (CHECKOUT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CHECKOUT / name, tree / name)
    return tree


def bare(home: Path) -> dict[str, str]:
    """The environment of somebody who has nothing yet; a registry named for the machine stays known."""
    home.mkdir()
    return {"HOME": str(home)} | {name: os.environ[name] for name in KEPT if name in os.environ}


def measure(tree: Path, environ: dict[str, str], set_up: Sequence[str], start: Sequence[str]) -> dict[str, Any]:
    """Set up once, start twice; seconds of each start and end, and how many processes an end left behind."""
    begun = time.perf_counter()
    subprocess.run(set_up, cwd=tree, env=environ, stdout=subprocess.DEVNULL, check=True)
    took = time.perf_counter() - begun
    first, second = (_start(tree, environ, start) for _ in range(2))
    return {
        "set_up": round(took, 1),
        "first_start": round(first[0], 1),
        "second_start": round(second[0], 1),
        "end": [round(first[1], 1), round(second[1], 1)],
        "left": first[2] + second[2],
    }


def _start(tree: Path, environ: dict[str, str], command: Sequence[str]) -> tuple[float, float, int]:
    """Seconds to the first page, seconds to the end after an interruption, processes that are left then."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=tree, env=environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _await_page(port, process)
        started = time.perf_counter() - begun
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
        process.wait(PATIENCE)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return started, time.perf_counter() - begun - started, _left(tree)


def _left(tree: Path) -> int:
    """How many processes still work for the checkout at ``tree``."""
    lines = [_line_of(process) for process in Path("/proc").iterdir() if process.name.isdigit()]
    return sum(str(tree) in line for line in lines)


def _line_of(process: Path) -> str:
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""  # it has just ended


def _await_page(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the first page never came")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        web.request("GET", "/")
        return web.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()
