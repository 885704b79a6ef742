"""Putting cells into the XML of a tab without touching the rest of it."""

import html
import re
from collections.abc import Mapping

_WIDTH = 36  # characters

_ROW = re.compile(rb"<((?:[\w.-]+:)?row)\b([^>]*?)(?:/>|>(.*?)</(?:[\w.-]+:)?row>)", re.DOTALL)
_ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
_SPANS = re.compile(rb'\sspans="[^"]*"')
_CELL = re.compile(rb'<(?:[\w.-]+:)?c\s[^>]*?\br="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</(?:[\w.-]+:)?c>)', re.DOTALL)
_STYLE = re.compile(rb'^[^>]*?\ss="(\d+)"')
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\b[^>]*?(?:/>|>\s*</(?:[\w.-]+:)?dimension>)")
_COLS = re.compile(rb"<((?:[\w.-]+:)?)cols\b[^>]*>(.*?)</(?:[\w.-]+:)?cols>", re.DOTALL)
_COL = re.compile(rb'<(?:[\w.-]+:)?col\s(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")[^>]*>')
_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Misfit(Exception):
    """The XML is not written as spreadsheet programs do; nothing was put in."""


def insert_column(xml: bytes, column: int, texts: Mapping[int, str]) -> bytes:
    """The XML with a text cell in ``column`` (A is 0) for every row in ``texts``. Raises Misfit."""
    waiting = dict(texts)

    def with_cell(match: re.Match[bytes]) -> bytes:
        number = _ROW_NUMBER.search(match[2])
        text = waiting.pop(int(number[1]), None) if number else None
        return match[0] if number is None or text is None else _row(match, int(number[1]), column, text)

    written = _ROW.sub(with_cell, xml)
    if waiting:
        raise Misfit
    return _with_width(_DIMENSION.sub(b"", written, count=1), column)


def column_letters(column: int) -> str:
    """0 → ``A``, 26 → ``AA``."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(65 + letter) + letters
        column -= 1
    return letters


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, even after somebody edits the cell."""
    text = _UNWRITABLE.sub("", text)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _row(match: re.Match[bytes], number: int, column: int, text: str) -> bytes:
    tag, attributes, cells = match[1], _SPANS.sub(b"", match[2]), match[3] or b""
    prefix = tag[: -len(b"row")]
    start, end, style = _gap(cells, column)
    cell = _cell(prefix, f"{column_letters(column)}{number}".encode(), style, text)
    return b"<%s%s>%s%s%s</%s>" % (tag, attributes, cells[:start], cell, cells[end:], tag)


def _gap(cells: bytes, column: int) -> tuple[int, int, bytes]:
    """Where the new cell goes (over one already there), and the style of the one before it."""
    style, start = b"", 0
    for match in _CELL.finditer(cells):
        here = _column(match[1])
        if here >= column:
            return match.start(), match.end() if here == column else match.start(), style
        found = _STYLE.search(match[0])
        style, start = (found[1] if found else b""), match.end()
    return start, start, style


def _cell(prefix: bytes, address: bytes, style: bytes, text: str) -> bytes:
    styled = b' s="%s"' % style if style else b""
    escaped = html.escape(safe(text), quote=False).encode()
    return b'<%sc r="%s"%s t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%sc>' % (
        *(prefix, address, styled, prefix, prefix, escaped, prefix, prefix, prefix),
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _with_width(xml: bytes, column: int) -> bytes:
    """Make the new column wide enough to read, unless the tab already says how wide it is."""
    col = b'<%%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (column + 1, column + 1, _WIDTH)
    if cols := _COLS.search(xml):
        inside = list(_COL.finditer(cols[2]))
        if any(int(match[2]) > column for match in inside):
            return xml
        return xml[: cols.end(2)] + col % cols[1] + xml[cols.end(2) :]
    if data := _SHEET_DATA.search(xml):
        wrapped = b"<%scols>%s</%scols>" % (data[1], col % data[1], data[1])
        return xml[: data.start()] + wrapped + xml[data.start() :]
    raise Misfit
