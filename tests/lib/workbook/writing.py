"""Workbooks built in code: the same rows as .xlsx, .xls and .csv, and packages with parts changed."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]
Merges = Sequence[tuple[int, int, int, int]]  # first row, first column, last row, last column, from 0


def xlsx(
    tabs: Mapping[str, Rows],
    merges: Merges = (),
    finish: Callable[[xlsxwriter.Workbook], None] = lambda book: None,
    **options: Any,
) -> bytes:
    """Texts as texts, numbers as numbers, dates as dates."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, **options}) as book:
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tabs.items():
            sheet = book.add_worksheet(name)
            for merge in merges:
                sheet.merge_range(*merge, "")
            for row, column, cell in _cells(rows):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(row, column, cell, dates)
                else:
                    sheet.write(row, column, cell)
        finish(book)
    return written.getvalue()


def xls(tabs: Mapping[str, Rows], merges: Merges = (), finish: Callable[[Any], None] = lambda book: None) -> bytes:
    """The old binary format."""
    book, dates = xlwt.Workbook(), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, rows in tabs.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for top, left, bottom, right in merges:
            sheet.merge(top, bottom, left, right)
        for row, column, cell in _cells(rows):
            sheet.write(row, column, cell, *([dates] if isinstance(cell, dt.date) else []))
    finish(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def separated(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Text between separators; numbers and dates as spreadsheet programs export them."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows([[_exported(cell) for cell in row] for row in rows])
    return written.getvalue().encode(encoding)


def repacked(data: bytes, changes: Mapping[str, bytes | None], **options: Any) -> bytes:
    """A package with some entries replaced, added, or (None) left out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        parts: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
        for name, content in {**parts, **changes}.items():
            if content is not None:
                new.writestr(name, content, **options)
    return written.getvalue()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """One entry of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def altered(data: bytes, old: bytes, new: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """The package with ``old`` replaced in one entry."""
    content = part(data, name)
    assert old in content
    return repacked(data, {name: content.replace(old, new)})


def _cells(rows: Rows) -> list[tuple[int, int, Any]]:
    return [(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell not in (None, "")]


def _exported(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else "" if cell is None else str(cell)
