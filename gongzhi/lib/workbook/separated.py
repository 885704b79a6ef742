"""Reading .csv: UTF-8, GB 18030 or UTF-16; separated by comma, semicolon or tab (mess table M18)."""

import csv
import io
import itertools
import re

from django.utils.translation import gettext as _

from gongzhi.lib.values import Cell
from gongzhi.lib.workbook.facts import ROWS, check_extent, check_text, damaged
from gongzhi.lib.workbook.grids import Unreadable

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_FORCED = re.compile(r'="(.*)"', re.DOTALL)  # ="00123", how spreadsheets keep digits as text
_TOLD = re.compile(r"sep=(.)\r?\n")


def rows(data: bytes) -> list[list[Cell]]:
    """The cells of the file, all of them text. Raises Unreadable."""
    written = _decoded(data)
    check_text(len(written))
    told = _TOLD.match(written)
    if told:
        written = written[told.end() :]
    try:
        reader = csv.reader(io.StringIO(written, newline=""), delimiter=told[1] if told else _separator(written))
        found = list(itertools.islice(reader, ROWS + 1))
    except csv.Error as problem:
        raise damaged() from problem
    check_extent(_("表格"), len(found), max(map(len, found), default=0))
    if '="' in written:
        found = [[_unforced(cell) for cell in row] for row in found]
    return found  # type: ignore[return-value]  # texts are cells


def _decoded(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _in(data, encoding)
    try:
        return _in(data, "utf-8")
    except Unreadable:
        return _in(data, "gb18030")


def _in(data: bytes, encoding: str) -> str:
    try:
        written = data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise _not_text() from problem
    if _CONTROLS.search(written):
        raise _not_text()
    return written


def _not_text() -> Unreadable:
    return Unreadable(_("看不懂这个文件，请用表格软件打开，另存为.xlsx再上传。"))


def _separator(written: str) -> str:
    """The separator that cuts the first lines into the most cells."""
    head = "\n".join(written.splitlines()[:20])
    return max(",\t;", key=head.count)


def _unforced(cell: str) -> str:
    match = _FORCED.fullmatch(cell)
    return match[1] if match else cell
