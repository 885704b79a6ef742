"""What was found in a workbook, page by page: its tabs, its rows, one row, one heading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from gongzhi.kernel.intake.answers import read_answers, read_typed
from gongzhi.kernel.intake.looking import name_of
from gongzhi.kernel.intake.models import Answer, Draft, DraftRow
from gongzhi.kernel.intake.opening import known_sheets
from gongzhi.kernel.intake.unsealing import Found, row_of, tabs_of
from gongzhi.lib import progress
from gongzhi.lib.actions import NotThere
from gongzhi.lib.progress import Progress
from gongzhi.lib.sheets import LEAVE, OUT, Column, Status

PER_PAGE = 100
#: What a list of rows can be narrowed to, beside a single status.
WAITING, EVERYTHING = "waiting", "all"


@dataclass(frozen=True, slots=True)
class TabCard:
    """One tab of a workbook: what it was recognised as, or why not."""

    place: int
    name: str
    sheet: str
    title: str
    headings: list[tuple[str, str]]  # as written → what it means
    rest: list[str]
    notes: list[str]
    why: str
    rows: int
    waiting: int
    left_out: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class RowCard:
    """One row in a list. ``chosen`` is what the clerk said; ``is_news``: said since the workbook was looked at."""

    tab: int
    tab_name: str
    row: int
    status: str
    status_label: str
    reason: str
    warnings: list[str]
    cells: list[tuple[str, str]]  # title of the column → what the cell says, masked
    options: list[tuple[str, str, bool]]  # key, sentence, whether it is chosen
    chosen: list[str]
    typed: list[str]
    alike: int
    is_news: bool

    @property
    def waits(self) -> bool:
        return Status(self.status).waits


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one sheet under each other."""

    titles: list[str]
    rows: list[RowCard]


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A workbook as its clerk sees it: every figure, and one page of rows."""

    tabs: list[TabCard]
    figures: list[tuple[str, str, int]]  # status, its label, how many rows
    writes: int
    waiting: int
    unread_answers: int
    sections: list[Section]
    shown: str
    page: int
    pages: int
    total: int


def tab_cards(draft: Draft) -> list[TabCard]:
    return [_tab(place, tab) for place, tab in enumerate(tabs_of(draft))]


def _tab(place: int, tab: Found) -> TabCard:
    counts = tab["counts"]
    return TabCard(
        place,
        tab["tab"],
        tab["sheet"],
        tab["title"],
        [(heading, title) for _key, title, heading in tab["headings"]],
        tab["rest"],
        tab["notes"],
        tab["why"],
        sum(counts.values()),
        sum(counts.get(status, 0) for status in (Status.CONFLICT, Status.BLOCKED)),
        tab.get("left_out", False),
        tab.get("blank", False),
    )


def progress_of(draft: Draft) -> Progress | None:
    """How far the worker is with it; None if it has not begun."""
    return progress.seen(name_of(draft))


def draft_page(draft: Draft, *, shown: str = "", tab: int | None = None, page: int = 1) -> DraftPage:
    """One page of at most 100 rows, in a constant number of queries.

    ``shown`` is a status, ``"waiting"`` or ``"all"``; by default what waits, else all. ``tab`` narrows it to one.
    """
    tabs = tabs_of(draft)
    counts: dict[str, int] = draft.counts if tab is None else tabs[tab]["counts"] if tab < len(tabs) else {}
    waiting = sum(counts.get(status, 0) for status in Status if status.waits)
    shown = shown if shown in (*Status.values, WAITING, EVERYTHING) else WAITING if waiting else EVERYTHING
    total = {EVERYTHING: sum(counts.values()), WAITING: waiting}.get(shown, counts.get(shown, 0))
    pages = max(-(-total // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    rows = _rows(draft, shown, tab).order_by("tab", "row")[(page - 1) * PER_PAGE : page * PER_PAGE]
    return DraftPage(
        tabs=[_tab(place, found) for place, found in enumerate(tabs)],
        figures=[(status.value, str(status.label), draft.counts.get(status.value, 0)) for status in Status],
        writes=draft.counts.get(Status.NEW, 0) + draft.counts.get(Status.CHANGED, 0),
        waiting=sum(draft.counts.get(status, 0) for status in Status if status.waits),
        unread_answers=_unread(draft),
        sections=_sections(draft, tabs, list(rows)),
        shown=shown,
        page=page,
        pages=pages,
        total=total,
    )


def _rows(draft: Draft, shown: str, tab: int | None) -> Any:
    rows = DraftRow.objects.filter(draft=draft)
    if shown == WAITING:
        rows = rows.filter(status__in=[status for status in Status if status.waits])
    elif shown != EVERYTHING:
        rows = rows.filter(status=shown)
    return rows if tab is None else rows.filter(tab=tab)


def _unread(draft: Draft) -> int:
    """How many rows something was said to since the workbook was looked at."""
    return draft.answers.filter(answered_at__gt=draft.read_at).count() if draft.read_at else 0


def _sections(draft: Draft, tabs: Sequence[Found], rows: Sequence[DraftRow]) -> list[Section]:
    """Rows one after the other, in a table of their own where the sheet or its columns change."""
    said, alike = _said(draft, tabs, rows), _alike(draft, rows)

    def heading(row: DraftRow) -> tuple[str, tuple[str, ...]]:
        tab = tabs[row.tab]
        return tab["sheet"], tuple(_titles(tab).values())

    return [
        Section(list(titles), [_row(draft, tabs[row.tab], row, said, alike.get(row.alike, 0)) for row in group])
        for (_sheet, titles), group in groupby(rows, heading)
    ]


def _titles(tab: Found) -> dict[str, str]:
    """The columns of a tab that a list shows: key → title."""
    titles = {key: title for key, title, _heading in tab["headings"]}
    return {key: titles[key] for key in tab["shown"]}


def _said(draft: Draft, tabs: Sequence[Found], rows: Sequence[DraftRow]) -> dict[tuple[str, int], Answer]:
    """What the clerk said to these rows."""
    numbers = {row.row for row in rows}
    found = draft.answers.filter(tab__in={tabs[row.tab]["tab"] for row in rows}, row__in=numbers)
    return {(answer.tab, answer.row): answer for answer in found}


def _alike(draft: Draft, rows: Iterable[DraftRow]) -> dict[str, int]:
    """How many rows ask the same as one of these."""
    asked = {row.alike for row in rows if row.alike}
    found = DraftRow.objects.filter(draft=draft, alike__in=asked).order_by().values_list("alike")
    return dict(found.annotate(number=Count("id")))


def _row(draft: Draft, tab: Found, row: DraftRow, said: dict[tuple[str, int], Answer], alike: int) -> RowCard:
    found, answer = row_of(row), said.get((tab["tab"], row.row))
    answers = read_answers(answer.choice) if answer and answer.choice else found["answers"]
    options = [(key, label, _is_chosen(answers, key)) for key, label in found["options"]]
    titles = {column.key: column.title for column in columns_of(tab["sheet"])}
    return RowCard(
        tab=row.tab,
        tab_name=tab["tab"],
        row=row.row,
        status=row.status,
        status_label=str(Status(row.status).label),
        reason=found["reason"],
        warnings=found["warnings"],
        cells=[(title, found["cells"].get(key, "")) for key, title in _titles(tab).items()],
        options=options,
        chosen=[label for _key, label, chosen in options if chosen] + _leaves(answers),
        typed=[titles.get(key, key) for key in read_typed(answer.typed)] if answer else [],
        alike=alike,
        is_news=bool(answer and draft.read_at and answer.answered_at > draft.read_at),
    )


def _is_chosen(answers: dict[str, str], key: str) -> bool:
    asked, _colon, answered = key.partition(":")
    return answers.get(asked) == answered


def _leaves(answers: dict[str, str]) -> list[str]:
    return [str(Status.SKIPPED.label)] if answers.get(LEAVE) == OUT else []


def columns_of(sheet: str) -> list[Column]:
    """The columns of a sheet, of those that read the same cells only the first."""
    columns = next((other.columns for other in known_sheets() if other.key == sheet), ())
    return list({column.title: column for column in reversed(columns)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class CellField:
    """One cell of a row, to be typed anew. ``text`` is what may be shown of it; ``hidden``: not what it says."""

    key: str
    title: str
    text: str
    hidden: bool
    typed: str | None


@dataclass(frozen=True, slots=True)
class RowPage:
    """One row with everything that may be said to it."""

    card: RowCard
    fields: list[CellField] = field(default_factory=list)


def row_page(draft: Draft, tab: int, row: int) -> tuple[DraftRow, RowPage]:
    """Raises NotThere if there is no such row."""
    found = DraftRow.objects.filter(draft=draft, tab=tab, row=row).first()
    if found is None:
        raise NotThere("no such row")
    tabs = tabs_of(draft)
    said, cells = _said(draft, tabs, [found]), row_of(found)["cells"]
    answer = said.get((tabs[tab]["tab"], row))
    typed = read_typed(answer.typed) if answer else {}
    fields = [
        CellField(
            column.key,
            column.title,
            cells.get(column.key, ""),
            bool(column.veils),
            typed.get(column.key),
        )
        for column in columns_of(tabs[tab]["sheet"])
    ]
    card = _row(draft, tabs[tab], found, said, _alike(draft, [found]).get(found.alike, 0))
    return found, RowPage(card, fields)


def next_waiting(draft: Draft, tab: int, row: int) -> tuple[int, int] | None:
    """The next row that waits after this one, by tab and row."""
    later = Q(tab__gt=tab) | Q(tab=tab, row__gt=row)
    found = _rows(draft, WAITING, None).filter(later).order_by("tab", "row").values_list("tab", "row").first()
    return (found[0], found[1]) if found else None


@dataclass(frozen=True, slots=True)
class HeadingPage:
    """One tab with its headings and everything they may mean."""

    card: TabCard
    sheets: list[tuple[str, str]]
    sheet: str
    headings: list[tuple[str, str]]  # as written → the key of its column, empty for none
    columns: list[tuple[str, str, bool]]  # key, title, whether the sheet cannot do without


def heading_page(draft: Draft, place: int) -> HeadingPage:
    """Raises NotThere for no such tab."""
    tabs = tabs_of(draft)
    if place >= len(tabs):
        raise NotThere("no such tab")
    tab = tabs[place]
    mine = tab["sheet"] or tab.get("near", "")
    return HeadingPage(
        _tab(place, tab),
        [(other.key, str(other.title)) for other in known_sheets()],
        mine,
        [(heading, key) for key, _title, heading in tab["headings"]] + [(heading, "") for heading in tab["rest"]],
        [(column.key, column.title, column.needed) for column in columns_of(mine)],
    )
