"""Dates, numbers and telephones as people say them."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from gongzhi.faces.public.templatetags import spoken

YEAR = timezone.localdate().year
SATURDAY = next(day for n in range(7) if (day := dt.date(YEAR, 11, 22) + dt.timedelta(n)).weekday() == 5)


def test_a_day_of_this_year_is_said_with_its_weekday() -> None:
    assert spoken.spoken(SATURDAY) == f"11月{SATURDAY.day}日（周六）"


def test_a_day_of_another_year_is_said_with_the_year() -> None:
    assert spoken.spoken(dt.date(2017, 3, 5)) == "2017年3月5日"


def test_a_day_in_a_document_always_has_its_year() -> None:
    assert spoken.dated(SATURDAY) == f"{YEAR}年11月{SATURDAY.day}日"
    with translation.override("en"):
        assert spoken.dated(dt.date(2017, 3, 5)) == "5 March 2017"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (dt.time(0, 5), "凌晨0:05"),
        (dt.time(5, 59), "凌晨5:59"),
        (dt.time(9), "上午9:00"),
        (dt.time(12, 30), "中午12:30"),
        (dt.time(14, 30), "下午2:30"),
        (dt.time(18), "晚上6:00"),
        (dt.time(23, 59), "晚上11:59"),
    ],
)
def test_a_time_is_said_with_its_part_of_the_day(time: dt.time, said: str) -> None:
    assert spoken.spoken(dt.datetime.combine(SATURDAY, time)) == f"11月{SATURDAY.day}日（周六）{said}"


def test_a_moment_is_said_in_the_time_of_the_street() -> None:
    moment = dt.datetime(YEAR, 11, SATURDAY.day, 1, 0, tzinfo=dt.UTC)
    assert spoken.spoken(moment).endswith("上午9:00")


def test_a_leaf_of_the_calendar_holds_the_day_and_a_line_beside_it_the_time() -> None:
    moment = dt.datetime(YEAR, 11, SATURDAY.day, 7, 0, tzinfo=dt.UTC)
    assert (spoken.month(SATURDAY), spoken.weekday(SATURDAY), spoken.clock(moment)) == ("11月", "周六", "下午3:00")
    with translation.override("en"):
        assert (spoken.month(SATURDAY), spoken.weekday(SATURDAY), spoken.clock(moment)) == ("Nov", "Sat", "3:00 pm")


def test_english_has_words_of_its_own() -> None:
    with translation.override("en"):
        assert spoken.spoken(SATURDAY) == f"Saturday {SATURDAY.day} November"
        assert spoken.spoken(dt.date(2017, 3, 5)) == "5 March 2017"
        assert spoken.spoken(dt.datetime.combine(SATURDAY, dt.time(14, 30))).endswith("November, 2:30 pm")
        assert spoken.spoken(dt.datetime.combine(SATURDAY, dt.time(0, 5))).endswith("November, 12:05 am")


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (15795, "15,795"), (2998.5, "2,998.5"), (3000.0, "3,000"), (None, "—")]
)
def test_a_number_is_easy_to_read(value: float | None, said: str) -> None:
    assert spoken.number(value) == said


@pytest.mark.parametrize(
    ("written", "said", "dialled"),
    [
        ("0371-65900001", "0371-6590 0001", "tel:037165900001"),
        ("037165900001", "0371-6590 0001", "tel:037165900001"),
        ("010-88001234", "010-8800 1234", "tel:01088001234"),
        ("13800000001", "138 0000 0001", "tel:13800000001"),
        ("+86 138 0000 0001", "+86 138 0000 0001", "tel:+8613800000001"),
        ("12345", "12345", "tel:12345"),
    ],
)
def test_a_telephone_can_be_read_out_and_dialled(written: str, said: str, dialled: str) -> None:
    assert spoken.phone(written) == said
    assert spoken.dial(written) == dialled


def test_cells_find_their_headings_and_days_are_spoken() -> None:
    row = ["第1号", f"{YEAR}-03-05", "2017-03"]
    told = [("编号", "第1号"), ("日期", f"{YEAR}年3月5日"), ("月份", "2017-03")]
    assert spoken.labelled(row, ["编号", "日期", "月份"]) == told


def test_every_template_knows_the_filters() -> None:
    page = Template("{{ day|spoken }} {{ count|number }} {{ line|phone }}")
    told = page.render(Context({"day": dt.date(2017, 3, 5), "count": 1126, "line": "0371-65900001"}))
    assert told == "2017年3月5日 1,126 0371-6590 0001"
