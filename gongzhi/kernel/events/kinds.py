"""The kinds of events there are: the one narrow door upward. Every programme registers its own."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event and what it is called; its ``key`` stands in every event of it."""

    key: str
    label: str | Promise


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Raises ValueError if there is one of that key."""
    if kind.key in _kinds:
        raise ValueError(f"two kinds of events with the key {kind.key}")
    _kinds[kind.key] = kind
    return kind


def kind_of(key: str) -> Kind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[key]


def choices() -> list[tuple[str, str | Promise]]:
    """Every kind with what it is called, in the order in which they were registered."""
    return [(kind.key, kind.label) for kind in _kinds.values()]


GATHERING = register(Kind("gathering", _("社区活动")))
