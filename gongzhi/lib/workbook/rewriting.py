"""Writing a workbook that came as .xls or .csv anew as .xlsx, with the same cells."""

import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import xlsxwriter

from gongzhi.lib.values import Cell, ErrorCell
from gongzhi.lib.workbook.grids import Grid, Workbook
from gongzhi.lib.workbook.inserting import safe

if TYPE_CHECKING:
    from gongzhi.lib.workbook.returning import Extra

_NOT_IN_TAB_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONG_NUMBER = 1e11  # from here on programs would show 1.38E+10
_FORMATS = {
    dt.datetime: "yyyy-mm-dd hh:mm",
    dt.date: "yyyy-mm-dd",
    dt.time: "hh:mm",
    dt.timedelta: "[h]:mm",
}


def rewritten(workbook: Workbook, extras: "Mapping[str, Extra]") -> bytes:
    """An .xlsx with every cell of ``workbook`` and the extra columns. Text stays text, whatever it begins with."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        writer = _Writer(book)
        for place, grid in enumerate(workbook.grids, start=1):
            name = _NOT_IN_TAB_NAMES.sub(" ", grid.name).strip(" '")[:28] or "表"
            taken = {sheet.name.casefold() for sheet in book.worksheets()}
            sheet = book.add_worksheet(f"{name}{place}" if name.casefold() in taken else name)
            writer.write(sheet, grid, extras.get(grid.name))
    return written.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.formats = {kind: book.add_format({"num_format": look}) for kind, look in _FORMATS.items()}
        self.digits = book.add_format({"num_format": "0"})
        self.text = book.add_format({"num_format": "@"})
        self.guarded = book.add_format({"num_format": "@", "quote_prefix": True})

    def write(self, sheet: xlsxwriter.worksheet.Worksheet, grid: Grid, extra: "Extra | None") -> None:
        """One tab."""
        self._merge(sheet, grid)
        for row, cells in enumerate(grid.rows, start=grid.first_row - 1):
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell)
        if extra:
            sheet.set_column(extra.column, extra.column, 36)
            for row, text in extra.texts.items():
                sheet.write_string(row - 1, extra.column, safe(text)[:32_000], self.text)

    def _merge(self, sheet: xlsxwriter.worksheet.Worksheet, grid: Grid) -> None:
        for merge in grid.merged:
            try:
                sheet.merge_range(merge.top - 1, merge.left, merge.bottom - 1, merge.right, "")
            except xlsxwriter.exceptions.OverlappingRange:
                continue

    def _cell(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
        if cell == "" or cell is None:
            return
        if isinstance(cell, ErrorCell):
            cell = cell.shown or "?"
        if isinstance(cell, str):
            guarded = cell[:1] in ("=", "+", "-", "@", "\t", "\r")
            sheet.write_string(row, column, _plain(cell)[:32_000], self.guarded if guarded else self.text)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, (int, float)):
            sheet.write_number(row, column, cell, self.digits if abs(cell) >= _LONG_NUMBER else None)
        else:
            sheet.write_datetime(row, column, cell, self.formats[type(cell)])


def _plain(text: str) -> str:
    """A text that our writer does not take for ready-made XML, which it would copy as it is; a space keeps it apart."""
    return f" {text}" if text.startswith("<r>") else text
