"""What happens on a day: every app tells it in its ``happening.py``, the first page of the desk shows it.

A provider is a function from an actor and a day to its :class:`Happening` lines; it asks the database a constant
number of times and tells only what the actor may see.
"""

import datetime as dt
import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import autodiscover_modules

from gongzhi.lib.actions import Actor


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing of a day: what, a line that says more, the page that shows it (none if ``page`` is empty).

    ``at`` is when it begins, None if it lasts the day.
    """

    title: str
    line: str = ""
    page: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    at: dt.datetime | None = None


Provider = Callable[[Actor, dt.date], Iterable[Happening]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    """Decorator: this function knows of things that happen."""
    _providers.append(function)
    return function


@functools.cache
def _discover() -> None:
    autodiscover_modules("happening")


def happening_on(day: dt.date, actor: Actor) -> list[Happening]:
    """Everything that ``actor`` may know of that day: what lasts the day first, then by the clock."""
    _discover()
    lines = [line for tell in _providers for line in tell(actor, day)]
    return sorted(lines, key=lambda line: line.at.timestamp() if line.at else 0)
