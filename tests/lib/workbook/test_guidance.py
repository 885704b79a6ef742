"""A clerk's word goes before what a workbook seems to say: what a tab is, what a heading means, what a cell says."""

from collections.abc import Sequence
from typing import Any

import pytest

from gongzhi.lib.sheets import Table
from gongzhi.lib.values import PartialDate, Phones
from gongzhi.lib.workbook.guidance import NOTHING, Guidance
from gongzhi.lib.workbook.recognition import Unknown, recognise
from tests.lib.workbook.declared import COMMUNITIES, MEMBERS, SHEETS, column, grid_of

HEADING = ["序号", "姓名", "何处高就", "联系电话", "报到时间"]
PERSON = [1.0, "张三", "豫信传媒", 13800000001.0, "2017-02-31"]


def found(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, ...]] = (), **said: Any) -> Table | Unknown:
    return recognise(grid_of(rows, merged=merged), SHEETS, guidance=Guidance(**said))


def table(rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, ...]] = (), **said: Any) -> Table:
    read = found(rows, merged, **said)
    assert isinstance(read, Table), read
    return read


def test_a_heading_means_what_the_clerk_says() -> None:
    rows = [HEADING, PERSON]
    assert isinstance(found(rows), Unknown)

    read = table(rows, headings={"表": {"何处高就": "unit"}})

    assert (read.sheet, read.headings["unit"], column(read, "unit")) == (MEMBERS, "何处高就", ["豫信传媒"])


def test_what_was_learned_counts_for_every_tab_of_the_sheet_and_the_word_at_hand_before_it() -> None:
    rows = [[*HEADING, "单位名称"], [*PERSON, "司法厅"]]
    learned = {"members": {"何处高就": "unit"}}

    assert column(table(rows, learned=learned), "unit") == ["豫信传媒"]
    assert column(table(rows, learned=learned, headings={"表": {"何处高就": NOTHING}}), "unit") == ["司法厅"]
    assert column(table(rows, learned={"communities": {"何处高就": "name"}}), "unit") == ["司法厅"]


def test_a_heading_that_means_nothing_is_told_as_not_used() -> None:
    rows = [["姓名", "单位", "电话", "特长"], ["张三", "豫信传媒", "13800000001", "书法"]]

    read = table(rows, headings={"表": {"特长": NOTHING}})

    assert ("skills" in read.headings, read.unknown, column(read, "skills")) == (False, ["特长"], [None])


def test_a_heading_told_for_a_column_that_another_was_told_for_is_left() -> None:
    rows = [["姓名", "甲", "乙", "电话"], ["张三", "一", "二", "13800000001"]]

    read = table(rows, headings={"表": {"甲": "unit", "乙": "unit"}})

    assert (column(read, "unit"), read.unknown) == (["一"], ["乙"])


def test_columns_of_one_title_are_told_together() -> None:
    rows = [["谁", "单位", "电话"], ["王芳（预备）", "豫信传媒", "13800000001"]]

    read = table(rows, headings={"表": {"谁": "name"}})

    assert (column(read, "name"), column(read, "remark")) == (["王芳"], ["预备"])


def test_a_tab_is_what_the_clerk_says() -> None:
    rows = [["社区", "户数"], ["通信花园", 10.0]]
    assert table(rows).sheet is COMMUNITIES

    read = found(rows, sheets={"表": "members"})

    assert isinstance(read, Unknown)
    assert (read.sheet, read.headings, read.rest) == ("members", {}, ["社区", "户数"])
    assert "缺少" in read.why or "没有找到" in read.why


def test_a_tab_in_which_nothing_is_known_can_be_explained_word_by_word() -> None:
    rows = [["某某表"], ["甲", "乙", "丙"], ["张三", "豫信传媒", "13800000001"]]
    nearly = found(rows, sheets={"表": "members"})
    assert isinstance(nearly, Unknown)
    assert nearly.rest == ["甲", "乙", "丙"]

    read = table(rows, sheets={"表": "members"}, headings={"表": {"甲": "name", "乙": "unit", "丙": "phone"}})

    assert column(read, "phone") == [Phones("13800000001")]


def test_a_tab_that_is_not_wanted_is_not_read() -> None:
    read = found([HEADING, PERSON], sheets={"表": NOTHING})

    assert isinstance(read, Unknown)
    assert (read.left_out, read.why) == (True, "按您的选择，这一页不读。")


def test_what_nearly_is_a_sheet_tells_the_headings_that_would_be_its_own() -> None:
    read = found([HEADING, PERSON])

    assert isinstance(read, Unknown)
    assert (read.sheet, read.headings["phone"], read.rest) == ("members", "联系电话", ["何处高就"])


WHOLE = [["姓名", "工作单位", "联系电话", "报到时间"], ["张三", "豫信传媒", 13800000001.0, "2017-02-31"]]


def test_what_is_typed_stands_in_place_of_the_cell_and_is_said_beside_the_row() -> None:
    assert "没有31日" in table(WHOLE).lines[0].refusal

    (line,) = table(WHOLE, typed={"表": {2: {"on": "2017.2.28"}}}).lines

    assert (line.refusal, line.values["on"]) == ("", PartialDate(2017, 2, 28))
    assert line.warnings == ["报到时间已更正为“2017.2.28”。"]


def test_what_is_typed_of_a_human_being_is_not_repeated() -> None:
    (line,) = table(WHOLE, typed={"表": {2: {"phone": "13800000002"}}}).lines

    assert line.values["phone"] == Phones("13800000002")
    assert line.warnings == ["联系电话已在平台更正。"]


def test_a_column_that_the_table_does_not_have_can_be_typed() -> None:
    rows = [*WHOLE, ["李四", "司法厅", "13800000003", "2016.5.9"]]

    read = table(rows, typed={"表": {3: {"sex": "男", "skills": "书法、法律"}}})

    assert (column(read, "sex"), column(read, "skills")) == ([None, "male"], [None, ("书法", "法律")])
    assert "sex" not in read.headings


def test_a_typed_cell_wins_over_a_merged_one_and_leaves_the_other_rows() -> None:
    rows = [WHOLE[0], ["张三", "豫信传媒", "13800000001", ""], ["李四", "", "13800000003", ""]]

    read = table(rows, merged=[(2, 1, 3, 1)], typed={"表": {3: {"unit": "司法厅"}}})

    assert column(read, "unit") == ["豫信传媒", "司法厅"]


def test_several_columns_under_one_heading_are_typed_as_one() -> None:
    rows = [
        ["姓名", "性别", "", "单位", "电话"],
        ["", "男", "女", "", ""],
        ["张三", "√", "", "豫信传媒", "13800000001"],
    ]
    merged = [(1, 1, 1, 2)]
    assert column(table(rows, merged), "sex") == ["male"]

    assert column(table(rows, merged, typed={"表": {3: {"sex": "女"}}}), "sex") == ["female"]


def test_a_typed_row_that_is_not_there_changes_nothing() -> None:
    assert column(table(WHOLE, typed={"表": {99: {"unit": "司法厅"}}}), "unit") == ["豫信传媒"]


@pytest.mark.parametrize("empty", ["", None])
def test_a_guided_table_shows_its_cells_as_they_are_written(empty: Any) -> None:
    rows = [WHOLE[0], ["张 三", empty, 13800000001.0, "2015年4月2日"]]

    read = table(rows)

    assert read.shown is not None
    assert read.shown(2) == {
        "name": "张 三",
        "remark": "张 三",
        "unit": "",
        "phone": "13800000001",
        "on": "2015年4月2日",
    }
    assert recognise(grid_of(rows), SHEETS).shown is None  # type: ignore[union-attr]  # it is a table
