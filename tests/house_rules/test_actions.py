"""Every change of data is an action, and every action has somebody who acts."""

import ast
from collections.abc import Iterator

import pytest

from tests.house_rules.source import Function, Source, assert_nothing, found, name_of, seen

ACTIONS = tuple(
    f"gongzhi/{part}/**/{name}" for part in ("kernel", "programmes") for name in ("actions.py", "actions/*.py")
)


#: ``looking`` is the action that changes nothing of the work.
DECORATORS = {"action", "looking"}

#: Steps inside an action, which write in its transaction and for its actor; what tells of looking and of
#: refusals, which no action is about; and the taking in of many workbooks, each of which is an action of its own.
STEPS = {
    "gongzhi/kernel/ledger/actions/reading.py": {"read_journal"},
    "gongzhi/kernel/ledger/actions/recording.py": {
        "erase_reasons",
        "record",
        "record_batch",
        "record_reading",
        "record_refusal",
    },
    "gongzhi/kernel/notices/actions.py": {"tell"},
    "gongzhi/kernel/rulebook/actions.py": {"issue"},
    "gongzhi/kernel/places/actions/entering.py": {"hold_still", "parents_of", "create"},
    "gongzhi/kernel/intake/actions/taking.py": {"take_in_all", "preview"},
}


def not_an_action(source: Source) -> Iterator[str]:
    """Public functions that are not decorated, or do not take ``by: Actor`` by keyword only."""
    for node in source.tree.body:
        if not isinstance(node, Function) or node.name.startswith("_") or node.name in STEPS.get(source.path, ()):
            continue
        if DECORATORS.isdisjoint(map(name_of, node.decorator_list)):
            yield source.at(node, f"{node.name} is not decorated with @action")
        if not _takes_by(node):
            yield source.at(node, f"{node.name} does not take `*, by: Actor`")


def _takes_by(function: Function) -> bool:
    return any(
        argument.arg == "by" and argument.annotation is not None and ast.unparse(argument.annotation) == "Actor"
        for argument in function.args.kwonlyargs
    )


def action_elsewhere(source: Source) -> Iterator[str]:
    for function in source.functions:
        if not DECORATORS.isdisjoint(map(name_of, function.decorator_list)):
            yield source.at(function, f"{function.name} is an action outside actions.py")


def test_every_public_function_of_actions_is_one() -> None:
    assert_nothing(found(not_an_action, *ACTIONS))


def test_actions_stand_in_actions_py_only() -> None:
    outside = found(action_elsewhere, "gongzhi/**/*.py")
    assert_nothing(sentence for sentence in outside if "/actions.py" not in sentence and "/actions/" not in sentence)


def test_there_are_actions_to_look_at() -> None:
    assert found(action_elsewhere, *ACTIONS) != []


@pytest.mark.parametrize(
    "lines",
    [
        "def publish(event: Event, *, by: Actor) -> Event: ...",
        "@action\ndef publish(event: Event) -> Event: ...",
        "@action\ndef publish(event: Event, by: Actor) -> Event: ...",
        "@action\ndef publish(event: Event, *, by) -> Event: ...",
    ],
)
def test_a_function_without_decorator_or_actor_is_seen(lines: str) -> None:
    assert len(seen(not_an_action, lines)) == 1


def test_a_whole_action_and_a_private_function_are_left_alone() -> None:
    lines = "@action\ndef publish(event: Event, *, by: Actor) -> Event: ...\ndef _write(event: Event) -> None: ..."
    assert seen(not_an_action, lines) == []


def test_an_action_in_the_wrong_file_is_seen() -> None:
    assert len(seen(action_elsewhere, "@action\ndef publish(event: Event, *, by: Actor) -> Event: ...")) == 1
