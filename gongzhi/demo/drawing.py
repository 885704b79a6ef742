"""Tabs drawn as a workbook that looks like those of an office, and always the same bytes for the same tabs."""

import datetime as dt
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gongzhi.demo.forms import Tab
from gongzhi.demo.hand import Cell

WIDTHS = {
    **dict.fromkeys(("序号", "性别"), 6),
    **dict.fromkeys(("户数", "楼栋数", "单元数", "党员人数"), 9),
    **dict.fromkeys(("姓名", "姓 名", "出生年月"), 11),
    **dict.fromkeys(("单位地址", "办公地址", "网格编码", "协议编号", "楼院名称"), 18),
    **dict.fromkeys(("工作单位", "单位", "单位名称", "甲方（单位）", "网格党支部", "有效期"), 28),
    **dict.fromkeys(("党组织名称", "门洞长", "共建内容"), 38),
}
WIDTH = 14


def draw(tabs: list[Tab], path: Path, *, on: dt.date) -> None:
    """Write ``tabs`` to ``path`` as an .xlsx whose properties say that all of it is made up."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties(
            {
                "author": "演示街道",
                "comments": "演示用：街道、单位和人都是虚构的。",
                "created": dt.datetime.combine(on, dt.time(9), dt.UTC),
            }
        )
        styles = _styles(book)
        for tab in tabs:
            _Drawing(book.add_worksheet(tab.name), tab, styles).draw()


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    text = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    boxed = {**text, "border": 1, "text_wrap": True}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}),
        "line": book.add_format(text),
        "heading": book.add_format({**boxed, "bold": True, "align": "center"}),
        "cell": book.add_format(boxed),
        "number": book.add_format({**boxed, "num_format": "0"}),
        "degree": book.add_format({**boxed, "num_format": "0.000000"}),
        "day": book.add_format({**boxed, "num_format": "yyyy/m/d", "align": "left"}),
    }


class _Drawing:
    """One tab being drawn from top to bottom; ``row`` is the next free one."""

    def __init__(self, sheet: Worksheet, tab: Tab, styles: dict[str, Format]) -> None:
        self.sheet, self.tab, self.styles = sheet, tab, styles
        self.last = len(tab.headings) - 1
        self.row = 0

    def draw(self) -> None:
        for column, heading in enumerate(self.tab.headings):
            self.sheet.set_column(column, column, WIDTHS.get(heading, WIDTH))
        for title in self.tab.titles:
            self._title(title)
        self._headings()
        self.sheet.freeze_panes(self.row, 0)
        for cells in self.tab.rows:
            self._cells(cells)
        if self.tab.total:
            self._cells([*self.tab.total, *[None] * (len(self.tab.headings) - len(self.tab.total))])
        for note in self.tab.notes:
            self.sheet.write_string(self.row + 1, 0, note, self.styles["line"])
            self.row += 1
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)

    def _title(self, title: str) -> None:
        """The one that names the sheet is large and in the middle."""
        large = title == max(self.tab.titles, key=lambda one: ("：" not in one, len(one)))
        self.sheet.merge_range(self.row, 0, self.row, self.last, title, self.styles["title" if large else "line"])
        self.sheet.set_row(self.row, 30 if large else 18)
        self.row += 1

    def _headings(self) -> None:
        """One row, or two where some headings stand under a merged one."""
        paths = [heading.split("/") for heading in self.tab.headings]
        style, deep = self.styles["heading"], any(len(path) > 1 for path in paths)
        for column, path in enumerate(paths):
            if len(path) > 1:
                self.sheet.write_string(self.row + 1, column, path[1], style)
                if column == 0 or paths[column - 1][0] != path[0]:
                    last = max(place for place, other in enumerate(paths) if other[0] == path[0])
                    self.sheet.merge_range(self.row, column, self.row, last, path[0], style)
            elif deep:
                self.sheet.merge_range(self.row, column, self.row + 1, column, path[0], style)
            else:
                self.sheet.write_string(self.row, column, path[0], style)
        self.row += 2 if deep else 1

    def _cells(self, cells: list[Cell]) -> None:
        for column, cell in enumerate(cells):
            self._cell(column, cell)
        self.row += 1

    def _cell(self, column: int, cell: Cell) -> None:
        if cell is None:
            self.sheet.write_blank(self.row, column, None, self.styles["cell"])
        elif isinstance(cell, str):
            self.sheet.write_string(self.row, column, cell, self.styles["cell"])
        elif isinstance(cell, dt.date):
            self.sheet.write_datetime(self.row, column, cell, self.styles["day"])
        else:
            self.sheet.write_number(self.row, column, cell, self.styles["number" if cell == int(cell) else "degree"])
