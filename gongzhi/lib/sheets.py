"""What a programme says about one of its sheets, and what became of each row.

A programme declares a :class:`Sheet` in its ``sheets.py``: the headings it knows by meaning, how
each cell is read, how checked lines are decided against what is on record, and the one set-based
action that writes them. The intake engine knows only this shape, never a programme.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django.db.models import Model, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.lib import values
from gongzhi.lib.actions import Actor

#: The right to take workbooks in, over a street or a community.
RIGHT = "take_in_workbooks"


class Status(TextChoices):
    """What a row of a workbook turned out to be (domain.md 2.0.8, M19)."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("更新")
    SAME = "same", _("已有，没有变化")
    MERGED = "merged", _("重复，已合并")
    CONFLICT = "conflict", _("请核对")
    BLOCKED = "blocked", _("不能写入")
    SKIPPED = "skipped", _("不写入")

    @property
    def waits(self) -> bool:
        """Whether a clerk must look before anything can be written."""
        return self in WAITING


WAITING = (Status.CONFLICT, Status.BLOCKED)


class Source(TextChoices):
    """How a record came to be: by an act in this system, or taken over from a register of the past."""

    LIVE = "live", _("在平台办理")
    TAKEN_OVER = "taken_over", _("从台账接入")


class Effect(TextChoices):
    """What a row did to a record. Undoing deletes what was created and restores what was changed."""

    CREATED = "created", _("新建")
    CHANGED = "changed", _("改动")
    KEPT = "kept", _("不变")


class Trace(NamedTuple):
    """One record that a row stands behind; ``before`` holds the former values of changed fields."""

    kind: str  # "people.person"
    id: int
    effect: Effect
    before: dict[str, Any] | None = None

    @classmethod
    def of(cls, record: Model, effect: Effect, before: dict[str, Any] | None = None) -> "Trace":
        """The trace of a saved record."""
        return cls(record._meta.label_lower, record.pk, effect, before or None)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, known by meaning.

    ``synonyms`` are further headings for the same thing; a heading under a merged one is written
    as a path (``"楼长/姓名"``). ``read`` turns a raw cell (str, int, float, bool, date, datetime,
    time or None) into a value or raises :class:`gongzhi.lib.values.BadValue`; an empty cell is None
    and is not read. A sheet is only recognised if every ``needed`` column is found. A ``lenient``
    column that cannot be read leaves the cell out with a warning instead of blocking the row.
    Columns with the same title read the same cells, each in its own way.
    """

    key: str
    title: str
    read: Callable[[Any], Any]
    synonyms: tuple[str, ...] = ()
    needed: bool = False
    lenient: bool = False

    @property
    def veils(self) -> str:
        """What of a human being is in it that is not shown whole: ``telephone``, ``identity`` or nothing."""
        return "telephone" if self.read is values.phone else "identity" if self.read in _IDENTITIES else ""

    def corrected(self, text: str) -> str:
        """The sentence for a cell that somebody typed anew."""
        if self.veils or not text:
            return gettext("%(title)s已在平台更正。") % {"title": self.title}
        return gettext("%(title)s已更正为“%(text)s”。") % {"title": self.title, "text": text}


_IDENTITIES = (values.identity_number, values.identity_document)


@dataclass(slots=True)
class Line:
    """One row as read: where it stands and what its cells say.

    ``row`` counts from 1 as the spreadsheet program shows it. ``refusal`` is the first sentence
    that keeps the row from being decided, ``warnings`` are said beside it. ``answers`` are the
    clerk's to the questions that were asked about it.
    """

    row: int
    values: dict[str, Any]
    warnings: list[str] = field(default_factory=list)
    refusal: str = ""
    answers: dict[str, str] = field(default_factory=dict)  # {"where": "move"}


@dataclass(slots=True)
class Table:
    """One tab recognised as a sheet: its titles, its headings as found, its lines."""

    sheet: "Sheet"
    tab: str
    titles: list[str]
    headings: dict[str, str]  # column key → the heading as the clerk wrote it
    unknown: list[str]  # headings that say nothing to this sheet
    lines: list[Line]
    notes: list[str] = field(default_factory=list)  # said to the clerk: hidden rows, totals that differ
    heading_row: int = 0  # the last row of the heading, as the spreadsheet shows it
    shown: Callable[[int], dict[str, str]] | None = None  # the cells of a row as they are written, if asked for


@dataclass(frozen=True, slots=True)
class Question:
    """What a clerk is asked about a row, and the answers to choose from: (``"where:move"``, ``"转来丰产路"``).

    Before the colon stands what is asked, so that one row can be asked several things in turn.
    Without answers, the row is mended or left out.
    """

    sentence: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Decision:
    """What shall become of one line, and why.

    ``payload`` is what the sheet's own ``write`` needs; ``traces`` are the records the line stands
    behind, the most telling first, filled in by ``write``, or by ``decide`` for what is on record
    already. ``options`` are those of the :class:`Question` behind a conflict.
    """

    line: Line
    status: Status
    reason: str = ""
    payload: Any = None
    traces: list[Trace] = field(default_factory=list)
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def asking(cls, line: Line, question: Question) -> "Decision":
        """A line that waits for an answer."""
        return cls(line, Status.CONFLICT, question.sentence, options=question.options)


#: Answers to the questions about a row; ``leave:out`` may be said of every row.
Answers = dict[str, str]
LEAVE, OUT = "leave", "out"


@dataclass(slots=True)
class Reading:
    """The circumstances of one import: under whose name, as of when, in which street.

    The first workbook of a street founds it and sets ``street_id``. ``community_id`` is that of the
    community whose desk takes it in, empty for the street's own. ``declared_on`` is the day the
    sheet at hand says it was filled in. ``choices`` are the clerk's answers so far, by tab and row.
    ``recognised`` are short forms of names understood while deciding, which ``write`` keeps.
    ``looked_up`` is what one tab looked up for the next: the intake forgets it as soon as a tab of
    another sheet may have written. ``told`` hears how many lines are done.
    """

    by: Actor
    as_of: dt.date
    street_id: int | None = None
    community_id: int | None = None
    declared_on: dt.date | None = None
    choices: dict[tuple[str, int], Answers] = field(default_factory=dict)
    recognised: dict[str, Any] = field(default_factory=dict)
    looked_up: dict[str, Any] = field(default_factory=dict)
    told: Callable[[int], None] = lambda _lines: None

    @property
    def street(self) -> int:
        """The id of the street once it is known. Raises LookupError before."""
        if self.street_id is None:
            raise LookupError("no street: a sheet writes only what it decided inside one")
        return self.street_id

    def reaches(self, path: str) -> bool:
        """Whether whoever imports answers for the place at ``path``. A system actor does everywhere."""
        return self.by.is_system or self.by.can(RIGHT, path)

    @property
    def reaches_street(self) -> bool:
        """Whether whoever imports answers for the whole street."""
        return self.by.is_system or (self.street_id is not None and self.reaches(f"{self.street_id}."))


class Sheet(ABC):
    """One kind of sheet. Subclasses are registered with :func:`register`."""

    key: ClassVar[str]  # "alliance.report_in"
    title: ClassVar[str]  # as the official form is called
    words: ClassVar[tuple[str, ...]] = ()  # words of the tab or title that point here
    columns: ClassVar[tuple[Column, ...]]
    after: ClassVar[tuple[str, ...]] = ()  # keys of the sheets this one refers to
    for_communities: ClassVar[bool] = False  # a community may take it in: then ``decide`` refuses rows of another

    @abstractmethod
    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        """Decide every line, in order, in a constant number of queries. Writes nothing."""

    @abstractmethod
    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        """Write the decided lines (new, changed, merged) in one set-based action; add their ``traces``."""


_registry: dict[str, Sheet] = {}


def register(cls: type[Sheet]) -> type[Sheet]:
    """Class decorator: make a sheet known to the intake. Keys are unique."""
    if cls.key in _registry:
        raise ValueError(f"two sheets with the key {cls.key}")
    _registry[cls.key] = cls()
    return cls


def known() -> list[Sheet]:
    """Every registered sheet, each after those it refers to."""
    return _in_order(_registry.values())


def _in_order(sheets: Iterable[Sheet]) -> list[Sheet]:
    waiting = {sheet.key: sheet for sheet in sheets}
    ordered: list[Sheet] = []
    while waiting:
        ready = [s for s in waiting.values() if not set(s.after) & set(waiting)]
        if not ready:
            raise ValueError(f"sheets refer to each other in a circle: {sorted(waiting)}")
        for sheet in sorted(ready, key=lambda s: s.key):
            ordered.append(waiting.pop(sheet.key))
    return ordered
