"""What a piece of work costs: seconds, processor time here and in the database, memory."""

import os
import platform
import resource
import statistics
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import distributions
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """Measures a ``with`` block. Processor time of the database is that of our connection's process, if we see it."""

    def __enter__(self) -> "Watch":
        self._server = _backend()
        self._wall, self._ours, self._theirs = time.perf_counter(), time.process_time(), used_by(self._server)
        return self

    def __exit__(self, *failure: object) -> None:
        self.seconds = time.perf_counter() - self._wall
        self.cpu_ms = 1000 * (time.process_time() - self._ours)
        self.database_cpu_ms = used_by(self._server) - self._theirs

    def figures(self) -> dict[str, float]:
        """``{"seconds": …, "cpu_ms": …, "database_cpu_ms": …}``."""
        return {
            "seconds": round(self.seconds, 3),
            "cpu_ms": round(self.cpu_ms),
            "database_cpu_ms": round(self.database_cpu_ms),
        }


def _backend() -> list[int]:
    from django.db import connection

    connection.ensure_connection()
    return [connection.connection.info.backend_pid]


def used_by(processes: Iterable[int]) -> float:
    """Milliseconds of processor time of some processes so far; of one that is gone or elsewhere, none."""
    used = 0
    for number in processes:
        try:
            after_name = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += int(after_name[11]) + int(after_name[12])
    return 1000 * used / TICKS


def below(process: int) -> list[int]:
    """A process and all that descend from it."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        found += [one for child in task.read_text().split() for one in below(int(child))]
    return found


def peak_mb() -> float:
    """The most memory this process has held, in millions of bytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6, 1)


def spread(values: Sequence[float]) -> dict[str, float]:
    """The least, the middle and the most of some rounds."""
    return {
        "min": round(min(values), 3),
        "median": round(statistics.median(values), 3),
        "max": round(max(values), 3),
    }


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """How long the middle one took, and 95 and 99 of a hundred at most."""
    ordered = sorted(milliseconds)
    return {f"p{p}": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)], 2) for p in (50, 95, 99)}


def versions(*packages: str) -> dict[str, str]:
    """Of Python, and of those packages that are installed."""
    there = {package.name: package.version for package in distributions()}
    return {"python": platform.python_version()} | {name: there[name] for name in packages if name in there}
