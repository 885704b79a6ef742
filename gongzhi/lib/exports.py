"""Lists to take along, as .xlsx and .csv, in which nothing can be taken for a formula (trust.md S18).

The only place that writes such files. What looks like a number stays the text it is, and every
character of GB 18030 survives: there is no GBK (trust.md A22).
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from django.db.models import TextChoices
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | dt.date

LONGEST = 32_000  # characters that a cell holds
DIGITS = 15  # of a number that a spreadsheet program does not round
FIRST_YEAR = 1900  # of its calendar
FOOTER = 200  # characters that the foot of a printed page holds

#: What XML cannot hold or programs stumble over; tabs and line breaks inside a text are none of them.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: How formulas begin, in any width that programs take, and the mark of rich text that our writer would copy as it is.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]|\s*<r>")
#: Digits that a program would take for a number and round, or strip of their noughts.
_NUMBER_LIKE = re.compile(r"\s*(?:[\d.,Ee\s]{11,}|0\d+|\d+[Ee]\d+)\s*")


class Form(TextChoices):
    """What an exported file is."""

    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


MEDIA_TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Handout:
    """What is taken along: lines under headings; on a page before them what it is, who took it, when and why."""

    title: str
    headings: Sequence[str]
    lines: Iterable[Sequence[Cell]]
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)
    about_title: str = ""
    footer: str = ""


def harmless(text: str) -> str:
    """A text that no spreadsheet program calculates: what begins like a formula gets an apostrophe before it."""
    plain = _NOT_TEXT.sub("", text)[:LONGEST]
    lines = plain.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{lines}" if _FORMULA.match(plain) else lines


def write(handout: Handout, form: str) -> bytes:
    """The file. Raises KeyError for a form that there is not."""
    return _WRITERS[form](handout)


def write_csv(handout: Handout) -> bytes:
    """UTF-8 with the mark that tells Excel so. There is no room in it for what stands on the first page of an .xlsx."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([harmless(heading) for heading in handout.headings])
    writer.writerows([_bare(cell) for cell in line] for line in handout.lines)
    return written.getvalue().encode("utf-8-sig")


def _bare(cell: Cell) -> str | int:
    if not isinstance(cell, str):
        return cell.isoformat() if isinstance(cell, dt.date) else cell
    text = harmless(cell)
    return f"'{text}" if _NUMBER_LIKE.fullmatch(text) else text


def write_xlsx(handout: Handout) -> bytes:
    """Two tabs: what it is, and the lines. Made in memory: no temporary file keeps a copy."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        styles = _Styles(book)
        if handout.about:
            _write_about(book.add_worksheet(_tab(handout.about_title)), handout, styles)
        _write_lines(book.add_worksheet(_tab(handout.title)), handout, styles)
    return written.getvalue()


def _tab(title: str) -> str:
    """A name that a tab may have."""
    return re.sub(r"[\[\]:*?/\\']", " ", _NOT_TEXT.sub("", title)).strip()[:31]


class _Styles:
    """Text stays text when somebody edits it."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.heading: Format = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        self.text: Format = book.add_format({"num_format": "@"})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})


def _write_about(sheet: Worksheet, handout: Handout, styles: _Styles) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 60)
    for number, (name, said) in enumerate(handout.about):
        sheet.write_string(number, 0, harmless(name), styles.heading)
        sheet.write_string(number, 1, harmless(said), styles.text)
    _set_footer(sheet, handout.footer)


def _write_lines(sheet: Worksheet, handout: Handout, styles: _Styles) -> None:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_column(0, max(len(handout.headings) - 1, 0), 18)
    for place, heading in enumerate(handout.headings):
        sheet.write_string(0, place, harmless(heading), styles.heading)
    for number, line in enumerate(handout.lines, 1):
        for place, cell in enumerate(line):
            _write_cell(sheet, number, place, cell, styles)
    _set_footer(sheet, handout.footer)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, styles: _Styles) -> None:
    if cell == "":
        return
    if isinstance(cell, dt.date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, cell, styles.day)
    elif isinstance(cell, int) and abs(cell) < 10**DIGITS:
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, harmless(str(cell)), styles.text)


def _set_footer(sheet: Worksheet, text: str) -> None:
    """On every printed page; an ampersand would begin a command there."""
    sheet.set_footer(f"&L{_NOT_TEXT.sub('', text)[:FOOTER].replace('&', '&&')}&R&P/&N")


_WRITERS: dict[str, Callable[[Handout], bytes]] = {Form.XLSX: write_xlsx, Form.CSV: write_csv}
