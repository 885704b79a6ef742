"""What a message is made of. Every app keeps its own messages in its ``notices.py``, one small class each."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to reach: a person on record, or an address (a telephone, a mailbox) without one, or both.

    ``about`` is somebody else on record whom the message names: it is forgotten with them.
    """

    person_id: int | None = None
    address: str = ""
    about: int | None = None


class Notice(ABC):
    """One kind of message about something at hand, given to the constructor of the subclass.

    ``title`` and ``body`` are templates: ``{name}`` is replaced if :meth:`facts` has ``name``,
    everything else stays as it is. People may opt out of a ``category``; without one they may not.
    """

    key: ClassVar[str]  # "alliance.agreement_expiring"
    title: ClassVar[str | Promise]
    body: ClassVar[str | Promise]
    channels: ClassVar[tuple[str, ...]] = ("console",)
    category: ClassVar[str] = ""

    @abstractmethod
    def audience(self) -> Iterable[Recipient]:
        """Who is told."""

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        """The placeholders that the templates may use, and what they say to this recipient."""
        return {}


_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(template: str, facts: Mapping[str, object]) -> str:
    """``template`` with the placeholders that ``facts`` allows; nothing is looked up inside a value (trust.md S30)."""
    return _PLACEHOLDER.sub(lambda place: str(facts.get(place[1], place[0])), template)


def kind_of(key: str) -> str:
    """What a kind of message is called: its title with the places of its facts left open."""
    known = {kind.key: kind for kind in _kinds(Notice)}  # type: ignore[type-abstract]
    return _PLACEHOLDER.sub("…", str(known[key].title)) if key in known else key


def _kinds(kind: type[Notice]) -> Iterator[type[Notice]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
