"""Counts and amounts (mess table M15, M17)."""

from decimal import Decimal
from typing import Any

import pytest

from gongzhi.lib.values import Cell, Count, age, decimal, number, whole
from gongzhi.lib.values.han import han_number
from tests.lib.values.reading import outcome


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (36.0, 36),
        ("36", 36),
        ("36人", 36),
        ("36 人次", 36),
        ("３６", 36),
        ("1,234", 1234),
        ("1，234人", 1234),
        ("一百二十", 120),
        ("一百二十人", 120),
        ("两千五", 2500),
        ("十二户", 12),
        ("1.2万", 12000),
        ("共36人", 36),
        ("36人（含党员5人）", 36),
        (0.0, 0),
        ("零", 0),
    ],
)
def test_a_count_is_exact_when_it_says_so(cell: Cell, expected: int) -> None:
    assert number(cell) == Count(expected)
    assert whole(cell) == expected


@pytest.mark.parametrize(
    ("cell", "least"),
    [
        ("约100余人", 100),
        ("100+", 100),
        ("100余人", 100),
        ("百余人", 100),
        ("二十多人", 20),
        ("十几人", 10),
        ("100人左右", 100),
        ("近百人", 100),
        ("30人以上", 30),
        ("不少于30人", 30),
        ("3千多", 3000),
    ],
)
def test_an_estimate_holds_the_least_and_says_it_is_one(cell: Cell, least: int) -> None:
    assert number(cell) == Count(least, estimated=True)
    assert outcome(whole, cell) == "NUMBER_ESTIMATED"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("若干", "NUMBER_VAGUE"),
        ("几百人", "NUMBER_VAGUE"),
        ("数十人", "NUMBER_VAGUE"),
        ("多人", "NUMBER_VAGUE"),
        (36.5, "NUMBER_WHOLE"),
        ("36.5", "NUMBER_WHOLE"),
        ("3-5人", "NUMBER_FORM"),
        ("30人以下", "NUMBER_FORM"),
        ("甲", "NUMBER_FORM"),
        (-1.0, "NUMBER_FORM"),
        (float("nan"), "NUMBER_FORM"),
        (float("inf"), "NUMBER_FORM"),
        ("9" * 40, "NUMBER_FORM"),
        ("", None),
        ("无", None),
    ],
)
def test_what_is_no_count_is_said(cell: Cell, code: str | None) -> None:
    assert outcome(number, cell) == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (84.33, Decimal("84.33")),
        (20700.0, Decimal("20700.0")),
        ("20,700.00元", Decimal("20700.00")),
        ("￥2,000", Decimal(2000)),
        ("2.3万元", Decimal("23000.0")),
        ("1.5小时", Decimal("1.5")),
        ("-3.5", Decimal("-3.5")),
        ("一百二十元", Decimal(120)),
        ("90分钟", "NUMBER_FORM"),
        ("贵", "NUMBER_FORM"),
        (float("nan"), "NUMBER_FORM"),
        ("", None),
    ],
)
def test_an_amount_is_exactly_as_written(cell: Cell, expected: Any) -> None:
    assert outcome(decimal, cell) == expected


@pytest.mark.parametrize(("cell", "expected"), [(78.0, 78), ("78岁", 78), (131.0, "AGE"), ("", None)])
def test_an_age_is_possible(cell: Cell, expected: Any) -> None:
    assert outcome(age, cell) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("十", 10),
        ("廿五", 25),
        ("一百零五", 105),
        ("三万五", 35000),
        ("二〇一七", 2017),
        ("壹佰贰拾", 120),
        ("一亿二千万", 120000000),
        ("三", 3),
        ("十百", None),
        ("一二百", None),
        ("甲", None),
        ("", None),
    ],
)
def test_numbers_in_characters(written: str, expected: int | None) -> None:
    assert han_number(written) == expected
