"""What is kept running: started again when it ends, and gone when we are."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

SHORTEST_PAUSE = 0.2  # seconds before what ended is started again,
LONGEST_PAUSE = 5.0  # doubled each time up to this,
SETTLED = 10.0  # and short again once it has run this long
TICK = 0.02

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None  # not to be loaded between fork and exec
PR_SET_PDEATHSIG = 1


class Kept(ABC):
    """Something that runs and is started again whenever it ends. ``tell`` is given a sentence each time."""

    def __init__(self, name: str, tell: Callable[[str], None]) -> None:
        self.name = name
        self.tell = tell
        self._runs = False
        self._pause = SHORTEST_PAUSE
        self._since = self._next = 0.0

    def tend(self) -> None:
        """Look once, and do what is needed."""
        if self._runs and self.has_ended():
            self.tell(f"{self.name}意外结束，马上重新启动。")
            self._wait()
        if not self._runs and time.monotonic() >= self._next:
            self._since = time.monotonic()
            self._runs = self.start()
            if not self._runs:
                self._wait()

    def _wait(self) -> None:
        """Longer each time, so that what cannot run does not keep the machine busy."""
        self._runs = False
        settled = time.monotonic() - self._since > SETTLED
        self._pause = SHORTEST_PAUSE if settled else min(2 * self._pause, LONGEST_PAUSE)
        self._next = time.monotonic() + self._pause

    @abstractmethod
    def start(self) -> bool:
        """Start it. False if that failed, and why has been told."""

    @abstractmethod
    def has_ended(self) -> bool:
        """Whether it runs no more."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run: a command line and its environment."""

    command: Sequence[str]
    environ: Mapping[str, str]


class KeptProgram(Kept):
    """A program with all its children."""

    def __init__(self, name: str, program: Program, tell: Callable[[str], None]) -> None:
        super().__init__(name, tell)
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> bool:
        self.clear_away()
        with undisturbed():
            self.process = spawn(self.program)
        return True

    def has_ended(self) -> bool:
        return self.process is None or has_ended(self.process)

    def ask_to_end(self) -> None:
        """Say that it may end now."""
        if self.process:
            os.kill(self.process.pid, signal.SIGTERM)

    def clear_away(self) -> None:
        """Leave nothing of it behind, whether it has ended or not."""
        if self.process:
            clear_away(self.process)
            self.process = None


def end(programs: Sequence[KeptProgram], grace: float) -> None:
    """Ask all to end, give them ``grace`` seconds, and leave nothing behind."""
    for program in programs:
        program.ask_to_end()
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and not all(program.has_ended() for program in programs):
        time.sleep(TICK)
    for program in programs:
        program.clear_away()


def complete(program: Program) -> int:
    """Run ``program`` to its end and return its exit code. Nothing of it outlives an interruption."""
    process = None
    try:
        with undisturbed():
            process = spawn(program)
        while not has_ended(process):
            time.sleep(TICK)
    finally:
        if process:
            clear_away(process)
    return process.returncode


@contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever asks us to end in this block is heard when it is left.

    A program takes a moment to begin. Interrupted then, we would have a child that we know nothing of.
    """
    former = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def hear_endings() -> None:
    """For a program that begins while we are undisturbed: it can be asked to end itself."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)


def spawn(program: Program) -> subprocess.Popen[bytes]:
    """Start ``program`` as the head of a process group of its own; it is killed if we are."""
    return subprocess.Popen(
        program.command,
        env=program.environ,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in the terminal reaches only us, who end it in good order
        preexec_fn=partial(end_with, os.getpid()),
    )


def end_with(parent: int) -> None:
    """From now on this process is killed when its parent, process ``parent``, ends. Needs Linux."""
    hear_endings()
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before we could ask
            os._exit(1)


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether ``process`` has ended. Its number stays taken until it is cleared away."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def clear_away(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process group that ``process`` heads, and forget it."""
    with suppress(PermissionError):  # some systems say so when only the dead head is left
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
