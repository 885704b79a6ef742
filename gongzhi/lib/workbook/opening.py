"""Opening a file somebody handed in: .xlsx, .xls or .csv, told by content and not by name.

Everything suspicious is refused before a parser sees it, with one sentence that says what to do
(trust.md R22, S17; mess table M13, M18, M20, M21).
"""

import hashlib
import io
from collections.abc import Sequence
from pathlib import PurePath

from django.utils.translation import gettext as _
from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from gongzhi.lib.values import Cell
from gongzhi.lib.workbook import compound, packages, separated
from gongzhi.lib.workbook.facts import Facts, TabFacts, check_extent, damaged
from gongzhi.lib.workbook.grids import Grid, Merge, Unreadable, Workbook

FILE_LIMIT = 20 * 1024 * 1024  # bytes
NAME = 80  # characters of the name of a tab

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06", b"PK\x07\x08")
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta", b"mime-version")


def first_look(data: bytes, name: str) -> str:
    """What kind of workbook this seems to be, found out at no cost. Raises Unreadable for what is surely none."""
    if not data:
        raise Unreadable(_("文件是空的，请检查后重新上传。"))
    if len(data) > FILE_LIMIT:
        raise Unreadable(_("文件超过20MB，请删去图片或拆成几个表再上传。"))
    return _kind(data, name)


def open_workbook(data: bytes, name: str) -> Workbook:
    """Read a file into grids of raw cells. Raises Unreadable with one sentence, never anything else."""
    kind = first_look(data, name)
    grids = {"xlsx": _from_package, "xls": _from_compound, "csv": _from_text}[kind](data, name)
    if not any(grid.rows for grid in grids):
        raise Unreadable(_("表里没有内容，请检查后重新上传。"))
    return Workbook(name, hashlib.sha256(data).hexdigest(), kind, grids)


def _kind(data: bytes, name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".et", ".ett", ".ods", ".xlsb", ".numbers", ".xlsm", ".xltm"):
        raise _unknown_kind(suffix)
    if data.startswith(_ZIP):
        return "xlsx"
    if data.startswith(_OLE):
        return "xls"
    if data.startswith(b"%PDF"):
        raise Unreadable(_("PDF文件不能直接读取，请交原来的表格（.xlsx）。"))
    if data.startswith(_PICTURES):
        raise Unreadable(_("这是图片，不能直接读取，请交原来的表格（.xlsx），或照图片录入表格。"))
    if data.startswith(_ARCHIVES):
        raise Unreadable(_("这是压缩包或损坏的文件，请把里面的表格取出来，另存为.xlsx再上传。"))
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_MARKUP):
        raise Unreadable(_("这是网页格式的表，请用表格软件打开，另存为.xlsx再上传。"))
    if suffix in (".xlsx", ".xls"):
        raise Unreadable(_("文件已损坏，或不是真正的表格，请用表格软件打开，另存为.xlsx再上传。"))
    return "csv"


def _unknown_kind(suffix: str) -> Unreadable:
    if suffix in (".xlsm", ".xltm"):
        return Unreadable(_("文件可能带有宏，不能接收，请另存为不带宏的.xlsx再上传。"))
    return Unreadable(_("不支持%(suffix)s格式，请用表格软件打开，另存为.xlsx再上传。") % {"suffix": suffix})


def _from_package(data: bytes, name: str) -> list[Grid]:
    clean, facts = packages.check(data)
    return _through_calamine(clean, facts)


def _from_compound(data: bytes, name: str) -> list[Grid]:
    clean, facts = compound.check(data)
    return _through_calamine(clean, facts)


def _from_text(data: bytes, name: str) -> list[Grid]:
    return [Grid(PurePath(name).stem[:NAME], separated.rows(data))]


def _through_calamine(data: bytes, facts: Facts) -> list[Grid]:
    """Let the fast reader read what was checked. Its panics are BaseExceptions and must not pass."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            tabs = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
            if len({tab.name.casefold() for tab in tabs}) < len(tabs) or any(len(tab.name) > NAME for tab in tabs):
                raise damaged()
            return _grids(book, tabs, facts)
    except (KeyboardInterrupt, SystemExit, Unreadable):
        raise
    except BaseException as problem:
        raise damaged() from problem


def _grids(book: CalamineWorkbook, tabs: Sequence[SheetMetadata], facts: Facts) -> list[Grid]:
    """The tabs one by one, as long as all of them together stay within bounds."""
    grids, area = [], 0
    for tab in tabs:
        sheet = book.get_sheet_by_name(tab.name)
        check_extent(tab.name, sheet.total_height, sheet.total_width, before=area)
        area += sheet.total_height * sheet.total_width
        grids.append(_grid(sheet, tab, facts))
    return grids


def _grid(sheet: CalamineSheet, tab: SheetMetadata, facts: Facts) -> Grid:
    found = facts.tabs.get(tab.name, TabFacts())
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
    for (row, column), error in found.errors.items():
        _put(rows, row, column, error)
    return Grid(
        name=tab.name,
        rows=rows,
        hidden=tab.visible != SheetVisibleEnum.Visible,
        merged=tuple(Merge(a + 1, b, c + 1, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()),
        hidden_rows=frozenset(found.hidden_rows),
        hidden_columns=frozenset(found.hidden_columns),
        counts_from_1904=facts.counts_from_1904,
    )


def _put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    while len(rows) < row:
        rows.append([])
    cells = rows[row - 1]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = cell
