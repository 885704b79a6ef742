"""Declared lists: what a desk reads line by line, sorted, narrowed and turned page by page.

An app declares a :class:`List` in its ``lists.py``: columns, what it may be sorted and narrowed by, and whose
lines an actor sees. Whatever an address asks for beyond that is answered by the default, never by an
error; a field becomes something to filter by only because a filter was written for it (trust.md S15). A
page costs the same number of queries however many lines it has.
"""

import datetime as dt
import functools
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from gongzhi.lib.actions import Actor, NotThere

#: Lines on a page, and the most that may be asked for (trust.md S33).
LINES, MOST_LINES = 50, 100
#: Lines are counted and pages turned as far as this one; whoever looks further narrows the list.
DEEPEST = 10_000
LONGEST = 64  # characters of anything in an address

Cell = str | int | dt.date
#: What an address says: names and everything that was given for each, as ``QueryDict.lists()`` has it.
Query = Iterable[tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``told`` makes the cell of a line, masked as anybody sees it; the second argument is what
    :meth:`List.beside` found out for the whole page. ``sensitive`` makes an export ask a second person."""

    key: str
    title: str | Promise
    told: Callable[[Any, Any], Cell]
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list: to a choice out of those that an actor has, never to free text.

    ``choices`` are values and what they are called, for this actor; ``narrowed`` keeps what fits one. ``around`` says
    what an address may name besides: nothing, or that value and those near it, so that a tree is walked step by step.
    """

    key: str
    title: str | Promise
    choices: Callable[[Actor], Sequence[tuple[str, str | Promise]]]
    narrowed: Callable[["QuerySet[Any]", str], "QuerySet[Any]"]
    around: Callable[[Actor, str], Sequence[tuple[str, str | Promise]]] = lambda by, value: ()

    def offered(self, by: Actor, value: str) -> dict[str, str | Promise]:
        """The choices of an actor for whom a list is narrowed to ``value``."""
        choices = dict(self.choices(by))
        return choices | {near: name for near, name in self.around(by, value) if near not in choices}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a list is wanted, with nothing in it that the list does not know."""

    page: int = 1
    lines: int = LINES
    sort: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    def address(self, **changes: Any) -> str:
        """The same, or with ``page``, ``sort``, ``lines`` or ``chosen`` changed, as the query of an address.

        What is narrowed or sorted anew begins with the first page.
        """
        other = replace(self, **{"page": 1, **changes})
        said = {**other.chosen, "sort": other.sort, "lines": other.lines, "page": other.page}
        return urlencode({name: value for name, value in said.items() if value != _UNSAID.get(name, "")})


_UNSAID = {"lines": LINES, "page": 1}


@dataclass(frozen=True, slots=True)
class Choices:
    """A filter as a page offers it. ``chosen`` is empty while it does not narrow anything."""

    key: str
    title: str
    choices: Sequence[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the id of its record, and its cells in the order of the columns."""

    id: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. ``total`` counts its lines as far as :data:`DEEPEST`; ``is_cut`` if there are more."""

    title: str
    headings: tuple[str, ...]
    lines: list[Line]
    filters: list[Choices]
    asked: Asked
    total: int
    is_cut: bool
    pages: int

    @property
    def page(self) -> int:
        return self.asked.page


class List(ABC):
    """One list. Subclasses are registered with :func:`register`.

    ``right`` is what somebody must have to see it, ``export_right`` to take it along; empty if nobody
    may. ``sorts`` are the orders it may be read in, by name, the first one unless another is asked for.
    """

    key: ClassVar[str]
    title: ClassVar[Any]
    right: ClassVar[str]
    export_right: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]]
    sorts: ClassVar[Mapping[str, tuple[str, ...]]]
    filters: ClassVar[tuple[Filter, ...]] = ()

    @abstractmethod
    def seen_by(self, by: Actor, right: str) -> "QuerySet[Any]":
        """The records over which an actor has a right, in no order; asked before anything else is."""

    def beside(self, records: Sequence[Any]) -> Any:
        """What the columns need to know of these records besides themselves, in a constant number of queries."""
        return None

    def people_of(self, records: Sequence[Any]) -> Iterable[int]:
        """The ids of the humans whom these records are about, in a constant number of queries."""
        return ()

    def is_for(self, by: Actor) -> bool:
        """Whether an actor sees anything of this list at all."""
        return by.is_system or by.can(self.right)

    def ask(self, query: Query, by: Actor) -> Asked:
        """What an address asks for; the default for whatever is unknown, malformed or said twice."""
        said = {name: values[0] for name, values in query if len(values) == 1 and len(values[0]) <= LONGEST}
        chosen = {one.key: said[one.key] for one in self.filters if _fits(one, by, said.get(one.key, ""))}
        sort = said.get("sort", "")
        return Asked(
            _number(said.get("page", ""), 1, DEEPEST),
            _number(said.get("lines", ""), LINES, MOST_LINES),
            sort if sort in self.sorts else "",
            chosen,
        )

    def records(self, by: Actor, asked: Asked, right: str = "") -> "QuerySet[Any]":
        """All records that are asked for, in order."""
        found = self.seen_by(by, right or self.right)
        for one in self.filters:
            if one.key in asked.chosen:
                found = one.narrowed(found, asked.chosen[one.key])
        order = self.sorts.get(asked.sort) or next(iter(self.sorts.values()))
        return found.order_by(*order)

    def read(self, by: Actor, asked: Asked) -> Page:
        """The page that is asked for, else the last one there is. Raises NotThere for whom the list is not."""
        if not self.is_for(by):
            raise NotThere
        records = self.records(by, asked)
        counted = records.order_by()[: DEEPEST + 1].count()
        total = min(counted, DEEPEST)
        pages = max(1, math.ceil(total / asked.lines))
        asked = replace(asked, page=min(asked.page, pages))
        start = (asked.page - 1) * asked.lines
        lines = self.lines(list(records[start : start + asked.lines]))
        choices = self._choices(by, asked)
        return Page(str(self.title), self.headings(), lines, choices, asked, total, counted > total, pages)

    def lines(self, records: Sequence[Any], columns: Sequence[str] = ()) -> list[Line]:
        """These records as lines, of some columns or of all."""
        beside, shown = self.beside(records), self.shown(columns)
        return [Line(record.pk, tuple(column.told(record, beside) for column in shown)) for record in records]

    def headings(self, columns: Sequence[str] = ()) -> tuple[str, ...]:
        return tuple(str(column.title) for column in self.shown(columns))

    def shown(self, columns: Sequence[str] = ()) -> tuple[Column, ...]:
        """The columns with these keys, or all; what is no column of the list is left out."""
        return tuple(column for column in self.columns if not columns or column.key in columns)

    def _choices(self, by: Actor, asked: Asked) -> list[Choices]:
        return [
            Choices(
                one.key,
                str(one.title),
                [(value, str(name)) for value, name in one.offered(by, asked.chosen.get(one.key, "")).items()],
                asked.chosen.get(one.key, ""),
            )
            for one in self.filters
        ]


def _fits(one: Filter, by: Actor, value: str) -> bool:
    return bool(value) and value in one.offered(by, value)


def _number(text: str, default: int, most: int) -> int:
    """A number from an address: 1 to ``most``; what is larger is ``most``, what is none the default."""
    return min(int(text), most) if re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII) else default


@dataclass
class _Registry:
    lists: dict[str, List] = field(default_factory=dict)


_registry = _Registry()


def register(cls: type[List]) -> type[List]:
    """Class decorator: make a list known. Keys are unique."""
    if cls.key in _registry.lists:
        raise ValueError(f"two lists with the key {cls.key}")
    _registry.lists[cls.key] = cls()
    return cls


@functools.cache
def _discover() -> None:
    """Import every app's ``lists.py``."""
    autodiscover_modules("lists")


def get(key: str) -> List | None:
    _discover()
    return _registry.lists.get(key)


def access(key: str, by: Actor) -> List:
    """The list with this key, if it is for this actor. Raises NotThere."""
    found = get(key)
    if found is None or not found.is_for(by):
        raise NotThere
    return found
