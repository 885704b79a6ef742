"""Names, words and codes (mess table M06, M07, M14, M16; names by 民委发〔2016〕33号)."""

import datetime as dt
from typing import Any

import pytest

from gongzhi.lib.values import Cell, ErrorCell, division_code, items, name, name_remark, sex, text, tick
from tests.lib.values.reading import outcome

RARE = "㐂䶵\U00020000\U0002a6df\U0002b740\U0002ceaf\U0002ebe0\U00030000\U00031350\U000323af\U0002ebf0\U0002ee5d"  # A–I


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("  环境\u3000清洁 ", "环境 清洁"),
        ("电器\u200b维修\xa0", "电器维修"),
        ("'0371", "0371"),
        ("‘4101", "4101"),
        ("‘十三五’规划", "‘十三五’规划"),
        ("甲\n乙", "甲\n乙"),
        (12.0, "12"),
        (1.5, "1.5"),
        (True, "是"),
        (dt.date(2017, 3, 5), "2017-03-05"),
        (dt.datetime(2017, 3, 5, 15, 0), "2017-03-05 15:00"),
        (dt.time(15, 0), "15:00"),
        ("=cmd", "=cmd"),
        ("无", "无"),
        ("/", None),
        ("——", None),
        ("\u200b", None),
        ("", None),
        (None, None),
        (ErrorCell("#REF!"), "CELL_ERROR"),
        (ErrorCell(), "CELL_ERROR"),
    ],
)
def test_text_is_what_a_person_sees(cell: Cell, expected: Any) -> None:
    assert outcome(text, cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("李 强", "李强"),
        ("贾\u3000淑", "贾淑"),
        ("段永辉\u3000", "段永辉"),
        ("张 三 丰", "张三丰"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("张\u200b三", "张三"),
        ("王芳（预备）", "王芳"),
        ("王燕(大)(组长)", "王燕"),
        ("阿里•买买提", "阿里·买买提"),
        ("阿里・买买提", "阿里·买买提"),
        ("阿里．买买提", "阿里·买买提"),
        ("阿里‧买买提", "阿里·买买提"),
        ("阿里.买买提", "阿里·买买提"),
        ("买买提 吐尔逊", "买买提 吐尔逊"),
        ("John  F. Kennedy", "John F. Kennedy"),
        ("Ｊｏｈｎ", "John"),
        ("⾼⼭", "高山"),
        ("﨑", "﨑"),
        (RARE, RARE),
        ("〇" * 100, "〇" * 100),
        ("〇" * 101, "NAME_LONG"),
        ("张三、李四等5人", "NAME_SEVERAL"),
        ("张三等人", "NAME_SEVERAL"),
        ("等人", "NAME_SEVERAL"),
        ("王等", "王等"),
        ("待定", None),
        ("13800000001", "NAME_DIGITS"),
        (13800000001.0, "NAME_DIGITS"),
        ("（预备）", "NAME_DIGITS"),
        ("/", None),
        ("空缺", None),
    ],
)
def test_name_loses_its_padding_and_nothing_else(cell: Cell, expected: Any) -> None:
    assert outcome(name, cell) == expected


def test_remark_is_what_the_name_lost() -> None:
    assert name_remark("王芳（预备）") == "预备"
    assert name_remark("王芳") is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("党员共管、事务共商", ("党员共管", "事务共商")),
        ("摄影，理发; 摄影", ("摄影", "理发")),
        ("摄影\n理发/书法", ("摄影", "理发", "书法")),
        ("无", None),
        ("摄影、无", ("摄影",)),
        ("、", None),
        ("", None),
    ],
)
def test_items_are_told_apart(cell: Cell, expected: Any) -> None:
    assert outcome(items, cell) == expected


@pytest.mark.parametrize("cell", ["男", "男性", "M", "Ｍ", "male", "1", 1.0, " 男 ", "♂"])
def test_male_is_understood(cell: Cell) -> None:
    assert sex(cell) == "male"


@pytest.mark.parametrize("cell", ["女", "女士", "F", "f", 2.0, "２"])
def test_female_is_understood(cell: Cell) -> None:
    assert sex(cell) == "female"


@pytest.mark.parametrize(("cell", "expected"), [("√", "SEX_FORM"), ("0", None), ("未知", None), (9.0, None)])
def test_unclear_sex_is_refused_and_unknown_is_empty(cell: Cell, expected: Any) -> None:
    assert outcome(sex, cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("√", True),
        ("✓", True),
        (1.0, True),
        (True, True),
        ("是", True),
        ("否", False),
        ("×", False),
        (0.0, False),
        ("", None),
        ("/", None),
        ("也许", "TICK_FORM"),
    ],
)
def test_a_tick_is_a_tick(cell: Cell, expected: Any) -> None:
    assert outcome(tick, cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("410105002001", "410105002001"),
        (410105002001.0, "410105002001"),
        (410105002001001.0, "410105002001001"),
        ("４１０１０５００２", "410105002"),
        ("410105 002 001", "410105002001"),
        ("41010", "DIVISION_CODE"),
        ("41010A", "DIVISION_CODE"),
        (4.1e17, "DIVISION_CODE"),
        ("", None),
    ],
)
def test_division_code_is_digits_of_a_known_length(cell: Cell, expected: Any) -> None:
    assert outcome(division_code, cell) == expected
