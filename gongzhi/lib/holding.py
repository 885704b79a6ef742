"""What holds a thing, so that nobody ends it: whatever else is kept for it, in whichever app.

A kernel app makes one :class:`Holdings` for its noun; each app that keeps something for such a thing registers it
in its ``holding.py``, so that it is known there without the app being known.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

Held = TypeVar("Held")
Kept = TypeVar("Kept", bound=Callable[[Any], "QuerySet[Any]"])


class Holdings(Generic[Held]):
    """The kinds of what holds things of one sort, each under the words in which a clerk is told of it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str | Promise, Callable[[Held], QuerySet[Any]]]] = {}
        self._discovered = False

    def register(self, label: str | Promise) -> Callable[[Kept], Kept]:
        """Decorator: make a kind of holding known. Raises ValueError if there is one of that name."""

        def enter(holding: Kept) -> Kept:
            name = f"{holding.__module__}.{holding.__qualname__}"
            if name in self._known:
                raise ValueError(f"two holdings with the name {name}")
            self._known[name] = (label, holding)
            return holding

        return enter

    def held_by(self, thing: Held) -> dict[str, int]:
        """What holds it, in words, and how many; nothing if it may go."""
        if not self._discovered:
            self._discovered = True
            autodiscover_modules("holding")
        counted = {str(label): holding(thing).count() for label, holding in self._known.values()}
        return {label: number for label, number in counted.items() if number}


def told(held: Mapping[str, int]) -> str:
    """What holds something, as a part of a sentence."""
    return "、".join(_("%(label)s %(number)s 项") % {"number": n, "label": label} for label, n in held.items())
