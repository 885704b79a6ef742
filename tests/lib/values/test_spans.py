"""Periods: two dates or a length (terms of agreements)."""

import pytest

from gongzhi.lib.values import PartialDate, date, month_span
from tests.lib.values.reading import outcome


def spelled(text: str, start: str = "") -> str:
    """``first … last`` as ISO 8601, or the code of the refusal."""
    found = outcome(lambda cell: month_span(cell, date(start)), text)
    return found if isinstance(found, str) or found is None else f"{found[0]} … {found[1]}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017年1月至2018年1月", "2017-01 … 2018-01"),
        ("2017年1月到2018年1月", "2017-01 … 2018-01"),
        ("2016.12-2017.12", "2016-12 … 2017-12"),
        ("２０１６．１２－２０１７．１２", "2016-12 … 2017-12"),
        ("2016.12—2017.12", "2016-12 … 2017-12"),
        ("2016.12～2017.12", "2016-12 … 2017-12"),
        ("2017/1/1-2018/1/1", "2017-01-01 … 2018-01-01"),
        ("2017-01-05-2018-01-04", "2017-01-05 … 2018-01-04"),
        ("2017-01-05至2018-01-04", "2017-01-05 … 2018-01-04"),
        ("自2017年1月1日起至2018年1月1日止", "2017-01-01 … 2018-01-01"),
        ("有效期：自2017年1月1日至2017年12月31日", "2017-01-01 … 2017-12-31"),
        ("2017年1月-12月", "2017-01 … 2017-12"),
        ("2017.1-12", "2017-01 … 2017-12"),
        ("2017年3月5日-7日", "2017-03-05 … 2017-03-07"),
        ("2017年3月5日至4月7日", "2017-03-05 … 2017-04-07"),
        ("2017年1月起一年", "2017-01 … 2018-01"),
        ("2017-2018年", "2017 … 2018"),
        ("2017年度", "2017 … 2017"),
        ("2017年1月至2018年1月（共一年）", "2017-01 … 2018-01"),
        ("一年", "SPAN_START"),
        ("长期", "SPAN_OPEN"),
        ("2017年1月至今", "SPAN_OPEN"),
        ("2018年1月至2017年1月", "SPAN_ORDER"),
        ("2017.13-2018.1", "DATE_IMPOSSIBLE"),
        ("2017年3月5日", "SPAN_FORM"),
        ("另议", "SPAN_FORM"),
        ("", None),
    ],
)
def test_a_period_is_read_from_its_two_dates(text: str, expected: str) -> None:
    assert spelled(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("一年", "2017.1.10", "2017-01-10 … 2018-01-10"),
        ("1年", "2017年1月", "2017-01 … 2018-01"),
        ("签订之日起两年", "2017.1.31", "2017-01-31 … 2019-01-31"),
        ("自签订之日起至2018年1月", "2017.1.31", "2017-01-31 … 2018-01"),
        ("一个月", "2017.1.31", "2017-01-31 … 2017-02-28"),
        ("18个月", "2016.8.29", "2016-08-29 … 2018-02-28"),
        ("半年", "2017.3.1", "2017-03-01 … 2017-09-01"),
        ("一年半", "2017", "2017 … 2018"),
    ],
)
def test_a_length_runs_to_the_corresponding_day(text: str, start: str, expected: str) -> None:
    assert spelled(text, start) == expected


def test_both_ends_keep_their_precision() -> None:
    assert month_span("2017年1月至2018年1月") == (PartialDate(2017, 1), PartialDate(2018, 1))
