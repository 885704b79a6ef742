"""Rows under a heading: data and everything that is not (mess table M11–M13, M20)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from stdnum.cn import ric

from gongzhi.lib.sheets import Table
from gongzhi.lib.values import Count, ErrorCell, PartialDate, Phones
from tests.lib.workbook.declared import column, read

IDENTITY = "41010119850707014" + ric.calc_check_digit("410101198507070140")
HEADING = ["序号", "姓名", "工作单位", "联系电话", "报到时间"]


def person(number: float, **said: Any) -> list[Any]:
    row = {
        "name": f"张{'一二三四五六七八九十'[int(number) % 10]}",
        "unit": "豫信",
        "phone": 13800000000 + number,
        "on": "",
    }
    row |= said
    return [number, row["name"], row["unit"], row["phone"], row["on"]]


def members(*rows: Sequence[Any], **facts: Any) -> Table:
    return read([HEADING, *rows], **facts)


def test_blank_rows_between_are_passed_over() -> None:
    table = members(person(1.0), [], ["", " ", None], person(2.0))
    assert [line.row for line in table.lines] == [2, 5]
    assert table.notes == []


def test_reading_ends_after_twenty_blank_rows_and_says_what_follows() -> None:
    near = members(person(1.0), *[[]] * 19, person(2.0))
    assert (len(near.lines), near.notes) == (2, [])
    far = members(person(1.0), *[[]] * 20, person(2.0), person(3.0))
    assert len(far.lines) == 1
    assert far.notes == ["第23行以上有20行空行，后面的第23、24行没有读。如果是内容，请删去空行。"]


def test_blank_rows_count_anew_after_every_line() -> None:
    table = members(person(1.0), *[[]] * 15, person(2.0), *[[]] * 15, person(3.0))
    assert (len(table.lines), table.notes) == (3, [])


def test_rows_with_only_a_number_are_blank() -> None:
    table = members(person(1.0), *[[float(n), "", ""] for n in range(2, 40)])
    assert len(table.lines) == 1
    assert table.notes == []


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "6人"],
        ["合计", "6人", "2家", "3", ""],
        ["", "合　计", "", "3"],
        ["小计：3人"],
        ["总计", "", "", ""],
        ["", "", "共计"],
        ["合计（人）", 2.0],
    ],
)
def test_total_rows_are_no_lines(row: list[Any]) -> None:
    table = members(person(1.0), row, person(2.0))
    assert [line.row for line in table.lines] == [2, 4]
    assert table.notes == []


def communities(*rows: Sequence[Any]) -> Table:
    return read([["社区", "户数", "人口", "经费"], *rows])


A, B = ["甲", 10.0, "约20人", 1.5], ["乙", 20.0, 30.0, "2,000.25元"]


def test_a_total_that_fits_is_silent() -> None:
    table = communities(A, B, ["合计", 30.0, "50", "2,001.75元"])
    assert table.notes == []
    assert column(table, "population") == [Count(20, estimated=True), Count(30)]
    assert column(table, "money") == [Decimal("1.5"), Decimal("2000.25")]


def test_a_total_that_differs_is_told() -> None:
    table = communities(A, B, ["合计", 31.0, 50.0, ""])
    assert table.notes == ["第4行的合计里，“户数”写的是31，各行相加是30，请核对。"]


def test_subtotals_and_the_total_are_each_held_against_their_lines() -> None:
    rows = [A, ["小计", 10.0], B, ["小计", 20.0], ["总计", 30.0]]
    assert communities(*rows).notes == []
    rows[3] = ["小计", 25.0]
    assert communities(*rows).notes == ["第5行的合计里，“户数”写的是25，各行相加是20，请核对。"]


@pytest.mark.parametrize(
    "row",
    [
        ["注：1.本表一式两份"],
        ["备注:请于每月25日前报送"],
        ["说明"],
        ["填表人：张三", "", "负责人：李四", "", "2017年7月14日"],
        ["填 报 人：", "", "审核人："],
        ["单位负责人（签字）：", "", "填表日期：2017.7.14"],
    ],
)
def test_reading_ends_at_notes_and_signatures(row: list[Any]) -> None:
    table = members(person(1.0), [], row, ["2．联系人：何婷 电话：65950000"])
    assert [line.row for line in table.lines] == [2]
    assert table.notes == []


def test_real_rows_after_a_note_are_told() -> None:
    table = members(person(1.0), ["注：以下新增"], person(2.0), ["2．见上"], person(3.0))
    assert len(table.lines) == 1
    assert table.notes == ["第3行是说明，它后面的第4、6行没有读。如果是内容，请移到说明上面。"]


def test_a_real_row_is_not_taken_for_a_note_or_a_total() -> None:
    rows = [
        ["备注", "姓名", "工作单位", "联系电话"],
        ["注：新", "张三", "豫信", "13800000001"],
        ["说明", "合一", "总计划处", "13800000002"],
    ]
    assert column(read(rows), "name") == ["张三", "合一"]


def test_the_heading_again_and_titles_again_are_passed_over() -> None:
    rows = [["报到登记表"], HEADING, person(1.0), ["报到登记表"], HEADING, person(2.0)]
    table = read(rows)
    assert [line.row for line in table.lines] == [3, 6]
    assert table.notes == []


def test_a_heading_of_two_rows_again_is_passed_over() -> None:
    head = [["楼院名称", "所属社区", "楼长", ""], ["", "", "姓名", "电话"]]
    rows = [*head, ["甲院", "甲", "张三", ""], *head, ["乙院", "乙", "", ""]]
    assert column(read(rows), "name") == ["甲院", "乙院"]


def test_headings_of_sections_are_told_and_not_read() -> None:
    table = members(["一、省直单位"], person(1.0), ["二、驻区单位"], person(2.0), merged=[(2, 0, 2, 4)])
    assert len(table.lines) == 2
    assert table.notes == ["第2、4行没有当作内容，请确认。"]


def test_many_rows_are_told_in_few_words() -> None:
    rows = [row for n in range(1, 9) for row in ([f"{'一二三四五六七八'[n - 1]}、组"], person(float(n)))]
    assert members(*rows).notes == ["第2、4、6、8、10行等8行没有当作内容，请确认。"]


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "“", '"', "同 上"])
def test_ditto_marks_repeat_the_row_above(mark: str) -> None:
    table = members(person(1.0), person(2.0, unit=mark), person(3.0, unit=mark, on="2017.3.5"), person(4.0, on=mark))
    assert column(table, "unit") == ["豫信"] * 4
    assert column(table, "on") == [None, None, PartialDate(2017, 3, 5), PartialDate(2017, 3, 5)]


def test_a_ditto_mark_without_a_row_above_is_refused() -> None:
    table = members(person(1.0, unit="同上"), person(2.0), [], person(3.0, unit="同上"))
    assert [bool(line.refusal) for line in table.lines] == [True, False, True]
    assert table.lines[0].refusal == "工作单位：写着“同上”，但上一行没有内容，请填上。"


def test_cells_merged_downwards_count_for_every_row() -> None:
    rows = [person(1.0), person(2.0, unit="", phone=""), person(3.0, unit="", phone=""), person(4.0, unit="另一家")]
    table = members(*rows, merged=[(2, 2, 4, 2), (2, 3, 3, 3)])
    assert column(table, "unit") == ["豫信", "豫信", "豫信", "另一家"]
    assert column(table, "phone")[:3] == [Phones("13800000001"), Phones("13800000001"), None]


def test_a_count_merged_downwards_is_counted_once() -> None:
    table = read([["社区", "户数"], ["甲", 10.0], ["乙", ""], ["合计", 10.0]], merged=[(2, 1, 3, 1)])
    assert column(table, "households") == [10, None]
    assert table.notes == []


def test_of_merges_over_each_other_the_first_counts() -> None:
    rows = [person(1.0), person(2.0, unit="另一家"), person(3.0, unit="")]
    table = members(*rows, merged=[(2, 2, 100_000, 2), *[(3, 2, 100_000, 2)] * 10_000])
    assert column(table, "unit") == ["豫信", "另一家", "豫信"]


def test_a_tick_beside_a_number_is_not_that_number() -> None:
    table = members(person(1.0, unit=1.0), person(2.0, unit=True), person(3.0, unit=False), person(4.0, unit=0.0))
    assert column(table, "unit") == ["1", "是", "否", "0"]


def test_rows_of_different_lengths_are_read_as_if_filled_up() -> None:
    table = members(person(1.0)[:4], [*person(2.0), "x"], person(3.0, on="2017.3.5"))
    assert column(table, "on") == [None, None, PartialDate(2017, 3, 5)]


def test_a_ditto_mark_repeats_a_cell_that_says_nothing_or_cannot_be_read() -> None:
    table = members(person(1.0, on="/"), person(2.0, on="同上"), person(3.0, on="2017-02-30"), person(4.0, on="同上"))
    assert column(table, "on") == [None] * 4
    assert [bool(line.refusal) for line in table.lines] == [False, False, True, True]


def test_a_bad_cell_keeps_the_row_and_says_why() -> None:
    table = members(person(1.0, phone="1380000001", on="2017-02-30"))
    (line,) = table.lines
    assert line.refusal == "联系电话：手机号应是11位，“1380000001”有10位，请核对。"
    assert (line.values["phone"], line.values["name"]) == (None, "张二")


def test_a_lenient_column_only_warns() -> None:
    rows = [["姓名", "单位", "电话", "身份证号"], ["张三", "豫信", "65950000", 4.10101193911113e17]]
    (line,) = read(rows).lines
    assert line.refusal == ""
    assert line.warnings == ["身份证号：身份证号被存成了数字，后几位已经丢失。请把这一列设为文本格式，照证件重新填写。"]


def test_a_cell_in_error_says_so() -> None:
    (line,) = members(person(1.0, unit=ErrorCell("#REF!"))).lines
    assert "#REF!" in line.refusal


def test_a_lone_name_is_a_line_that_lacks_the_rest() -> None:
    assert column(members(person(1.0), ["", "李四"]), "name") == ["张二", "李四"]


def test_serials_of_a_workbook_from_1904_are_four_years_later() -> None:
    rows = [person(1.0, on=41_337.0), person(2.0, on=20170305.0), person(3.0, on="2017.3.5")]
    table = members(*rows, counts_from_1904=True)
    assert column(table, "on") == [PartialDate(2017, 3, 5)] * 3


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    table = members(person(1.0), first_row=7)
    assert (table.heading_row, table.lines[0].row) == (7, 8)


def cells(text: str) -> list[Any]:
    return list(text.split("|"))


LI = "1|李 强|男|1978.3||惠民超市|惠民支部|店长|惠民|13号楼|501|||| 政策宣传、文明引导"
WANG = f"2|王芳（预备）|女|85年7月|‘{IDENTITY}|同上|同上|||||１９９００００００１３|65950000|摄影|"
COMMONEST = [
    ["附件2"],
    ["花园路街道在职党员到社区报到情况一览表（2026年9月）"],
    ["填报单位（盖章）：惠民超市党支部", *[""] * 7, "填报日期：2026.9.1"],
    cells("序号|姓名|性别|出生|身份证号码|工作单位|党组织|职务|家庭住址|||联系方式||特长|意向岗位"),
    cells("|||年月|||名称||小区|楼栋|门牌|手机|固话||(可多选)"),
    [*cells(LI)[:4], 4.10101e17, *cells(LI)[5:11], 19900000012.0, *cells(LI)[12:]],
    cells(WANG),
    ["合计", "2人"],
    ["注：1.本表一式两份；2.请于每月25日前报街道党建办；3.联系人：何婷 电话：65950000"],
    *[[""] * 15] * 100,
]
COMMONEST_MERGED = [(1, 0, 1, 15), (2, 0, 2, 15), (3, 0, 3, 7), (3, 8, 3, 15), (4, 8, 4, 10), (4, 11, 4, 12)]


def test_the_commonest_sheet_is_read_whole() -> None:
    """As the domain notes draw it, with every mess at once."""
    table = read(COMMONEST, merged=[*COMMONEST_MERGED, *((4, place, 5, place) for place in (0, 1, 2, 4, 5, 7, 13))])
    first, second = table.lines
    assert (first.values["name"], first.values["address"]) == ("李强", "惠民 13号楼 501")
    assert (str(first.values["birth"]), first.values["phone"]) == ("1978-03", Phones("19900000012"))
    assert first.values["posts"] == ("政策宣传", "文明引导")
    assert len(first.warnings) == 1
    assert (second.values["name"], second.values["remark"], second.values["unit"]) == ("王芳", "预备", "惠民超市")
    assert (second.values["branch"], str(second.values["birth"])) == ("惠民支部", "1985-07")
    assert second.values["landline"] == Phones(None, ("65950000",))
    assert second.values["identity"] == IDENTITY
    assert table.unknown == ["职务"]
    assert table.notes == []
