"""Houses of their own for the benchmarks, and functions called there in fresh processes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongzhi.lib import postgres
from gongzhi.lib.home import CHECKOUT, home

GONGZHI = (sys.executable, "-P", "-m", "gongzhi.faces.cli.main")


def place(name: str) -> Path:
    """Where the house of a benchmark lies."""
    return home(os.environ) / "bench" / name


def environ_of(house: Path) -> dict[str, str]:
    """The environment of ``house``: its embedded database, nothing of ours."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("GONGZHI_", "DJANGO_"))}
    return ours | {
        "GONGZHI_HOME": str(house),
        "DJANGO_SETTINGS_MODULE": "gongzhi.settings",
        "PYTHONPATH": str(CHECKOUT),
    }


@contextmanager
def opened(name: str, *, keep: bool = False) -> Iterator[Path]:
    """A house with its database at work and its tables as of today; gone afterwards unless it is to be kept."""
    house = place(name)
    house.mkdir(parents=True, exist_ok=True)
    try:
        with postgres.joined(house, environ_of(house), say):
            gongzhi(house, "migrate")
            yield house
    finally:
        if not keep:
            remove(house)


def vacuum(house: Path) -> None:
    """Clear away the rows that are gone, as the database does by itself when it has time."""
    with postgres.connect(house, environ_of(house)) as connection:
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def remove(house: Path) -> None:
    """Leave nothing of a house, wherever its database lies."""
    cluster = postgres.Cluster(house)
    cluster.stop()
    for folder in (cluster.layout.folder, cluster.layout.socket, house):
        if os.path.lexists(folder):
            shutil.rmtree(folder)


def gongzhi(house: Path, *arguments: str, well: tuple[int, ...] = (0,)) -> None:
    """One command in a house; what it says is not shown. Raises CalledProcessError unless it ends ``well``."""
    done = subprocess.run([*GONGZHI, *arguments], env=environ_of(house), capture_output=True, text=True, check=False)
    if done.returncode not in well:
        say(done.stderr)
        done.check_returncode()


def call(house: Path, module: str, function: str, *, more: dict[str, str] | None = None, **arguments: Any) -> Any:
    """What ``function`` of ``module`` answers in a fresh process inside ``house``; ``more`` is for its environment."""
    environ = environ_of(house) | (more or {})
    command = [sys.executable, "-m", "bench.inside", module, function, json.dumps(arguments)]
    done = subprocess.run(command, env=environ, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def say(sentence: str) -> None:
    """Tell whoever waits how far it is; standard output is for the one line of figures."""
    print(sentence, file=sys.stderr, flush=True)
