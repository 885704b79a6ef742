"""Columns of a list that can be sorted by a click on their heading."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A heading: how the list is sorted by it (the values of ``aria-sort``), and what a click on it asks for."""

    label: Any
    order: str = "none"
    next: str = ""


def columns(headings: Iterable[tuple[Any, str]], asked: str) -> list[Column]:
    """The headings of a list; each with the key it is sorted by, or ``""``. ``asked`` is a key, ``-key`` downwards."""
    return [_column(label, key, asked) for label, key in headings]


def _column(label: Any, key: str, asked: str) -> Column:
    if not key:
        return Column(label)
    if asked == key:
        return Column(label, "ascending", f"-{key}")
    return Column(label, "descending" if asked == f"-{key}" else "none", key)


def order(asked: str | None, headings: Iterable[tuple[Any, str]], otherwise: str) -> str:
    """The key to sort by: the one asked for if it is a column's, else ``otherwise``."""
    known = {key for _label, key in headings if key}
    return asked if asked and asked.removeprefix("-") in known else otherwise
