"""Moving an object from state to state by the verbs its ``states.py`` lists.

``moves`` of a model is one readable dict ``{verb: ((from, …), to)}``. A move that the dict does
not list cannot be made; the sentence says where the object stands.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.lib.actions import YES, No, Refused, Verdict

Moves = Mapping[str, tuple[tuple[str, ...], str]]


def can_move(thing: Any, verb: str) -> Verdict:
    """Whether ``thing`` stands where ``verb`` starts."""
    sources, _target = thing.moves[verb]
    if thing.state in sources:
        return YES
    return No(_("现在是“%(state)s”，不能这样做。") % {"state": thing.get_state_display()})


def move(thing: Any, verb: str, **facts: Any) -> None:
    """Take ``thing`` through ``verb`` and save the state with the ``facts`` that belong to it.

    Raises Refused if the move does not start where ``thing`` stands. The caller holds the lock.
    """
    verdict = can_move(thing, verb)
    if isinstance(verdict, No):
        raise Refused(verdict.reason)
    thing.state = thing.moves[verb][1]
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save(update_fields=["state", *facts])


def unreachable(moves: Moves, initial: set[str], every: set[str]) -> set[str]:
    """The states of ``every`` that no chain of ``moves`` reaches from ``initial``."""
    reached = set(initial)
    while grown := {to for sources, to in moves.values() if reached & set(sources)} - reached:
        reached |= grown
    return every - reached
