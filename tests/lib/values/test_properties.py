"""Whatever stands in a cell, a parser gives a value or a sentence; what was written is read back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.lib import values
from gongzhi.lib.values import Count, ErrorCell, PartialDate, Phones
from tests.drill import count
from tests.lib.values.reading import outcome

pytestmark = pytest.mark.drill

PARSERS: list[Callable[[Any], Any]] = [
    values.age,
    values.birth_date,
    values.credit_code,
    values.date,
    values.decimal,
    values.division_code,
    values.identity_document,
    values.identity_number,
    values.items,
    values.month_span,
    values.name,
    values.name_remark,
    values.number,
    values.phone,
    values.sex,
    values.text,
    values.tick,
    values.whole,
]
OFFICE = "0123456789０１２.-/年月日号至起止约余百十一二三若干人元,，、()（）+ 　√×xXeE'‘:：同上无AaＡ"
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=40),
    st.text(OFFICE, max_size=30),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.builds(ErrorCell, st.sampled_from(["", "#REF!", "#N/A"])),
)
DAYS = st.dates(dt.date(1927, 6, 1), dt.date(2099, 12, 31))
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
SPELLINGS: list[Callable[[dt.date], Any]] = [
    lambda day: day,
    lambda day: dt.datetime(day.year, day.month, day.day, 9),
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f" {day.year} 年{day.month:02}月{day.day:02}号",
    lambda day: f"{day.year}.{day.month}.{day.day}".translate(FULL_WIDTH),
    lambda day: f"{day:%Y%m%d}",
    lambda day: float(f"{day:%Y%m%d}"),
    lambda day: float((day - dt.date(1899, 12, 30)).days),
    lambda day: f"{day.isoformat()} 00:00:00",
]
DIGITS = st.integers(0, 99_999_999).map(lambda n: f"138{n:08}")
PHONE_SPELLINGS: list[Callable[[str], Any]] = [
    float,
    lambda n: n,
    lambda n: n.translate(FULL_WIDTH),
    lambda n: f"{n[:3]} {n[3:7]} {n[7:]}",
    lambda n: f"{n[:3]}-{n[3:7]}-{n[7:]}",
    lambda n: f"+86 {n}",
    lambda n: f"0086{n}",
    lambda n: f"{n}/0371-65950000",
    lambda n: f"0371-65950000、{n}",
    lambda n: f"'{n}\u200b",
]


@pytest.mark.parametrize("read", PARSERS, ids=lambda read: read.__name__)
@settings(max_examples=count(60, 5000), deadline=None)
@given(cell=CELLS)
def test_any_cell_gives_a_value_or_a_sentence(read: Callable[[Any], Any], cell: Any) -> None:
    assert outcome(read, cell) is not NotImplemented


@settings(max_examples=count(150, 5000), deadline=None)
@given(day=DAYS, spell=st.sampled_from(SPELLINGS))
def test_a_day_is_read_back_from_every_spelling(day: dt.date, spell: Callable[[dt.date], Any]) -> None:
    assert values.date(spell(day)) == PartialDate.of(day)


@settings(max_examples=count(100, 5000), deadline=None)
@given(digits=DIGITS, spell=st.sampled_from(PHONE_SPELLINGS))
def test_a_mobile_is_read_back_from_every_spelling(digits: str, spell: Callable[[str], Any]) -> None:
    found = values.phone(spell(digits))
    assert found is not None
    assert found.mobile == digits
    assert found in (Phones(digits), Phones(digits, ("0371-65950000",)))


@settings(max_examples=count(100, 5000), deadline=None)
@given(n=st.integers(0, 10**9), unit=st.sampled_from(["", "人", "户", " 人次", "元"]))
def test_a_number_is_read_back_from_every_spelling(n: int, unit: str) -> None:
    for written in (f"{n}{unit}", f"{n:,}{unit}", str(n).translate(FULL_WIDTH) + unit, float(n)):
        assert values.number(written) == Count(n)


@settings(max_examples=count(100, 5000), deadline=None)
@given(found=st.text("张李王赵欧阳㐂\U00020000\U00031350·", min_size=1, max_size=100))
def test_a_name_once_read_stays_the_same(found: str) -> None:
    first = values.name(found)
    assert values.name(first) == first
