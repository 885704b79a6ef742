"""Dates as precise as written (mess table M10)."""

import datetime as dt

import pytest

from gongzhi.lib.values import BadValue, Cell, PartialDate, birth_date, date
from tests.lib.values.reading import outcome


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026/9/1", "2026-09-01"),
        ("2026.9.1", "2026-09-01"),
        ("2026-09-01", "2026-09-01"),
        ("26.9.1", "2026-09-01"),
        ("2026年9月1日", "2026-09-01"),
        ("2026年9月1号", "2026-09-01"),
        ("2026 年 9 月 1 日", "2026-09-01"),
        ("2026、9、1", "2026-09-01"),
        ("２０２６．９．１", "2026-09-01"),
        ("２０２６年９月１日", "2026-09-01"),
        ("20260901", "2026-09-01"),
        (20260901.0, "2026-09-01"),
        (20260901, "2026-09-01"),
        (44805.0, "2022-09-01"),
        (44805.75, "2022-09-01"),
        ("2026-09-01 00:00:00", "2026-09-01"),
        ("2026-09-01T08:30", "2026-09-01"),
        ("2026年9月1日上午", "2026-09-01"),
        ("2026年9月1日（星期二）", "2026-09-01"),
        ("二〇二六年九月一日", "2026-09-01"),
        ("二○一七年十二月三十一日", "2017-12-31"),
        ("9/25/2026", "2026-09-25"),
        ("25/9/2026", "2026-09-25"),
        ("5/5/2026", "2026-05-05"),
        ("2016-02-29", "2016-02-29"),
        (dt.date(2017, 3, 5), "2017-03-05"),
        (dt.datetime(2017, 3, 5, 9, 30), "2017-03-05"),
        ("1978.03", "1978-03"),
        ("1978.3", "1978-03"),
        ("1978.10", "1978-10"),
        ("1978年3月", "1978-03"),
        ("1978年3月份", "1978-03"),
        ("1978年3月上旬", "1978-03"),
        ("78年3月", "1978-03"),
        ("85年7月", "1985-07"),
        ("85.7", "1985-07"),
        ("197803", "1978-03"),
        (197803.0, "1978-03"),
        (1978.03, "1978-03"),
        (1978.3, "1978-03"),
        (1978.12, "1978-12"),
        (1978.1, "1978"),
        (2017.0305, "2017-03-05"),
        (1978.0, "1978"),
        ("1978", "1978"),
        ("1978年", "1978"),
        ("85年", "1985"),
    ],
)
def test_every_spelling_is_the_same_date(cell: Cell, expected: str) -> None:
    assert str(date(cell)) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-09-31", "DATE_IMPOSSIBLE"),
        ("2017年2月29日", "DATE_IMPOSSIBLE"),
        ("2017.13", "DATE_IMPOSSIBLE"),
        ("2017年0月", "DATE_IMPOSSIBLE"),
        ("1200年1月1日", "DATE_IMPOSSIBLE"),
        (20260931.0, "DATE_IMPOSSIBLE"),
        ("9月1号", "DATE_YEAR"),
        ("9.1", "DATE_YEAR"),
        ("3/5/2017", "DATE_ORDER"),
        ("44805", "DATE_FORM"),
        (12.0, "DATE_FORM"),
        (-3.0, "DATE_FORM"),
        (float("nan"), "DATE_FORM"),
        (float("inf"), "DATE_FORM"),
        (1e300, "DATE_FORM"),
        (1e100, "DATE_FORM"),
        (1.5e300, "DATE_FORM"),
        (1e308, "DATE_FORM"),
        (True, "DATE_FORM"),
        (dt.time(9, 30), "DATE_FORM"),
        (dt.timedelta(days=2), "DATE_FORM"),
        ("长期", "DATE_FORM"),
        ("2017.3.5-3.7", "DATE_FORM"),
        ("", None),
        ("不详", None),
    ],
)
def test_what_is_no_date_is_said(cell: Cell, code: str | None) -> None:
    assert outcome(date, cell) == code


def test_a_year_told_completes_a_date_without_one() -> None:
    assert date("9月1日", year=2017) == PartialDate(2017, 9, 1)
    assert date("9.1", year=2017) == PartialDate(2017, 9, 1)
    with pytest.raises(BadValue):
        date("2月30日", year=2017)


def test_two_digit_years_of_birth_are_of_the_last_century() -> None:
    assert date("38年3月") == PartialDate(2038, 3)
    assert birth_date("38年3月") == PartialDate(1938, 3)
    assert birth_date("08年3月") == PartialDate(2008, 3)


def test_dates_sort_with_the_less_precise_first() -> None:
    ordered = [PartialDate(2016, 12, 31), PartialDate(2017), PartialDate(2017, 1), PartialDate(2017, 1, 1)]
    assert sorted(set(ordered)) == ordered
    assert PartialDate(2017, 1) == PartialDate(2017, 1)


def test_a_partial_date_knows_its_bounds() -> None:
    year, month = PartialDate(2016), PartialDate(2016, 2)
    assert (year.first(), year.last()) == (dt.date(2016, 1, 1), dt.date(2016, 12, 31))
    assert (month.first(), month.last()) == (dt.date(2016, 2, 1), dt.date(2016, 2, 29))
    assert [d.precision for d in (year, month, PartialDate.of(dt.date(2016, 2, 3)))] == ["Y", "YM", "YMD"]
