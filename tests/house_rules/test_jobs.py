"""Every job runs: it stands in the schedule, or somebody defers it."""

import ast
from collections.abc import Iterable

from tests.house_rules.source import Function, Source, assert_nothing, files


def jobs(source: Source) -> list[str]:
    """The public functions of a ``jobs.py``."""
    return [node.name for node in source.tree.body if isinstance(node, Function) and not node.name.startswith("_")]


def named_outside(source: Source) -> set[str]:
    """Names that a file uses, and those it imports."""
    used = {node.attr for node in source.nodes(ast.Attribute)} | {node.id for node in source.nodes(ast.Name)}
    return used | {alias.name for node in source.nodes(ast.ImportFrom) for alias in node.names}


def idle(job_files: Iterable[Source], others: Iterable[Source]) -> list[str]:
    """Jobs that no other file names."""
    used = set().union(*map(named_outside, others))
    return [f"{source.path}: nobody runs {name}" for source in job_files for name in jobs(source) if name not in used]


def test_every_job_runs() -> None:
    job_files = files("gongzhi/**/jobs.py")
    assert_nothing(idle(job_files, [source for source in files("gongzhi/**/*.py") if source not in job_files]))


def test_an_idle_job_is_seen() -> None:
    job_file = Source("gongzhi/kernel/notices/jobs.py", "def deliver(): ...\ndef forgotten(): ...\ndef _part(): ...")
    schedule = Source("gongzhi/schedule.py", "from gongzhi.kernel.notices import jobs\nDAILY = [jobs.deliver]")
    assert idle([job_file], [schedule]) == ["gongzhi/kernel/notices/jobs.py: nobody runs forgotten"]
