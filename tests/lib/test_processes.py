import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongzhi.lib.processes import KeptProgram, Program, clear_away, complete, end, has_ended, spawn, undisturbed
from tests.waiting import until

# Newer versions of Python say so where other tests have left threads; a program of ours has one.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def python(code: str, *arguments: str) -> Program:
    return Program([sys.executable, "-c", code, *arguments], dict(os.environ))


def waits() -> Program:
    return python("import signal; signal.pause()")


def leaves_a_child(note: Path) -> Program:
    """A program that starts a child, notes its number and ends."""
    code = (
        "import pathlib, subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']);"
        "pathlib.Path(sys.argv[1]).write_text(str(child.pid)); import os; os._exit(1)"
    )
    return python(code, str(note))


def runs(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be forgotten."""
    asked = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout.strip() != "" and "Z" not in asked.stdout


class Kept:
    """A kept program and what was told about it."""

    def __init__(self, program: Program) -> None:
        self.told: list[str] = []
        self.program = KeptProgram("后台任务", program, self.told.append)

    def tended_until_it_runs(self) -> int:
        def look() -> int | None:
            self.program.tend()
            process = self.program.process
            return process.pid if process and not has_ended(process) else None

        return until(look, what="the program runs")


@pytest.fixture
def kept() -> Iterator[Kept]:
    one = Kept(waits())
    yield one
    end([one.program], grace=0)


def test_a_program_runs_after_it_was_tended(kept: Kept) -> None:
    assert runs(kept.tended_until_it_runs())
    assert kept.told == []


def test_a_killed_program_comes_back_and_it_is_told(kept: Kept) -> None:
    first = kept.tended_until_it_runs()
    os.kill(first, signal.SIGKILL)
    until(kept.program.has_ended, what="the killed program gone")

    kept.program.tend()
    second = kept.tended_until_it_runs()

    assert second != first
    assert kept.told == ["后台任务意外结束，马上重新启动。"]


def test_a_program_that_cannot_run_is_not_started_without_pause() -> None:
    one = Kept(python("raise SystemExit(1)"))
    one.program.tend()
    until(one.program.has_ended, what="the program gone")
    first = one.program.process

    one.program.tend()

    assert one.told != []
    assert one.program.process is first
    end([one.program], grace=0)


def test_what_a_killed_program_left_behind_is_gone_before_it_starts_again(tmp_path: Path) -> None:
    note = tmp_path / "child"
    one = Kept(leaves_a_child(note))
    one.program.tend()
    until(one.program.has_ended, what="the program gone")
    child = int(note.read_text())
    assert runs(child)

    one.program.clear_away()

    until(lambda: not runs(child), what="its child gone")


def test_a_program_is_asked_before_it_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "said"
    code = (
        "import signal, sys, pathlib; note = pathlib.Path(sys.argv[1]);"
        "signal.signal(signal.SIGTERM, lambda *_: (note.write_text('farewell'), sys.exit()));"
        "note.write_text('ready'); signal.pause()"
    )
    one = Kept(python(code, str(note)))
    one.program.tend()
    until(lambda: note.exists() and note.read_text() == "ready", what="the program ready")

    end([one.program], grace=30)

    assert note.read_text() == "farewell"


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "ready"
    code = (
        "import signal, sys, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "pathlib.Path(sys.argv[1]).touch(); signal.pause()"
    )
    one = Kept(python(code, str(note)))
    pid = one.tended_until_it_runs()
    until(note.exists, what="the program ready")

    end([one.program], grace=0.1)

    assert not runs(pid)


def test_the_exit_code_of_a_completed_program_is_given_back() -> None:
    assert complete(python("raise SystemExit(3)")) == 3
    assert complete(python("pass")) == 0


def test_a_child_dies_with_its_killed_parent() -> None:
    code = (
        "import signal, sys; from gongzhi.lib.processes import Program, spawn;"
        "child = spawn(Program([sys.executable, '-c', 'import signal; signal.pause()'], {}));"
        "print(child.pid, flush=True); signal.pause()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert runs(child)
        parent.kill()

    until(lambda: not runs(child), what="the child gone")


def test_ctrl_c_in_the_terminal_does_not_reach_a_child() -> None:
    process = spawn(waits())

    assert os.getsid(process.pid) == process.pid != os.getsid(0)

    clear_away(process)


def test_whoever_asks_us_to_end_while_something_begins_is_heard_afterwards() -> None:
    begun = []

    def begin() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            begun.append("it")

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert begun == ["it"]


def test_a_program_that_begins_undisturbed_can_itself_be_asked_to_end() -> None:
    with undisturbed():
        ended = complete(python("import os, signal; os.kill(os.getpid(), signal.SIGTERM)"))

    assert ended == -signal.SIGTERM
