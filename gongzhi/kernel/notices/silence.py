"""Who is told nothing any more. An app that knows of such people says so in its ``silence.py``."""

import functools
from collections.abc import Callable, Collection

from django.utils.module_loading import autodiscover_modules

#: From the ids of some people to those of them who are told nothing.
Silence = Callable[[Collection[int]], set[int]]

_silences: list[Silence] = []


def silence(function: Silence) -> Silence:
    """Decorator: this function knows people who are told nothing."""
    _silences.append(function)
    return function


@functools.cache
def _discover() -> None:
    autodiscover_modules("silence")


def silent(people: Collection[int]) -> set[int]:
    """Those of some people who are told nothing."""
    _discover()
    return set().union(*(known(people) for known in _silences)) if people else set()
