"""A whole house at work: ``gongzhi up`` as its operator starts it, and a look at its processes."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from gongzhi.lib.postgres import Cluster
from tests.waiting import until

GONGZHI = (sys.executable, "-P", "-m", "gongzhi.faces.cli.main")


def environ_of(home: Path, **more: str) -> dict[str, str]:
    """What an operator's shell holds: the embedded database of ``home``, nothing of this test run."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("GONGZHI_", "DJANGO_"))}
    return ours | {"GONGZHI_HOME": str(home)} | more


def gongzhi(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """One command, run to its end."""
    return subprocess.run(
        [*GONGZHI, *arguments],
        env=environ_of(home, **environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def processes_of(home: Path) -> dict[int, str]:
    """Command lines by number of all processes that work for ``home``, without its database."""
    found = {}
    mark = f"GONGZHI_HOME={home}\0".encode()
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark in (process / "environ").read_bytes() + b"\0":
                found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue  # it has just ended, or is not ours to see
    return {pid: line for pid, line in found.items() if line}


class House:
    """``gongzhi up`` on ``home``, at a port that is free."""

    def __init__(self, home: Path, **environ: str) -> None:
        self.home = home
        self.cluster = Cluster(home)
        self.said = home.parent / "said"
        self.note = home / "up"
        self._stale = self._noted_at()  # one that was killed leaves its address behind
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [*GONGZHI, "up", "--port", "0"], env=environ_of(home, **environ), stdout=said, stderr=said
            )

    @property
    def port(self) -> int:
        """Where it serves, or 0 if it has not said so yet."""
        if self._noted_at() == self._stale:
            return 0
        return urlsplit(self.note.read_text()).port or 0

    def _noted_at(self) -> int:
        return self.note.stat().st_mtime_ns if self.note.exists() else 0

    def answer(self, path: str) -> tuple[int, str]:
        """Status and text of a page; 0 if nobody answers."""
        web = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            web.request("GET", path)
            response = web.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            web.close()

    def ready(self) -> bool:
        """Whether it serves and could do all its work."""
        if self.process.poll() is not None:
            raise AssertionError(f"it ended: {self.said.read_text()}")
        return "按 Ctrl-C 结束" in self.said.read_text() and self.answer("/readyz")[0] == 200

    def part(self, *words: str) -> list[int]:
        """The processes whose command line holds all ``words``; of the web server, it comes first."""
        return sorted(pid for pid, line in processes_of(self.home).items() if all(word in line for word in words))

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(sign)
        return self.process.wait(timeout=30)

    def leaves_nothing(self) -> bool:
        return not processes_of(self.home) and not self.cluster.is_running()


@contextmanager
def opened(home: Path, **environ: str) -> Iterator[House]:
    """A house that is being started; nothing of it runs afterwards."""
    house = House(home, **environ)
    try:
        yield house
    finally:
        house.process.kill()
        house.process.wait()
        until(lambda: not processes_of(home), what="every process of the house gone")
        house.cluster.stop()


@contextmanager
def at_work(home: Path, **environ: str) -> Iterator[House]:
    """A house that serves."""
    with opened(home, **environ) as house:
        until(house.ready, what="the house serves", seconds=90)
        yield house
