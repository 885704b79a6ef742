import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel.rulebook.actions import Day, load_days
from gongzhi.kernel.rulebook.calendar import (
    DayKind,
    Due,
    OnHoliday,
    add_workdays,
    announced,
    day_name,
    is_workday,
    last_saturday,
    next_fridays,
    notice_ends_at,
    notice_last_day,
    workdays_between,
)
from gongzhi.lib.actions import Actor, Seat

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")


def september(day: int) -> dt.date:
    return dt.date(2026, 9, day)


def october(day: int) -> dt.date:
    return dt.date(2026, 10, day)


def test_the_acceptance_month_has_the_work_days_of_the_domain() -> None:
    holidays = {september(day) for day in (25, 26, 27)} | {october(day) for day in range(1, 8)}
    made_up = {september(20), october(10)}
    days = [september(1) + dt.timedelta(days) for days in range(61)]

    expected = [day in made_up or (day.weekday() < 5 and day not in holidays) for day in days]

    assert [is_workday(day) for day in days] == expected


def test_holidays_and_made_up_days_have_names() -> None:
    assert day_name(september(25)) == "中秋节"
    assert day_name(september(20)) == "国庆节调休上班"
    assert day_name(september(16)) == ""


def test_a_loaded_day_goes_before_the_library() -> None:
    load_days([Day(september(25), True), Day(september(16), False, "停工")], source="街道通知", by=SYSTEM)

    assert is_workday(september(25))
    assert not is_workday(september(16))
    assert (day_name(september(25)), day_name(september(16))) == ("", "停工")
    assert add_workdays(september(15), 1) == september(17)


def test_a_day_loaded_again_is_replaced() -> None:
    load_days([Day(september(16), False, "停工")], source="第一次", by=SYSTEM)
    load_days([Day(september(16), True)], source="更正", by=SYSTEM)

    assert is_workday(september(16))


def test_a_year_that_is_not_announced_follows_the_week_and_says_so() -> None:
    friday = dt.date(2150, 10, 2)

    assert not announced(2150)
    assert is_workday(friday)
    assert not is_workday(friday + dt.timedelta(1))
    assert day_name(friday) == ""
    assert announced(2026)


def test_a_year_is_announced_once_its_days_are_loaded() -> None:
    load_days([Day(dt.date(2150, 10, 1), False, "国庆节")], source="国办发明电", by=SYSTEM)

    assert announced(2150)
    assert add_workdays(dt.date(2150, 9, 30), 1) == dt.date(2150, 10, 2)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (september(14), 5, september(20)),  # the Sunday that works
        (september(14), 0, september(14)),
        (september(24), 1, september(28)),  # over Mid-Autumn
        (september(30), 1, october(8)),  # over National Day
        (september(28), -1, september(24)),
        (october(8), -2, september(29)),
    ],
)
def test_work_days_are_counted_forth_and_back(start: dt.date, days: int, end: dt.date) -> None:
    assert add_workdays(start, days) == end


@settings(max_examples=50, deadline=None)
@given(st.dates(dt.date(2024, 1, 1), dt.date(2028, 1, 1)), st.integers(0, 60))
def test_counting_work_days_undoes_adding_them(start: dt.date, days: int) -> None:
    end = add_workdays(start, days)

    assert workdays_between(start, end) == days
    assert days == 0 or is_workday(end)


@pytest.mark.parametrize(
    ("on_holiday", "last"),
    [(OnHoliday.MOVE_EARLIER, [24]), (OnHoliday.SKIP, []), (OnHoliday.KEEP, [25])],
)
def test_fridays_of_september_2026(on_holiday: OnHoliday, last: list[int]) -> None:
    held = next_fridays(2026, 9, on_holiday=on_holiday)

    assert [due.on for due in held] == [september(day) for day in [4, 11, 18, *last]]
    assert [due.by_rule for due in held] == [september(day) for day in [4, 11, 18, 25][: 3 + len(last)]]


def test_a_friday_may_move_into_the_month_before() -> None:
    assert next_fridays(2026, 10, on_holiday=OnHoliday.MOVE_EARLIER)[0] == Due(october(2), september(30))


def test_a_friday_does_not_move_onto_the_friday_before() -> None:
    days = [september(10) + dt.timedelta(days) for days in range(2, 9)]
    assert september(18) in [due.on for due in next_fridays(2026, 9, on_holiday=OnHoliday.MOVE_EARLIER)]

    load_days([Day(day, False) for day in days], source="test", by=SYSTEM)

    held = next_fridays(2026, 9, on_holiday=OnHoliday.MOVE_EARLIER)
    assert [due.by_rule for due in held] == [september(4), september(11), september(25)]


def test_the_last_saturday_need_not_be_the_fourth_and_may_be_a_holiday() -> None:
    assert last_saturday(2026, 9) == september(26)
    assert last_saturday(2026, 10) == october(31)


def test_a_notice_counts_from_the_day_after_posting_to_the_end_of_its_last_day() -> None:
    assert notice_last_day(september(14), 5, DayKind.WORKDAY) == september(20)
    assert notice_last_day(september(14), 7, DayKind.CALENDAR) == september(21)
    assert notice_ends_at(september(14), 5, DayKind.WORKDAY).isoformat() == "2026-09-21T00:00:00+08:00"


def test_only_who_follows_the_notices_may_load_days() -> None:
    officer = Actor(person_id=1, seats=(Seat("street_city_officer", 1, "1.", rights=frozenset({"load_calendar"})),))
    assert load_days([Day(september(16), False)], source="test", by=officer)[0].loaded_by == 1

    with pytest.raises(PermissionDenied):
        load_days([Day(september(16), False)], source="test", by=Actor(person_id=2))
