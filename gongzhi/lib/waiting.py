"""What waits for somebody: every app tells it in its ``waiting.py``, the first page of the desk shows it.

A provider is a function from an actor to its :class:`Waiting` lines; it asks the database a constant number of
times and tells only what the actor may see and do something about.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import autodiscover_modules

from gongzhi.lib.actions import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of work: what it is, what helps to decide, until when, and the page where it is done.

    ``page`` is the name of an address with its arguments; ``do`` is the verb of its button.
    """

    title: str
    line: str
    do: str
    page: str
    arguments: dict[str, Any] = field(default_factory=dict)
    due: dt.date | None = None


Provider = Callable[[Actor], Iterable[Waiting]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    """Decorator: this function knows of work that waits."""
    _providers.append(function)
    return function


@functools.cache
def _discover() -> None:
    autodiscover_modules("waiting")


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for ``actor``: what is due first, then the rest in the order it was told."""
    _discover()
    lines = [line for tell in _providers for line in tell(actor)]
    return sorted(lines, key=lambda line: line.due or dt.date.max)
