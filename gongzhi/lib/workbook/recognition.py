"""From a grid of raw cells to a table whose columns are known by meaning, or to the nearest guess."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.lib.sheets import Sheet, Table
from gongzhi.lib.values import Cell
from gongzhi.lib.workbook.grids import Grid
from gongzhi.lib.workbook.headings import Heading, find_headings, likely_depth, normal
from gongzhi.lib.workbook.lines import read_lines
from gongzhi.lib.workbook.remarks import remarks


@dataclass(frozen=True, slots=True)
class Unknown:
    """A tab that is no known sheet.

    ``nearest`` is the title of the sheet it comes closest to, ``why`` a sentence for the clerk;
    ``blank`` says that there is nothing in it at all.
    """

    tab: str
    nearest: str | None
    why: str
    blank: bool = False


def recognise(grid: Grid, sheets: Sequence[Sheet], *, file_name: str = "") -> Table | Unknown:
    """Read a tab as the sheet whose headings it has.

    A sheet is recognised only if all its needed columns are there. Between several, the one with the most
    columns wins; a word of the sheet in the tab, the titles or ``file_name`` counts as two columns.
    """
    if not any(_said(cell) for row in grid.rows for cell in row):
        return Unknown(grid.name, None, _("这一页是空的。"), blank=True)
    headings = find_headings(grid, sheets)
    pointed = _pointed_to(grid, sheets, file_name)
    complete = [heading for heading in headings if heading.complete and heading.places]
    if not complete:
        return _unknown(grid, headings, pointed)
    return _table(grid, max(complete, key=lambda heading: _score(grid, heading, heading.sheet in pointed)))


def _table(grid: Grid, heading: Heading) -> Table:
    lines, notes = read_lines(grid, heading)
    notes = [*remarks(grid, heading, lines), *notes]
    return Table(
        sheet=heading.sheet,
        tab=grid.name,
        titles=_titles(grid, heading.first),
        headings={place.column.key: place.heading for place in heading.places},
        unknown=heading.unknown,
        lines=lines,
        notes=notes,
        heading_row=grid.first_row + heading.first + heading.depth - 1,
    )


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
        return Unknown(grid.name, near.sheet.title, why)
    if pointed:
        needed = "、".join(column.title for column in pointed[0].columns if column.needed)
        said = {"title": pointed[0].title, "needed": needed}
        why = _("看名称像是“%(title)s”，但没有找到它的表头（%(needed)s）。") % said
        return Unknown(grid.name, pointed[0].title, why)
    return Unknown(grid.name, None, _("没有认出表头，不知道是哪一种表。"))


def _nearness(heading: Heading, pointed: bool) -> tuple[float, int]:
    needed = sum(column.needed for column in heading.sheet.columns) or 1
    return 1 - len(heading.missing) / needed + 0.5 * pointed, len(heading.places)


def _is_near(heading: Heading) -> bool:
    needed = sum(column.needed for column in heading.sheet.columns)
    return len(heading.places) >= 2 and len(heading.missing) <= needed / 2
