"""What holds a place, so that nobody ends it: not only what stands in it, but whatever is kept for it elsewhere.

Each app that keeps such a thing registers it in its ``holding.py``, so that it is known here without
the app being known.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

#: From the path of a place to what is kept for it or for a place in it.
Holding = Callable[[str], "QuerySet[Any]"]

_holdings: dict[str, tuple[str | Promise, Holding]] = {}


def register(label: str | Promise) -> Callable[[Holding], Holding]:
    """Decorator: make a kind of holding known, under the words in which a clerk is told of it."""

    def enter(holding: Holding) -> Holding:
        name = f"{holding.__module__}.{holding.__qualname__}"
        if name in _holdings:
            raise ValueError(f"two holdings with the name {name}")
        _holdings[name] = (label, holding)
        return holding

    return enter


@functools.cache
def _discover() -> None:
    """Import every app's ``holding.py``."""
    autodiscover_modules("holding")


def held_by(path: str) -> dict[str, int]:
    """What holds the place at ``path``, in words, and how many; nothing if it may go."""
    _discover()
    counted = {str(label): holding(path).count() for label, holding in _holdings.values()}
    return {label: number for label, number in counted.items() if number}
