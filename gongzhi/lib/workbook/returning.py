"""Handing a workbook back with one more column: what became of each row.

An .xlsx comes back as it was, byte for byte but for the new cells; .xls and .csv come back as .xlsx with the
same cells. Nothing that is written can be taken for a formula (trust.md S18).
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from gongzhi.lib.workbook import packages
from gongzhi.lib.workbook.grids import Grid
from gongzhi.lib.workbook.inserting import Misfit, insert_column
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.lib.workbook.rewriting import rewritten
from gongzhi.lib.workbook.zips import path_of

HEADING = "导入结果"  # in the office's own workbook, so never translated


@dataclass(frozen=True, slots=True)
class Extra:
    """A column to add to a tab: its place (A is 0) and its texts by row (from 1)."""

    column: int
    texts: dict[int, str] = field(default_factory=dict)


def with_results(
    data: bytes,
    name: str,
    results: Mapping[str, Mapping[int, str]],
    heading_rows: Mapping[str, int] | None = None,
) -> tuple[bytes, str]:
    """The workbook with a column 导入结果 after the last used one, and the name it now goes by.

    ``results`` are sentences by tab and row as the spreadsheet shows it; ``heading_rows`` the last row of each
    heading, by default the row above the first result. A column from an earlier time is written over.
    Raises Unreadable as :func:`open_workbook` does.
    """
    workbook = open_workbook(data, name)
    extras = {
        grid.name: _extra(grid, results[grid.name], (heading_rows or {}).get(grid.name))
        for grid in workbook.grids
        if results.get(grid.name)
    }
    new_name = str(PurePath(name).with_suffix(".xlsx").name)
    if workbook.kind == "xlsx":
        try:
            return _with_columns(data, extras), new_name
        except Misfit:  # no spreadsheet program writes it like that, but it can be read
            pass
    return rewritten(workbook, extras), new_name


def _extra(grid: Grid, results: Mapping[int, str], heading_row: int | None) -> Extra:
    row = heading_row or min(results) - 1
    texts = {number: text for number, text in results.items() if text}
    if row >= 1:
        texts[row] = HEADING
    heading = grid.row(row)
    if texts.get(row) in heading:
        return Extra(heading.index(texts[row]), texts)
    return Extra(max((_width(cells) for cells in grid.rows), default=0), texts)


def _width(cells: list) -> int:
    """How many cells there are up to the last one that says something."""
    for place in range(len(cells), 0, -1):
        if cells[place - 1] not in ("", None):
            return place
    return 0


def _with_columns(data: bytes, extras: Mapping[str, Extra]) -> bytes:
    tabs = packages.tab_paths(data)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if extra := extras.get(tabs.get(path_of(info.filename), "")):
                content = insert_column(content, extra.column, extra.texts)
            new.writestr(zipfile.ZipInfo(info.filename, info.date_time), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
