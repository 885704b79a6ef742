"""Headings by meaning, not by position (mess table M01–M03, M16, M21)."""

import pytest

from gongzhi.lib.values import PartialDate, Phones
from tests.lib.workbook.declared import COMMUNITIES, COURTYARDS, MEMBERS, column, read, unknown

HEADING = ["序号", "姓名", "工作单位", "联系电话"]
PERSON = [1.0, "张三", "豫信传媒", "13800000001"]


def test_a_plain_heading_is_found() -> None:
    table = read([HEADING, PERSON])
    assert table.sheet is MEMBERS
    assert (table.tab, table.titles, table.heading_row, table.unknown, table.notes) == ("表", [], 1, [], [])
    assert table.headings["phone"] == "联系电话"
    (line,) = table.lines
    assert (line.row, line.values["name"], line.values["phone"]) == (2, "张三", Phones("13800000001"))
    assert line.values["birth"] is None
    assert (line.refusal, line.warnings) == ("", [])


def test_titles_above_are_kept_and_not_read() -> None:
    rows = [
        ["附件2"],
        ["在职党员报到情况一览表（2026年9月）"],
        ["填报单位：惠民超市", "", "填报日期：2026.9.1"],
        HEADING,
        PERSON,
    ]
    table = read(rows, merged=[(1, 0, 1, 3), (2, 0, 2, 3)])
    assert table.titles == ["附件2", "在职党员报到情况一览表（2026年9月）", "填报单位：惠民超市", "填报日期：2026.9.1"]
    assert [line.row for line in table.lines] == [5]
    assert table.heading_row == 4


def test_columns_may_stand_in_any_order() -> None:
    table = read([["联系电话", "备注", "工作单位", "姓名"], ["13800000001", "新", "豫信传媒", "张三"]])
    assert table.lines[0].values["name"] == "张三"
    assert table.unknown == ["备注"]


@pytest.mark.parametrize(
    "heading",
    [
        "姓名：",
        "姓　名",
        "姓\n名",
        " 姓 名 ",
        "*姓名",
        "姓名（必填）",
        "【姓名】",
        "姓名(党员)",
        "党员姓名",
        "姓名\u200b",
    ],
)
def test_a_heading_is_known_in_every_dress(heading: str) -> None:
    table = read([[heading, "单位", "手机号"], ["张三", "豫信传媒", "13800000001"]])
    assert column(table, "name") == ["张三"]


@pytest.mark.parametrize("heading", ["手机", "手机号", "手机/电话", "联系方式（手机）", "电话 / 手机", "联系方式"])
def test_synonyms_mean_the_same_column(heading: str) -> None:
    table = read([["姓名", "所在单位", heading], ["张三", "豫信传媒", "13800000001"]])
    assert column(table, "phone") == [Phones("13800000001")]


def test_two_columns_may_read_one_heading_in_two_ways() -> None:
    table = read([HEADING, [1.0, "王芳（预备）", "豫信传媒", "13800000001"]])
    assert (column(table, "name"), column(table, "remark")) == (["王芳"], ["预备"])


TWO_ROWS = [
    ["序号", "楼院名称", "所属社区", "楼长", "", "门洞长", "坐标", ""],
    ["", "", "", "姓名", "电话", "", "经度", "纬度"],
    [1.0, "经一路56号院", "通信花园", "龙宇", "13800000028", "吕书", 113.67, 34.78],
]
TWO_ROWS_MERGED = [(1, 3, 1, 4), (1, 6, 1, 7), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 5, 2, 5)]


@pytest.mark.parametrize("merged", [TWO_ROWS_MERGED, []])
def test_two_heading_rows_name_paths_with_and_without_merges(merged: list[tuple[int, ...]]) -> None:
    table = read(TWO_ROWS, merged=merged)
    assert table.sheet is COURTYARDS
    assert table.headings["phone"] == "楼长/电话"
    assert table.heading_row == 2
    (line,) = table.lines
    assert (line.values["chief"], line.values["phone"]) == ("龙宇", Phones("13800000028"))
    assert (str(line.values["longitude"]), str(line.values["latitude"])) == ("113.67", "34.78")
    assert table.unknown == ["门洞长"]
    assert table.notes == []


def test_unknown_lower_headings_are_no_line() -> None:
    rows = [[*HEADING, "紧急联系人", ""], ["", "", "", "", "姓名", "电话"], [*PERSON, "李四", "13800000002"]]
    merged = [(1, 4, 1, 5), *((1, place, 2, place) for place in range(4))]
    for merges in (merged, []):
        table = read(rows, merged=merges)
        assert column(table, "name") == ["张三"]
        assert column(table, "phone") == [Phones("13800000001")]


def test_the_emergency_contact_is_not_taken_for_the_person() -> None:
    rows = [["姓名", "工作单位", "紧急联系人", ""], ["", "", "姓名", "电话"], ["张三", "豫信", "李四", "13800000002"]]
    assert unknown(rows).why == "像是“在职党员报到登记表”，但缺少这些列：联系电话。"


def test_a_general_upper_heading_changes_nothing() -> None:
    rows = [
        ["基本信息", "", "联系方式", ""],
        ["姓名", "单位", "手机", "固话"],
        ["张三", "豫信", "13800000001", "65950000"],
    ]
    table = read(rows, merged=[(1, 0, 1, 1), (1, 2, 1, 3)])
    assert column(table, "phone") == [Phones("13800000001")]
    assert column(table, "landline") == [Phones(None, ("65950000",))]


def test_three_heading_rows_are_one_path() -> None:
    rows = [
        ["基本情况", "", "", ""],
        ["楼院名称", "所属社区", "楼长", ""],
        ["", "", "姓名", "电话"],
        ["经一路56号院", "通信花园", "龙宇", "13800000028"],
    ]
    table = read(rows, merged=[(1, 0, 1, 3), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3)])
    assert column(table, "chief") == ["龙宇"]
    assert [line.row for line in table.lines] == [4]


def test_a_heading_written_in_two_cells_is_one() -> None:
    rows = [
        ["姓名", "出生", "党组织", "单位", "电话"],
        ["", "年月", "名称", "", ""],
        ["张三", "1978.3", "一支部", "豫信", "65950000"],
    ]
    table = read(rows)
    assert column(table, "birth") == [PartialDate(1978, 3)]
    assert column(table, "branch") == ["一支部"]


def test_ticks_under_a_shared_heading_give_its_words() -> None:
    rows = [
        ["姓名", "单位", "电话", "性别", "", "意向岗位", "", "", "家庭住址", ""],
        ["", "", "", "男", "女", "宣传", "巡逻", "清洁", "小区", "楼栋"],
        ["张三", "豫信", "65950000", "√", "", "√", "", 1.0, "惠民", "13号楼"],
        ["李四", "豫信", "65950000", "", "1", "", "", "", "", ""],
    ]
    table = read(rows, merged=[(1, 3, 1, 4), (1, 5, 1, 7), (1, 8, 1, 9)])
    assert column(table, "sex") == ["male", "female"]
    assert column(table, "posts") == [("宣传", "清洁"), None]
    assert column(table, "address") == ["惠民 13号楼", None]


def test_more_columns_decide_between_sheets() -> None:
    assert read([["社区", "户数"], ["通信花园", 100.0]]).sheet is COMMUNITIES
    assert read([["楼院名称", "所属社区", "户数"], ["56号院", "通信花园", 100.0]]).sheet is COURTYARDS


def test_words_of_the_tab_decide_between_equals() -> None:
    rows = [["社区", "楼院名称", "户数"], ["通信花园", "56号院", 100.0]]
    assert read(rows).sheet is COURTYARDS
    assert read([["社区", "楼院名称"], ["通信花园", "56号院"]], name="社区基本情况").sheet is COMMUNITIES


def test_an_unknown_tab_names_the_nearest_sheet() -> None:
    found = unknown([["姓名", "性别", "工作单位"], ["张三", "男", "豫信"]], name="名单")
    assert (found.tab, found.nearest, found.blank) == ("名单", "在职党员报到登记表", False)
    assert found.why == "像是“在职党员报到登记表”，但缺少这些列：联系电话。"


def test_a_tab_named_like_a_sheet_without_its_heading_says_so() -> None:
    found = unknown([["在职党员报到登记表"], ["甲", "乙", "丙"]])
    assert found.nearest == "在职党员报到登记表"
    assert "没有找到它的表头" in found.why


def test_a_foreign_tab_has_no_nearest_sheet() -> None:
    found = unknown([["班级", "课程", "教师"], ["一班", "书法", "张三"]])
    assert found.nearest is None
    assert found.why


@pytest.mark.parametrize("rows", [[], [[], ["", None]], [["  ", "\u3000"]]])
def test_a_blank_tab_is_blank(rows: list[list[str]]) -> None:
    assert unknown(rows).blank


def test_hidden_things_are_read_and_told() -> None:
    table = read([HEADING, PERSON, PERSON], hidden=True, hidden_rows=frozenset({3}), hidden_columns=frozenset({2, 9}))
    assert len(table.lines) == 2
    assert table.notes == [
        "这一页是隐藏的，也读了，请确认要不要。",
        "第3行是隐藏的，也读了，请确认要不要。",
        "隐藏的列：工作单位，请确认要不要。",
    ]


@pytest.mark.parametrize("name", ["Sheet2", "名单 副本", "9月 (2)", "去年"])
def test_a_tab_that_looks_like_a_copy_is_told(name: str) -> None:
    assert "像是副本" in read([HEADING, PERSON], name=name).notes[0]


@pytest.mark.parametrize("name", ["Sheet1", "名单", "通信花园"])
def test_an_ordinary_tab_is_not_suspected(name: str) -> None:
    assert read([HEADING, PERSON], name=name).notes == []


def test_a_second_set_of_columns_is_told() -> None:
    table = read([HEADING + HEADING, PERSON + PERSON])
    assert len(table.lines) == 1
    assert "姓名、工作单位、联系电话" in table.notes[0]
