"""From a grid of raw cells to a table whose columns are known by meaning, or to the nearest guess."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongzhi.lib.sheets import Sheet, Table
from gongzhi.lib.values import BadValue, Cell, ErrorCell
from gongzhi.lib.values.cells import shown
from gongzhi.lib.workbook.grids import Grid
from gongzhi.lib.workbook.guidance import NOTHING, Guidance, mark_typed, with_typed
from gongzhi.lib.workbook.headings import Heading, find_headings, fullest_row, likely_depth, normal
from gongzhi.lib.workbook.lines import read_lines
from gongzhi.lib.workbook.readers import readers
from gongzhi.lib.workbook.remarks import remarks


@dataclass(frozen=True, slots=True)
class Unknown:
    """A tab that is no known sheet.

    ``nearest`` is the title of the sheet it comes closest to, ``why`` a sentence for the clerk;
    ``blank`` says that there is nothing in it at all, ``left_out`` that a clerk did not want it read.
    ``sheet`` is the key of that nearest sheet, ``headings`` and ``rest`` what would be its heading.
    """

    tab: str
    nearest: str | None
    why: str
    blank: bool = False
    left_out: bool = False
    sheet: str = ""
    headings: dict[str, str] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def recognise(
    grid: Grid, sheets: Sequence[Sheet], *, file_name: str = "", guidance: Guidance | None = None
) -> Table | Unknown:
    """Read a tab as the sheet whose headings it has.

    A sheet is recognised only if all its needed columns are there. Between several, the one with the most
    columns wins; a word of the sheet in the tab, the titles or ``file_name`` counts as two columns. With
    ``guidance`` a clerk's word goes before all that, and the table can show its cells as they are written.
    """
    if not any(_said(cell) for row in grid.rows for cell in row):
        return Unknown(grid.name, None, _("这一页是空的。"), blank=True)
    told = (guidance or Guidance()).sheets.get(grid.name)
    if told == NOTHING:
        return Unknown(grid.name, None, _("按您的选择，这一页不读。"), left_out=True)
    asked = [sheet for sheet in sheets if told in (None, sheet.key)] or sheets
    headings = _headings(grid, asked, guidance, named=told is not None)
    pointed = asked if told else _pointed_to(grid, asked, file_name)
    complete = [heading for heading in headings if heading.complete and heading.places]
    if not complete:
        return _unknown(grid, headings, pointed)
    best = max(complete, key=lambda heading: _score(grid, heading, heading.sheet in pointed))
    return _guided(grid, best, guidance) if guidance else _table(grid, best, best)


def _headings(grid: Grid, sheets: Sequence[Sheet], guidance: Guidance | None, *, named: bool) -> list[Heading]:
    def told(sheet: Sheet) -> Mapping[str, str]:
        return guidance.meanings(grid.name, sheet) if guidance else {}

    return find_headings(grid, sheets, told) or ([fullest_row(grid, sheets[0], told)] if named else [])


def _guided(grid: Grid, heading: Heading, guidance: Guidance) -> Table:
    """With what was typed in place of cells, and able to show them."""
    typed = guidance.typed.get(grid.name, {})
    whole, wider = with_typed(grid, heading, typed)
    table = _table(whole, wider, heading)
    mark_typed(heading.sheet, table.lines, typed)
    table.shown = _shower(whole, wider)
    return table


def _shower(grid: Grid, heading: Heading) -> Callable[[int], dict[str, str]]:
    """Gives the cells of a row as the clerk wrote them, by the keys of their columns."""
    columns = readers(grid, heading)

    def row(number: int) -> dict[str, str]:
        cells = grid.row(number)
        return {column.key: _written(column.cell(cells, number)) for column in columns}

    return row


def _written(cell: Cell) -> str:
    if isinstance(cell, ErrorCell):
        return cell.shown
    try:
        return shown(cell)
    except BadValue:
        return ""


def _table(grid: Grid, heading: Heading, found: Heading) -> Table:
    """The table under ``heading``, of which the grid itself has what is ``found``."""
    lines, notes = read_lines(grid, heading)
    notes = [*remarks(grid, found, lines), *notes]
    return Table(
        sheet=heading.sheet,
        tab=grid.name,
        titles=_titles(grid, heading.first),
        headings=_found(found),
        unknown=found.unknown,
        lines=lines,
        notes=notes,
        heading_row=grid.first_row + heading.first + heading.depth - 1,
    )


def _found(heading: Heading) -> dict[str, str]:
    """The key of each column found → its heading as it is written."""
    return {place.column.key: place.heading for place in heading.places}


def _score(grid: Grid, heading: Heading, pointed: bool) -> tuple[float, float, bool, int, int]:
    """More columns first, then the sheet of which more is there; then as deep as it looks, flat, early."""
    share = len(heading.places) / len(heading.sheet.columns)
    as_deep = heading.depth == likely_depth(grid, heading.first)
    return len(heading.places) + 2 * pointed, share, as_deep, -heading.depth, -heading.first


def _pointed_to(grid: Grid, sheets: Sequence[Sheet], file_name: str) -> list[Sheet]:
    """The sheets that a word of the file name, the tab or the lines above the first full row points to."""
    above = next((place for place, row in enumerate(grid.rows) if sum(map(bool, map(_said, row))) > 2), 0)
    said = normal(" ".join((file_name, grid.name, *_titles(grid, above))))
    return [sheet for sheet in sheets if any(normal(word) in said for word in (sheet.title, *sheet.words))]


def _titles(grid: Grid, first: int) -> list[str]:
    """Everything written above the heading, each text once."""
    return list(dict.fromkeys(said for row in grid.rows[:first] for cell in row if (said := _said(cell))))


def _said(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def _unknown(grid: Grid, headings: Sequence[Heading], pointed: Sequence[Sheet]) -> Unknown:
    near = max(headings, key=lambda heading: _nearness(heading, heading.sheet in pointed), default=None)
    if near and _is_near(near):
        missing = "、".join(column.title for column in near.missing)
        why = _("像是“%(title)s”，但缺少这些列：%(missing)s。") % {"title": near.sheet.title, "missing": missing}
        return _nearly(grid, near, why)
    if pointed:
        needed = "、".join(column.title for column in pointed[0].columns if column.needed)
        said = {"title": pointed[0].title, "needed": needed}
        why = _("看名称像是“%(title)s”，但没有找到它的表头（%(needed)s）。") % said
        own = [heading for heading in headings if heading.sheet is pointed[0]]
        nearest = max(own, key=lambda heading: _nearness(heading, False), default=Heading(pointed[0], 0, 1, []))
        return _nearly(grid, nearest, why)
    return Unknown(grid.name, None, _("没有认出表头，不知道是哪一种表。"))


def _nearly(grid: Grid, near: Heading, why: str) -> Unknown:
    return Unknown(
        grid.name, near.sheet.title, why, sheet=near.sheet.key, headings=_found(near), rest=near.unknown + near.twice
    )


def _nearness(heading: Heading, pointed: bool) -> tuple[float, int]:
    needed = sum(column.needed for column in heading.sheet.columns) or 1
    return 1 - len(heading.missing) / needed + 0.5 * pointed, len(heading.places)


def _is_near(heading: Heading) -> bool:
    needed = sum(column.needed for column in heading.sheet.columns)
    return len(heading.places) >= 2 and len(heading.missing) <= needed / 2
