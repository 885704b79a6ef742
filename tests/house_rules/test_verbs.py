"""Every verb of the journal has a sentence that a human being can read."""

import ast
from collections.abc import Iterator

import pytest

from gongzhi.kernel.ledger.sentences import said
from tests.house_rules.source import Source, assert_nothing, found, name_of, seen

RECORDING = {"record", "record_batch", "record_reading", "record_refusal"}
#: Where the verb is what the caller gave.
PASSED_ON = "gongzhi/kernel/ledger/actions/recording.py"


def unsaid(source: Source) -> Iterator[str]:
    """Lines of the journal whose verb has no sentence, or is not written where it is recorded."""
    for call in source.calls:
        if name_of(call) not in RECORDING:
            continue
        verb = _verb(call)
        if not isinstance(verb, ast.Constant):
            yield source.at(call, "records a verb that cannot be read here")
        elif verb.value not in said():
            yield source.at(call, f"{verb.value} has no sentence; say it in the verbs.py of the app")


def _verb(call: ast.Call) -> ast.expr | None:
    by_name = (keyword.value for keyword in call.keywords if keyword.arg == "verb")
    return call.args[1] if len(call.args) > 1 else next(by_name, None)


def test_every_verb_has_a_sentence() -> None:
    recorded = found(unsaid, "gongzhi/**/*.py")
    assert_nothing(sentence for sentence in recorded if not sentence.startswith(PASSED_ON) or "no sentence" in sentence)


def test_there_are_verbs_to_look_at() -> None:
    assert len(said()) > 20


@pytest.mark.parametrize(
    "line",
    [
        'record(by, "person.vanished", person)',
        'record(by, verb="person.vanished")',
        'recording.record_reading(by, "person.vanished", [1])',
        'record_refusal(by, f"person.{what}")',
        "record_batch(by, verb, batch)",
        "record(by)",
    ],
)
def test_a_verb_without_a_sentence_is_seen(line: str) -> None:
    assert len(seen(unsaid, line)) == 1


def test_a_verb_with_a_sentence_is_left_alone() -> None:
    assert seen(unsaid, 'record(by, "person.registered", person)') == []
    assert seen(unsaid, 'record_reading(by, verb="journal.read")') == []
