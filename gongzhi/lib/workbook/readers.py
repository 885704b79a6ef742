"""Reading one column of a table: each distinct cell is understood once, ditto marks and merged cells are filled."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.lib.values import BadValue, Cell, Phones, tick
from gongzhi.lib.values.cells import shown
from gongzhi.lib.workbook.grids import Grid
from gongzhi.lib.workbook.headings import Heading, Place

DITTO_MARKS = frozenset(("同上", "〃", "″", "〞", "〝", "“", "”", '"', "''", ",,", "同前", "上同"))
_DITTO = object()
_DAYS_BETWEEN_SYSTEMS = 1462  # 1 January 1904 counted from the end of 1899
_SERIALS = (10_000, 72_000)

#: A cell longer than this is a paragraph that slipped into a table; so is one with more entries.
LONGEST_CELL, LONGEST_LIST = 200, 12


#: A row by its number, with all its cells.
Row = tuple[int, list[Cell]]


class Bad:
    """A cell that could not be read, kept like a value so that the same cell is refused only once."""

    __slots__ = ("code", "sentence")

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence


class Reader:
    """One column of the sheet at its place in the grid. Nothing of it outlives the table being read."""

    def __init__(self, place: Place, grid: Grid, fills: dict[int, Cell]) -> None:
        self.column, self.key, self.heading = place.column, place.column.key, place.heading
        self.positions, self.position, self.leaves = place.positions, place.positions[0], place.leaves
        self._read = place.column.read
        self._shift = grid.counts_from_1904 and getattr(self._read, "reads_serials", False)
        self._fills = fills

    def cell(self, cells: list[Cell], number: int) -> Cell:
        """The cell of this column in row ``number``, or the merged cell that covers it."""
        if self.leaves:
            return self._gathered(cells)
        cell = cells[self.position] if self.position < len(cells) else ""
        if (cell == "" or cell is None) and self._fills:
            return self._fills.get(number, "")
        return cell

    def values(self, rows: Sequence[Row]) -> list[Any]:
        """The values of this column, row by row: None if empty, a :class:`Bad` if it cannot be read."""
        cells = self._cells(rows)
        if bool in set(map(type, cells)):  # True would be found where 1 was read before
            cells = [("是" if cell else "否") if isinstance(cell, bool) else cell for cell in cells]
        known = {cell: self._understood(cell) for cell in dict.fromkeys(cells)}
        values = list(map(known.__getitem__, cells))
        return _filled(rows, cells, values) if any(value is _DITTO for value in known.values()) else values

    def _cells(self, rows: Sequence[Row]) -> list[Cell]:
        position = self.position
        if self.leaves or self._fills or any(len(cells) <= position for _number, cells in rows):
            return [self.cell(cells, number) for number, cells in rows]
        return [cells[position] for _number, cells in rows]

    def _understood(self, cell: Cell) -> Any:
        if cell == "" or cell is None:
            return None
        if isinstance(cell, str) and cell.strip().replace(" ", "") in DITTO_MARKS:
            return _DITTO
        if self._shift and isinstance(cell, float) and _SERIALS[0] <= cell < _SERIALS[1]:
            cell += _DAYS_BETWEEN_SYSTEMS
        try:
            value = self._read(cell)
        except BadValue as problem:
            return Bad(problem.code, problem.sentence)
        if isinstance(cell, str) and len(cell) > LONGEST_LIST and _is_too_long(value):
            return Bad("CELL_LONG", _("太长，像是把几行话写进了一格，请拆开或写短些。"))
        return value

    def _gathered(self, cells: list[Cell]) -> Cell:
        """Several grid columns under one heading: the names of those ticked, or what they say together."""
        said = {
            leaf: cells[position]
            for leaf, position in zip(self.leaves, self.positions, strict=True)
            if position < len(cells) and cells[position] not in ("", None)
        }
        ticked = [_ticked(cell) for cell in said.values()]
        if None not in ticked:
            return "、".join(leaf for leaf, on in zip(said, ticked, strict=True) if on)
        return " ".join(map(shown, said.values()))


def _filled(rows: Sequence[Row], cells: Sequence[Cell], values: Sequence[Any]) -> list[Any]:
    """The values with those of the row above in place of ditto marks."""
    filled: list[Any] = []
    above, last = None, -1  # the last row with something in it
    for (number, _cells), cell, value in zip(rows, cells, values, strict=True):
        if value is _DITTO:
            value = above if last == number - 1 else Bad("DITTO", _("写着“同上”，但上一行没有内容，请填上。"))
        if cell not in ("", None):
            above, last = value, number
        filled.append(value)
    return filled


def _is_too_long(value: object) -> bool:
    if isinstance(value, str):
        return len(value) > LONGEST_CELL
    parts = _parts(value)
    return len(parts) > LONGEST_LIST or any(len(part) > LONGEST_CELL for part in parts)


def _parts(value: object) -> Sequence[str]:
    """The texts in a list of words or telephones."""
    if isinstance(value, Phones):
        return (value.mobile or "", *value.others)
    return [part for part in value if isinstance(part, str)] if isinstance(value, (tuple, list)) else ()


def _ticked(cell: Cell) -> bool | None:
    try:
        return tick(cell)
    except BadValue:
        return None


def readers(grid: Grid, heading: Heading) -> list[Reader]:
    """A reader for each column found, in the order of the grid."""
    start = grid.first_row + heading.first + heading.depth
    fills = _fills(grid, start)
    places = sorted(heading.places, key=lambda place: place.positions[0])
    return [Reader(place, grid, fills.get(place.positions[0], {})) for place in places]


def _fills(grid: Grid, start: int) -> dict[int, dict[int, Cell]]:
    """For each grid column the rows that a cell merged downwards covers.

    A count is not repeated, because it belongs to all the rows together; long numbers (telephones, codes) are.
    Merges that lie over each other, which no spreadsheet program writes, count once.
    """
    fills: dict[int, dict[int, Cell]] = {}
    ends: dict[int, int] = {}
    for merge in sorted(grid.merged):
        if merge.top < start or merge.bottom == merge.top or merge.left != merge.right:
            continue
        anchor = grid.row(merge.top)
        cell = anchor[merge.left] if merge.left < len(anchor) else ""
        if merge.top <= ends.get(merge.left, 0) or cell == "" or (isinstance(cell, float) and abs(cell) < 1e6):
            continue
        ends[merge.left] = merge.bottom
        bottom = min(merge.bottom, grid.first_row + len(grid.rows) - 1)
        fills.setdefault(merge.left, {}).update(dict.fromkeys(range(merge.top + 1, bottom + 1), cell))
    return fills
