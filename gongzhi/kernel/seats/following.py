"""What follows when a turn changes: the app that a quota belongs to tells the people and does the rest.

A follower is called inside the transaction of the change, once for every turn, with what happened to it.
"""

from collections.abc import Callable

from gongzhi.kernel.seats.models import Turn
from gongzhi.lib.actions import Actor

Follower = Callable[[Turn, str, Actor], None]
_followers: list[Follower] = []


def follow(function: Follower) -> Follower:
    """Decorator: this function is told of every turn that changes, with its new state."""
    _followers.append(function)
    return function


def changed(turn: Turn, by: Actor) -> None:
    for function in _followers:
        function(turn, turn.state, by)
