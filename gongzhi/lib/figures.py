"""Declared figures: what is counted, how it is defined, how it splits, and the rows it opens to.

A programme declares a :class:`Figure` in its ``figures.py``. Its value, its split by community and
its rows are all read from one queryset, so that a number can never differ from what it opens to.
"""

import datetime as dt
import functools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django.db.models import BigIntegerField, Count, F, QuerySet, Value
from django.db.models.expressions import Func
from django.db.models.functions import Cast, NullIf
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

STOCK, FLOW = "stock", "flow"
ROWS, GROUPS = "rows", "groups"
#: A page of rows, and the smallest group of people that is told to the public.
PAGE, SMALLEST_GROUP = 50, 5

Number = int | float | dict[str, Any] | list[Any]


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` (None: the first record) to ``end``, both days included. A stock is read at ``end``."""

    end: dt.date
    start: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as read: its value, the same as the public is told it, its day, a remark that belongs beside it."""

    value: Number
    told: Number | str
    as_of: dt.date
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """The share of one community, and how the public is told it."""

    place_id: int
    value: int | float
    told: int | float | str


@dataclass(frozen=True, slots=True)
class RowsPage:
    """One page of what a figure counts. ``total`` is the number of lines, not the figure."""

    headings: list[str]
    rows: list[list[str]]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of the rows: its heading, the field it is read from, and how it is masked."""

    heading: Any
    field: str
    mask: Callable[[str], str] = str

    def told(self, value: Any) -> str:
        return "—" if value in (None, "") else self.mask(str(value))


@dataclass(frozen=True, slots=True)
class Opened:
    """One counted record as the office sees it: what it is, and its cells."""

    kind: str
    id: int
    cells: list[str]


class Figure(ABC):
    """One figure. Subclasses are registered with :func:`register`.

    ``place_path`` is the lookup to the path of the place that a counted row belongs to;
    ``distinct`` what makes two rows one, if not the row itself. ``opens_to`` ROWS shows the public
    what is counted; GROUPS shows how many by ``shown``, nobody by name, none under five. The office
    sees every counted record by ``listed``, masked.
    """

    key: ClassVar[str]
    title: ClassVar[Any]
    definition: ClassVar[Any]
    unit: ClassVar[Any]
    kind: ClassVar[str]
    place_path: ClassVar[str]
    shown: ClassVar[tuple[Shown, ...]]
    listed: ClassVar[tuple[Shown, ...]] = ()
    opens_to: ClassVar[str] = ROWS
    distinct: ClassVar[Any] = F("pk")
    position: ClassVar[int] = 100

    @abstractmethod
    def counted(self, period: Period) -> QuerySet[Any]:
        """What is counted in ``period``, over all places."""

    def remark(self, period: Period, path: str = "") -> str:
        """A sentence that belongs beside the number, or nothing."""
        return ""

    def within(self, period: Period, path: str = "") -> QuerySet[Any]:
        """What is counted in the place at ``path``; everywhere if it is empty."""
        counted = self.counted(period)
        return counted.filter(**{f"{self.place_path}__startswith": path}) if path else counted

    def read(self, period: Period, path: str = "") -> Reading:
        number = self.within(period, path).aggregate(number=Count(self.distinct, distinct=True))["number"]
        # Few pages show the remark, and it may cost as much as the number: it is read when it is asked for.
        remark = SimpleLazyObject(lambda: self.remark(period, path))
        return Reading(number, self.in_public(number), period.end, cast("str", remark))

    def in_public(self, number: int) -> int | str:
        """A count as anybody may see it: one that opens to groups of people does not tell of a few."""
        return coarse(number) if self.opens_to == GROUPS and 0 < number < SMALLEST_GROUP else number

    def by_community(self, period: Period, path: str = "") -> list[Split]:
        """The same count for each community that has any; people may stand in several."""
        community = Cast(NullIf(_Step(F(self.place_path), 2), Value("")), BigIntegerField())
        counted = self.within(period, path).order_by().annotate(_community=community)
        splits = counted.values_list("_community").annotate(number=Count(self.distinct, distinct=True))
        return [Split(place_id, number, self.in_public(number)) for place_id, number in splits if place_id]

    def rows(self, period: Period, path: str = "", page: int = 1) -> RowsPage:
        """One page of what the figure counts, for anybody to see."""
        return self._groups(period, path, page) if self.opens_to == GROUPS else self._rows(period, path, page)

    def opened(self, period: Period, path: str = "", page: int = 1) -> list[Opened]:
        """One page of the counted records for the office, in a steady order; past the last page none."""
        counted = self.within(period, path)
        counted = counted.order_by(*counted.query.order_by, "pk") if counted.query.order_by else counted.order_by("pk")
        columns = self.listed or self.shown
        fields = [column.field for column in columns]
        start = (max(page, 1) - 1) * PAGE
        kind = counted.model._meta.label_lower
        return [
            Opened(kind, key, [column.told(value) for column, value in zip(columns, values, strict=True)])
            for key, *values in counted.values_list("pk", *fields)[start : start + PAGE]
        ]

    def _rows(self, period: Period, path: str, page: int) -> RowsPage:
        counted = self.within(period, path)
        total = counted.count()
        start, page, pages = _window(total, page)
        fields = [column.field for column in self.shown]
        found = counted.values_list(*fields)[start : start + PAGE]
        rows = [[column.told(value) for column, value in zip(self.shown, row, strict=True)] for row in found]
        return RowsPage([str(column.heading) for column in self.shown], rows, total, page, pages)

    def _groups(self, period: Period, path: str, page: int) -> RowsPage:
        """How many by ``shown``; groups too small to be told apart stand together in the last line."""
        fields = [column.field for column in self.shown]
        counted = self.within(period, path).order_by(*fields).values(*fields)
        groups = list(counted.annotate(number=Count(self.distinct, distinct=True)))
        told = [group for group in groups if group["number"] >= SMALLEST_GROUP]
        lines = [[*(column.told(group[column.field]) for column in self.shown), str(group["number"])] for group in told]
        if rest := sum(group["number"] for group in groups if group["number"] < SMALLEST_GROUP):
            lines.append([str(_("其他")), *("" for _name in fields[1:]), coarse(rest)])
        start, page, pages = _window(len(lines), page)
        headings = [*(str(column.heading) for column in self.shown), str(_("人数"))]
        return RowsPage(headings, lines[start : start + PAGE], len(lines), page, pages)


class _Step(Func):
    """The n-th step of a path ``"1.4.31."``; the second is the community."""

    function = "SPLIT_PART"

    def __init__(self, path: Any, step: int) -> None:
        super().__init__(path, Value("."), Value(step))


def _window(total: int, page: int) -> tuple[int, int, int]:
    pages = max(math.ceil(total / PAGE), 1)
    page = min(max(page, 1), pages)
    return (page - 1) * PAGE, page, pages


def coarse(number: int) -> str:
    """A number of people as the public may know it."""
    return f"{number:,}" if number >= SMALLEST_GROUP else str(_("不足%(least)s") % {"least": SMALLEST_GROUP})


@dataclass
class _Registry:
    figures: dict[str, Figure] = field(default_factory=dict)


_registry = _Registry()


def register(cls: type[Figure]) -> type[Figure]:
    """Class decorator: make a figure known. Keys are unique."""
    if cls.key in _registry.figures:
        raise ValueError(f"two figures with the key {cls.key}")
    _registry.figures[cls.key] = cls()
    return cls


@functools.cache
def _discover() -> None:
    """Import every app's ``figures.py``; looking for those that are not there costs more than a page may."""
    autodiscover_modules("figures")


def known() -> Sequence[Figure]:
    """Every declared figure, in the order in which a page shows them."""
    _discover()
    return sorted(_registry.figures.values(), key=lambda figure: (figure.position, figure.key))


def get(key: str) -> Figure | None:
    _discover()
    return _registry.figures.get(key)
