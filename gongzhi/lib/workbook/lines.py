"""Reading the rows under a heading: which are data, what their cells say, and what the clerk must be told.

Sources: mess table M11 (ditto marks), M12 (totals, notes, signatures), M13 (blank rows), M20 (errors), M21 (hidden).
"""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongzhi.lib.sheets import Line
from gongzhi.lib.values import Cell
from gongzhi.lib.workbook.grids import Grid
from gongzhi.lib.workbook.headings import Heading, normal_cell, paths_at
from gongzhi.lib.workbook.readers import Bad, Reader, Row, readers
from gongzhi.lib.workbook.totals import check_total

BLANKS = 20  # empty rows after which nothing is expected any more
_TOLD = 5  # notes of one kind

_TOTAL = re.compile(r"(?:合|小|总|共|累)计|(?:本页|总)(?:合计|小计|计)|总数")
_TOTAL_CELL = re.compile(rf"(?:{_TOTAL.pattern})(?:\(\D{{1,4}}\)|（\D{{1,4}}）)?(?:[:：]?\d+\D{{0,3}})?[:：]?")
_NOTE = re.compile(
    r"(?:注\d?|备注|说明|填表说明|填报说明|附注|(?:填表|填报|制表|审核|负责|单位负责|经办|联系)人?|(?:填表|填报)(?:单位|日期|时间)"
    r"|盖章|签字|日期)(?:[(（][^)）]*[)）])?[:：].*",
    re.DOTALL,
)
_SECTION = re.compile(r"[(（]?[一二三四五六七八九十]+[)）]?[、.．].*|.{31,}", re.DOTALL)
_LONE_NOTE = re.compile("注|备注|说明|填表说明|填报说明")
_SUSPECT = frozenset("合小总共累本注备说填附制审负单经联盖签日 \u3000\t\n\xa0")  # how totals and notes begin
_SERIAL = re.compile(r"\d{1,5}(?:\.0)?")


def read_lines(grid: Grid, heading: Heading) -> tuple[list[Line], list[str]]:
    """The lines of a table in order, and notes on what was left out or looked odd."""
    rows = _Rows(grid, heading)
    rows.read()
    return rows.lines, rows.notes


class _Rows:
    def __init__(self, grid: Grid, heading: Heading) -> None:
        self.grid = grid
        self.start = heading.first + heading.depth
        self.readers = readers(grid, heading)
        self.needed = [reader for reader in self.readers if reader.column.needed]
        self.headings = _heading_texts(grid, heading)
        self.heading_cells = {cell for row in grid.rows[heading.first : self.start] for cell in row if cell}
        self.titles = {_said(cell) for row in grid.rows[: heading.first] for cell in row}
        self.keys = [column.key for column in heading.sheet.columns]
        self.rows: list[Row] = []
        self.totals: list[tuple[Row, int]] = []  # each with the number of rows above it
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self.skipped: list[int] = []

    def read(self) -> None:
        """Sort rows until a note, many blank rows or the end, and read what is data column by column."""
        end = self._sort()
        self.lines = self._read()
        self._check_totals()
        if end:
            self._tell_rest(*end)
        if self.skipped:
            self.notes.append(_("%(rows)s没有当作内容，请确认。") % {"rows": spoken_rows(self.skipped)})

    def _sort(self) -> tuple[int, str] | None:
        """Which rows are data and which totals. Where the table ends before the grid does, and in what."""
        blanks, number = 0, self.grid.first_row + self.start - 1
        for cells in self.grid.rows[self.start :]:
            number += 1
            kind = "data" if self._is_plain(cells) else self._kind(cells, number)
            blanks = blanks + 1 if kind == "blank" else 0
            if kind == "data":
                self.rows.append((number, cells))
            elif kind == "total":
                self.totals.append(((number, cells), len(self.rows)))
            elif kind == "note" or blanks == BLANKS:
                return number, kind
            elif kind == "other" and not {_said(cell) for cell in cells} <= self.titles | {""}:
                self.skipped.append(number)
        return None

    def _read(self) -> list[Line]:
        """A column at a time: in registers most cells stand in many rows, and each is read once."""
        columns = dict.fromkeys(self.keys, [None] * len(self.rows))
        columns |= {reader.key: reader.values(self.rows) for reader in self.readers}
        said = zip(*columns.values(), strict=True)
        lines = [
            Line(number, dict(zip(self.keys, values, strict=True)))
            for (number, _cells), values in zip(self.rows, said, strict=True)
        ]
        for reader in self.readers:
            if Bad in set(map(type, columns[reader.key])):
                _refuse_bad(lines, reader)
        return lines

    def _check_totals(self) -> None:
        since = 0
        for (number, cells), above in self.totals:
            self.notes += check_total(cells, number, self.readers, self.lines[:above], since)
            since = above

    def _is_plain(self, cells: list[Cell]) -> bool:
        """The quick look that most rows pass: every needed cell is there, and no word that may mean a total."""
        if len(self.needed) < 2:
            return False
        for cell in cells[:3]:
            if cell.__class__ is str and cell[:1] in _SUSPECT:
                return False
        width = len(cells)
        for reader in self.needed:
            cell = cells[reader.position] if reader.position < width else ""
            if cell == "" or cell is None or cell in self.heading_cells:
                return False
        return True

    def _kind(self, cells: list[Cell], number: int) -> str:
        """``data``, ``blank``, ``total``, ``note``, ``heading`` (again) or ``other``."""
        said = {position: text for position, cell in enumerate(cells) if (text := _said(cell))}
        if not said:
            return "blank"
        texts = list(said.values())
        if any(_TOTAL_CELL.fullmatch(text.replace(" ", "").replace("\u3000", "")) for text in texts[:3]):
            return "total"
        filled = [reader for reader in self.readers if any(position in said for position in reader.positions)]
        if _is_note(texts) and not (len(self.needed) > 1 and set(self.needed) <= set(filled)):
            return "note"
        if all(normal_cell(cells[position]) in self.headings.get(position, ()) for position in said):
            return "heading"
        if not filled:
            return "blank" if all(_SERIAL.fullmatch(text) for text in texts) else "other"
        return "other" if len(said) == 1 and self._stands_alone(filled[0], texts[0], number) else "data"

    def _stands_alone(self, reader: Reader, text: str, number: int) -> bool:
        """Whether the only text of a row is a line of its own: a title again, or the heading of a section."""
        if text in self.titles or _SECTION.fullmatch(text) or (len(self.needed) > 1 and reader not in self.needed):
            return True
        left = reader.position
        return any(m.top == number and m.left <= left and m.right > m.left + 1 for m in self.grid.merged)

    def _tell_rest(self, number: int, kind: str) -> None:
        """Rows after the end of the table are not read, but never left out in silence."""
        rest = self.grid.rows[number - self.grid.first_row + 1 :]
        found = [number + 1 + place for place, cells in enumerate(rest) if self._looks_real(cells)]
        if found and kind == "note":
            sentence = _("第%(row)d行是说明，它后面的%(rows)s没有读。如果是内容，请移到说明上面。")
            self.notes.append(sentence % {"row": number, "rows": spoken_rows(found)})
        elif found:
            sentence = _("第%(row)d行以上有%(blanks)d行空行，后面的%(rows)s没有读。如果是内容，请删去空行。")
            self.notes.append(sentence % {"row": number + 1, "blanks": BLANKS, "rows": spoken_rows(found)})

    def _looks_real(self, cells: list[Cell]) -> bool:
        filled = {reader for reader in self.readers if _said(reader.cell(cells, -1))}
        return set(self.needed) <= filled if len(self.needed) > 1 else len(filled) > 1


def spoken_rows(numbers: Sequence[int]) -> str:
    """``第5行``, ``第5、6、9行``, ``第5、6、9、12、13行等20行``."""
    first = "、".join(map(str, numbers[:_TOLD]))
    if len(numbers) > _TOLD:
        return _("第%(rows)s行等%(count)d行") % {"rows": first, "count": len(numbers)}
    return _("第%(rows)s行") % {"rows": first}


def _refuse_bad(lines: Sequence[Line], reader: Reader) -> None:
    """Tell of cells that cannot be read, and leave them out."""
    for line in lines:
        bad = line.values[reader.key]
        if bad.__class__ is Bad:
            line.values[reader.key] = None
            sentence = _("%(heading)s：%(sentence)s") % {"heading": reader.heading, "sentence": bad.sentence}
            if reader.column.lenient:
                line.warnings.append(sentence)
            elif not line.refusal:
                line.refusal = sentence


def _heading_texts(grid: Grid, heading: Heading) -> dict[int, set[str]]:
    """What the heading says in each column of the grid, for finding it again further down."""
    texts: dict[int, set[str]] = {}
    for position, path in enumerate(paths_at(grid, heading.first, heading.depth)):
        texts[position] = {normal_cell(part) for part in path} - {""}
    return texts


def _is_note(texts: Sequence[str]) -> bool:
    first = re.sub(r"\s+", "", texts[0])
    return bool(_NOTE.fullmatch(first) if len(texts) > 1 else _NOTE.fullmatch(first) or _LONE_NOTE.fullmatch(first))


def _said(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)
