"""Tests that can be trusted: no stand-ins for our own code, no waiting by the clock, none left out."""

import ast
from collections.abc import Iterator

import pytest

from tests.house_rules.source import Source, assert_nothing, found, name_of, seen

TRUSTED = "tests/**/*.py"


def stand_in(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and "mock" in ast.unparse(node):
            yield source.at(node, "a mock proves what it was told")
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"monkeypatch.setattr", "monkeypatch.setitem"}:
            yield source.at(node, "replaces code under test")
        if isinstance(node, ast.arg) and node.arg == "mocker":
            yield source.at(node, "a mock proves what it was told")


def clock(source: Source) -> Iterator[str]:
    """Sleeping in a test; waiting until something is so, with a deadline, is `tests/waiting.py`."""
    for call in source.calls:
        if name_of(call) == "sleep":
            yield source.at(call, "sleeps; wait until something is so")


def left_out(source: Source) -> Iterator[str]:
    for node in source.nodes(ast.Attribute):
        if ast.unparse(node).startswith("pytest.") and node.attr in {"skip", "skipif", "xfail", "importorskip"}:
            yield source.at(node, "a test that does not run proves nothing")


def idle(source: Source) -> Iterator[str]:
    """Tests that cannot fail by what they see: no assert, no expected error, no call that checks."""
    for function in source.functions:
        if function.name.startswith("test_") and not any(map(_checks, ast.walk(function))):
            yield source.at(function, f"{function.name} checks nothing")


def _checks(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    name = name_of(node) if isinstance(node, ast.Call) else ""
    return name.startswith(("assert", "expect", "raises", "check")) or name in {"fail", "warns"}


def undrilled(source: Source) -> Iterator[str]:
    """Tests that repeat themselves by ``count`` and would not do so in a drill."""
    if "from tests.drill import count" in source.text and "pytest.mark.drill" not in source.text:
        yield f"{source.path} asks count() and has no test with the mark drill"


def test_nothing_stands_in_for_our_own_code() -> None:
    assert_nothing(found(stand_in, TRUSTED))


def test_no_test_waits_by_the_clock() -> None:
    assert_nothing(sentence for sentence in found(clock, TRUSTED) if not sentence.startswith("tests/waiting.py"))


def test_no_test_is_left_out() -> None:
    assert_nothing(found(left_out, TRUSTED))


def test_every_test_checks_something() -> None:
    assert_nothing(found(idle, TRUSTED))


def test_every_test_that_repeats_itself_is_drilled() -> None:
    assert_nothing(found(undrilled, "tests/**/test_*.py"))


@pytest.mark.parametrize(
    "line",
    [
        "from unittest import mock",
        "from unittest.mock import patch",
        "def test_x(mocker): ...",
        'monkeypatch.setattr("gongzhi.lib.values.name", name)',
    ],
)
def test_a_stand_in_is_seen(line: str) -> None:
    assert len(seen(stand_in, line)) == 1


def test_an_environment_set_for_a_test_is_left_alone() -> None:
    assert seen(stand_in, 'monkeypatch.setenv("GONGZHI_HOME", str(tmp_path))') == []


def test_a_sleep_is_seen() -> None:
    assert len(seen(clock, "time.sleep(1)")) == 1


@pytest.mark.parametrize("line", ["@pytest.mark.skip\ndef test_x(): ...", "pytest.skip('later')"])
def test_a_test_left_out_is_seen(line: str) -> None:
    assert len(seen(left_out, line)) == 1


def test_an_idle_test_is_seen() -> None:
    assert len(seen(idle, "def test_home(client):\n    client.get('/')")) == 1
    assert seen(idle, "def test_home(client):\n    assert client.get('/').status_code == 200") == []


def test_a_test_that_is_not_drilled_is_seen() -> None:
    lines = "from tests.drill import count\n\nTIMES = count(3, 300)\n"
    assert len(seen(undrilled, lines)) == 1
    assert seen(undrilled, lines + "pytestmark = pytest.mark.drill\n") == []
