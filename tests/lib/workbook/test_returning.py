"""The workbook that goes back to the unit: the same, with one more column."""

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from gongzhi.lib.values import ErrorCell
from gongzhi.lib.workbook.grids import Merge, Unreadable
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.lib.workbook.returning import with_results
from tests.lib.workbook import writing

ROWS = [
    ["名单", "", ""],
    ["姓名", "电话", "报到"],
    ["张三", 13800000001.0, dt.date(2017, 3, 5)],
    ["李四", "=1+1", ""],
    ["王五", "@a", 3.5],
]
RESULTS = {"一": {3: "新增", 4: "不能写入：<电话>&“=1+1”不像电话号码。"}, "二": {}}


def returned(data: bytes, name: str = "名单.xlsx", results: Any = RESULTS, **options: Any) -> tuple[Any, str]:
    found, new_name = with_results(data, name, results, **options)
    return open_workbook(found, new_name), new_name


def formatted(book: Any) -> None:
    sheet = book.worksheets()[0]
    bold = book.add_format({"bold": True, "border": 1})
    sheet.write("C2", "报到", bold)
    sheet.set_column("A:B", 20)
    sheet.write_formula("C4", "=SUM(C5:C5)", None, 3.5)
    sheet.data_validation("A3:A9", {"validate": "list", "source": ["张三", "李四"]})
    sheet.insert_textbox("E9", "文本框")
    for row in range(30, 40):
        sheet.write_blank(row, 5, None, bold)


def test_an_xlsx_comes_back_as_it_was_with_one_more_column() -> None:
    data = writing.xlsx({"一": ROWS, "二": ROWS}, merges=[(0, 0, 0, 2)], finish=formatted)
    workbook, name = returned(data)
    first, second = workbook.grids
    assert name == "名单.xlsx"
    assert [first.row(number)[3:] for number in range(1, 6)] == [[""], ["导入结果"], ["新增"], [RESULTS["一"][4]], [""]]
    assert second.rows == open_workbook(data, "a.xlsx").grids[1].rows
    assert first.merged == (Merge(1, 0, 1, 2),)
    for before, after in zip(open_workbook(data, "a.xlsx").grids[0].rows, first.rows, strict=True):
        assert after[:3] == before


def test_formats_formulas_and_drawings_stay() -> None:
    data = writing.xlsx({"一": ROWS}, finish=formatted)
    found, _name = with_results(data, "a.xlsx", RESULTS)
    sheet = openpyxl.load_workbook(io.BytesIO(found))["一"]
    assert sheet["C4"].value == "=SUM(C5:C5)"
    assert (sheet["C2"].font.b, sheet["D2"].font.b) == (True, True)
    assert (sheet.column_dimensions["A"].width > 19, sheet.column_dimensions["D"].width > 30) == (True, True)
    assert len(sheet.data_validations.dataValidation) == 1
    assert writing.part(found, "xl/drawings/drawing1.xml") == writing.part(data, "xl/drawings/drawing1.xml")
    assert sheet["F35"].border.left.style == "thin"


@pytest.mark.parametrize(("kind", "write"), [("xls", writing.xls), ("csv", lambda tabs: writing.separated(tabs["一"]))])
def test_other_kinds_come_back_as_xlsx_with_the_same_cells(kind: str, write: Any) -> None:
    data = write({"一": ROWS})
    before = open_workbook(data, f"一.{kind}").grids[0]
    workbook, name = returned(data, f"一.{kind}")
    (after,) = workbook.grids
    assert (name, workbook.kind, after.name) == ("一.xlsx", "xlsx", "一")
    assert [row[:3] for row in after.rows] == before.rows
    assert [row[3] for row in after.rows] == ["", "导入结果", "新增", RESULTS["一"][4], ""]


def test_merges_and_errors_of_an_xls_come_along() -> None:
    def finish(book: Any) -> None:
        book.get_sheet(0).row(4).set_cell_error(2, 0x17)

    workbook, _name = returned(writing.xls({"一": ROWS}, merges=[(0, 0, 0, 2)], finish=finish), "a.xls")
    assert workbook.grids[0].merged == (Merge(1, 0, 1, 2),)
    assert workbook.grids[0].row(5)[2] == "#REF!"


@pytest.mark.parametrize(("kind", "write"), [("xlsx", writing.xlsx), ("xls", writing.xls)])
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "=cmd|'/c calc'!A0"])
def test_no_result_can_become_a_formula(kind: str, write: Any, text: str) -> None:
    found, _name = with_results(write({"一": ROWS}), f"a.{kind}", {"一": {3: text}})
    cell = openpyxl.load_workbook(io.BytesIO(found))["一"]["D3"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    for name, data in (("a.csv", writing.separated(ROWS)), ("a.xls", writing.xls({"a": ROWS}))):
        found, _name = with_results(data, name, {"a": {3: "新增"}})
        cell = openpyxl.load_workbook(io.BytesIO(found))["a"]["B4"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=1+1", True)


def test_a_text_that_looks_like_xml_breaks_no_file() -> None:
    torn = "<r><t>张三</r>"
    book, _ = returned(writing.separated([["姓名"], [torn]]), "名单.csv", {})
    assert str(book.grids[0].rows[1][0]).strip() == torn


def test_the_result_of_an_earlier_time_is_written_over() -> None:
    found, name = with_results(writing.xlsx({"一": ROWS}), "a.xlsx", {"一": {3: "有冲突", 4: "旧"}})
    again, _name = returned(found, name, {"一": {3: "新增"}})
    assert [row[3:] for row in again.grids[0].rows] == [[""], ["导入结果"], ["新增"], ["旧"], [""]]


def test_the_heading_stands_where_the_table_has_its_own() -> None:
    workbook, _name = returned(writing.xlsx({"一": ROWS}), results={"一": {5: "新增"}}, heading_rows={"一": 2})
    assert [row[3] for row in workbook.grids[0].rows] == ["", "导入结果", "", "", "新增"]


def test_a_result_in_the_first_row_needs_no_heading() -> None:
    workbook, _name = returned(writing.xlsx({"一": [["张三"]]}), results={"一": {1: "新增"}})
    assert workbook.grids[0].rows == [["张三", "新增"]]


def test_xml_written_in_another_way_is_written_anew() -> None:
    data = writing.xlsx({"一": [["姓名", "岁"], ["张三", 3.0]]})
    data = writing.altered(data, b'<row r="2" spans="1:2">', b"<row>")
    workbook, _name = returned(data, results={"一": {2: "新增"}})
    assert workbook.grids[0].rows == [["姓名", "岁", "导入结果"], ["张三", 3.0, "新增"]]


def test_a_cell_in_error_is_handed_back_too() -> None:
    data = writing.xlsx(
        {"一": ROWS}, finish=lambda book: book.worksheets()[0].write_formula("B5", "=1/0", None, "#DIV/0!")
    )
    workbook, _name = returned(data)
    assert workbook.grids[0].row(5)[1] == ErrorCell("#DIV/0!")


def test_a_refused_file_is_not_handed_back() -> None:
    with pytest.raises(Unreadable):
        with_results(b"", "a.xlsx", RESULTS)
