"""Short files, short functions: what is read on one screen stays understood."""

import ast
import statistics
from collections.abc import Iterator

from tests.house_rules.source import Function, Source, assert_nothing, files, found, name_of, seen

OURS = ("gongzhi/**/*.py", "tools/**/*.py", "bench/**/*.py")
FILE, TEST_FILE, FUNCTION, VIEW = 400, 600, 60, 15


def length(function: Function) -> int:
    """Lines from ``def`` to the end; documentation is not held against a function."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0)


def long_file(source: Source) -> Iterator[str]:
    limit = TEST_FILE if source.path.startswith("tests/") else FILE
    lines = source.text.count("\n")
    if lines > limit:
        yield f"{source.path} has {lines} lines; over {limit} it becomes a folder, split by noun"


def long_function(source: Source) -> Iterator[str]:
    for function in source.functions:
        if length(function) > FUNCTION:
            yield source.at(function, f"{function.name} has {length(function)} lines, more than {FUNCTION}")


def heavy_view(source: Source) -> Iterator[str]:
    """Views that are too long or are classes: a view turns HTTP into a call, and a refusal into a message."""
    for node in source.tree.body:
        if isinstance(node, ast.ClassDef) and any(name_of(parent).endswith("View") for parent in node.bases):
            yield source.at(node, f"{node.name}: views are plain functions")
        if isinstance(node, Function) and length(node) > VIEW:
            yield source.at(node, f"{node.name} has {length(node)} lines, more than {VIEW}")


def tail(lengths: list[int]) -> Iterator[str]:
    """What is wrong with the whole: the typical function, and the long ones."""
    if statistics.median(lengths) > 8:
        yield f"the median function has {statistics.median(lengths)} lines, more than 8"
    if sum(lines > 40 for lines in lengths) > 0.05 * len(lengths):
        yield f"{sum(lines > 40 for lines in lengths)} of {len(lengths)} functions have more than 40 lines"


def test_files_are_short() -> None:
    assert_nothing(found(long_file, "**/*.py", "**/*.css", "**/*.html"))


def test_no_function_is_long() -> None:
    assert_nothing(found(long_function, *OURS, "tests/**/*.py"))


def test_views_are_thin() -> None:
    assert_nothing(found(heavy_view, "gongzhi/faces/**/views.py", "gongzhi/faces/**/views/*.py"))


def test_the_tail_is_short() -> None:
    assert_nothing(list(tail([length(function) for source in files(*OURS) for function in source.functions])))


def lines(number: int) -> str:
    return "def tell(request):\n    '''Say it.'''\n" + "    say()\n" * (number - 1)


def test_a_long_file_is_seen() -> None:
    assert len(seen(long_file, "\n" * 401)) == 1
    assert seen(long_file, "\n" * 400) == []


def test_a_long_test_file_is_seen() -> None:
    assert len(seen(long_file, "\n" * 601, "tests/kernel/test_people.py")) == 1
    assert seen(long_file, "\n" * 600, "tests/kernel/test_people.py") == []


def test_a_long_function_is_seen() -> None:
    assert len(seen(long_function, lines(61))) == 1
    assert seen(long_function, lines(60)) == []


def test_a_heavy_view_is_seen() -> None:
    assert len(seen(heavy_view, lines(16))) == 1
    assert len(seen(heavy_view, "class Home(View): ...")) == 1
    assert seen(heavy_view, lines(15)) == []


def test_a_heavy_tail_is_seen() -> None:
    assert len(list(tail([9] * 100))) == 1
    assert len(list(tail([8] * 94 + [41] * 6))) == 1
    assert list(tail([8] * 95 + [41] * 5)) == []
