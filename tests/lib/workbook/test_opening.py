"""Files that open: what comes out as cells, and what is seen beside them (mess table M13, M18, M20, M21)."""

import datetime as dt
import hashlib
import tracemalloc
from typing import Any

import pytest
import xlwt

from gongzhi.lib.values import ErrorCell, date
from gongzhi.lib.workbook.facts import TabFacts
from gongzhi.lib.workbook.grids import Merge, Unreadable
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.lib.workbook.tabs import TabScan
from tests.lib.workbook import writing

ROWS = [
    ["姓名", "电话", "日期", "人数"],
    ["张三", 13800000001.0, dt.date(2017, 3, 5), 3.5],
    ["李四", "138 0000 0002", None, 2.0],
]
TEXT_ROWS = [["姓名", "电话", "备注"], ["张三", "13800000001", "=1+1"], ["𠮷\U00031350", "+86", "@b"]]


def padded(rows: list[list[Any]], width: int) -> list[list[Any]]:
    return [[cell if cell is not None else "" for cell in row] + [""] * (width - len(row)) for row in rows]


@pytest.mark.parametrize(("kind", "write"), [("xlsx", writing.xlsx), ("xls", writing.xls)])
def test_cells_come_as_text_numbers_and_dates(kind: str, write: Any) -> None:
    data = write({"名单": ROWS}, merges=[(0, 5, 1, 6)])
    workbook = open_workbook(data, f"名单.{kind}")
    (grid,) = workbook.grids
    assert (workbook.kind, workbook.sha256) == (kind, hashlib.sha256(data).hexdigest())
    assert (grid.name, grid.first_row, grid.hidden) == ("名单", 1, False)
    assert [row[:4] for row in grid.rows] == padded(ROWS, 4)
    assert grid.merged == (Merge(1, 5, 2, 6),)
    assert grid.row(2)[0] == "张三"
    assert grid.row(99) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separated_text_is_read_in_every_encoding(encoding: str, delimiter: str) -> None:
    data = writing.separated(TEXT_ROWS, encoding, delimiter)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    (grid,) = open_workbook(data, "名单.csv").grids
    assert grid.rows == TEXT_ROWS
    assert grid.name == "名单"


def test_text_that_keeps_its_zeros_loses_the_trick() -> None:
    (grid,) = open_workbook('sep=;\r\n编号;"=""00123"""\r\n'.encode(), "a.csv").grids
    assert grid.rows == [["编号", "00123"]]


def test_the_content_tells_the_kind_and_not_the_name() -> None:
    assert open_workbook(writing.xls({"a": ROWS}), "a.xlsx").kind == "xls"
    assert open_workbook(writing.xlsx({"a": ROWS}), "a.xls").kind == "xlsx"


def test_tabs_keep_their_order_and_charts_are_left_out() -> None:
    def finish(book: Any) -> None:
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=一!$D$2:$D$3"})
        book.add_chartsheet("图").set_chart(chart)
        book.worksheets()[1].hide()

    data = writing.xlsx({"一": ROWS, "二": ROWS}, finish=finish)
    grids = open_workbook(data, "a.xlsx").grids
    assert [(grid.name, grid.hidden) for grid in grids] == [("一", False), ("二", True)]


def test_hidden_rows_and_columns_are_seen_in_xlsx() -> None:
    def finish(book: Any) -> None:
        sheet = book.worksheets()[0]
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:C", None, None, {"hidden": True})

    (grid,) = open_workbook(writing.xlsx({"a": ROWS}, finish=finish), "a.xlsx").grids
    assert (grid.hidden_rows, grid.hidden_columns) == ({3}, {1, 2})


def test_hidden_parts_are_seen_in_xls() -> None:
    def finish(book: Any) -> None:
        sheet = book.get_sheet(0)
        sheet.row(2).hidden = True
        sheet.col(1).hidden = True
        book.add_sheet("b").visibility = 1

    grids = open_workbook(writing.xls({"a": ROWS}, finish=finish), "a.xls").grids
    assert (grids[0].hidden_rows, grids[0].hidden_columns) == ({3}, {1})
    assert [grid.hidden for grid in grids] == [False, True]


def test_formulas_count_by_their_saved_results() -> None:
    def finish(book: Any) -> None:
        sheet = book.worksheets()[0]
        sheet.write_formula("A5", "=SUM(D2:D3)", None, 5.5)
        sheet.write_formula("B5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C5", '=IF(A1="","",A1)', None, "姓名")
        sheet.write_formula("D5", '=HYPERLINK("#a!A1","见上")', None, "见上")
        sheet.write_url("E5", "https://example.org/", None, "网址")

    (grid,) = open_workbook(writing.xlsx({"a": ROWS}, finish=finish), "a.xlsx").grids
    assert grid.row(5) == [5.5, ErrorCell("#DIV/0!"), "姓名", "见上", "网址"]


@pytest.mark.parametrize("saved", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_without_its_result_says_so(saved: bytes) -> None:
    data = writing.xlsx({"a": ROWS}, finish=lambda book: book.worksheets()[0].write_formula("E2", "=A1", None, 7))
    data = writing.altered(data, b"<f>A1</f><v>7</v>", b"<f>A1</f>" + saved)
    assert open_workbook(data, "a.xlsx").grids[0].row(2)[4] == ErrorCell("")


def test_an_empty_text_saved_by_a_formula_is_empty() -> None:
    data = writing.xlsx({"a": ROWS}, finish=lambda book: book.worksheets()[0].write_formula("E2", "=A1", None, 7))
    data = writing.altered(data, b"><f>A1</f><v>7</v>", b' t="str"><f>A1</f><v></v>')
    assert open_workbook(data, "a.xlsx").grids[0].row(2)[4:] in ([], [""])


def test_errors_are_seen_in_xls() -> None:
    def finish(book: Any) -> None:
        book.get_sheet(0).row(1).set_cell_error(4, 0x17)
        book.get_sheet(0).write(2, 4, xlwt.Formula("A1"))

    (grid,) = open_workbook(writing.xls({"a": ROWS}, finish=finish), "a.xls").grids
    assert grid.row(2)[4] == ErrorCell("#REF!")


def test_a_workbook_that_counts_from_1904_gives_the_same_day() -> None:
    grids = open_workbook(writing.xlsx({"a": ROWS}, date_1904=True), "a.xlsx").grids
    assert grids[0].counts_from_1904
    assert str(date(grids[0].row(2)[2])) == "2017-03-05"


def test_prefixed_xml_is_read_all_the_same() -> None:
    data = writing.xlsx({"a": ROWS})
    xml = writing.part(data).replace(b'xmlns="', b'xmlns:x="')
    for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v", b"dimension", b"sheetViews", b"sheetView"):
        for end in (b" ", b">", b"/"):
            xml = xml.replace(b"<" + tag + end, b"<x:" + tag + end).replace(b"</" + tag + b">", b"</x:" + tag + b">")
    (grid,) = open_workbook(writing.repacked(data, {"xl/worksheets/sheet1.xml": xml}), "a.xlsx").grids
    assert [row[:4] for row in grid.rows] == padded(ROWS, 4)


def test_blank_formatted_rows_to_the_end_cost_no_memory() -> None:
    data = writing.xlsx({"a": ROWS})
    blank = b"".join(b'<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(4, 65_537))
    data = writing.altered(data, b"</sheetData>", blank + b"</sheetData>")
    tracemalloc.start()
    (grid,) = open_workbook(data, "a.xlsx").grids
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(grid.rows) == 3
    assert peak < 20_000_000


def test_a_stray_blank_cell_at_the_very_end_does_no_harm() -> None:
    data = writing.altered(
        writing.xlsx({"a": ROWS}), b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert len(open_workbook(data, "a.xlsx").grids[0].rows) == 3


def test_pieces_of_a_tab_are_put_together_again() -> None:
    cells = b"".join(
        b'<row r="%d" hidden="1"><c r="A%d" t="e"><f>1/0</f><v>#REF!</v></c><c r="B%d"><f>A1</f></c></row>' % (n, n, n)
        for n in range(1, 4)
    )
    xml = b'<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData>' + cells + b"</sheetData></worksheet>"
    whole = scanned([xml])
    assert (len(whole.errors), whole.hidden_rows, whole.hidden_columns) == (6, {1, 2, 3}, {1})
    for cut in (place for place in range(1, len(xml)) if xml[place : place + 1] == b"<"):
        assert scanned([xml[:cut], xml[cut:]]) == whole


def scanned(pieces: list[bytes]) -> TabFacts:
    scan = TabScan("a")
    for piece in pieces:
        scan.feed(piece)
    scan.finish()
    return scan.facts


@pytest.mark.parametrize("data", [writing.xlsx({"a": [], "b": []}), writing.xls({"a": []}), b"\xef\xbb\xbf", b""])
def test_a_file_without_content_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"空的|没有内容"):
        open_workbook(data, "a.csv")
