"""Series on the work calendar: planned ahead once, asked about on holidays, never twice."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongzhi.kernel.events.actions import hold_occurrence, plan_ahead, skip_occurrence, stop_series
from gongzhi.kernel.events.models import Event, Occurrence, Series
from gongzhi.kernel.events.rules import Every, days_of, rule_of, spoken
from gongzhi.kernel.events.states import EventState, SpecialDay
from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.rulebook.actions import Day, load_days
from gongzhi.lib.actions import Refused
from tests import making
from tests.clock import Clock
from tests.kernel.events.planning import FRIDAY, SATURDAY, TUESDAY, days, fridays
from tests.together import together

pytestmark = pytest.mark.django_db


def asked(series: Series) -> Occurrence:
    return series.occurrences.get(state="asked")


@pytest.mark.parametrize(
    ("every", "weekday", "said", "found"),
    [
        (Every.WEEK, FRIDAY, "每周五", [4, 11, 18, 25]),
        (Every.TWO_WEEKS, TUESDAY, "每两周周二", [1, 15, 29]),
        (Every.MONTH_FIRST, SATURDAY, "每月第一个周六", [5]),
        (Every.MONTH_LAST, SATURDAY, "每月最后一个周六", [26]),
    ],
)
def test_a_rule_is_spoken_and_read_day_by_day(every: str, weekday: int, said: str, found: list[int]) -> None:
    rule = rule_of(every, weekday)
    first, last = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
    assert spoken(rule) == said
    assert [day.day for day in days_of(rule, since=first, first=first, last=last)] == found


def test_two_weeks_count_from_the_first_day() -> None:
    rule, since = rule_of(Every.TWO_WEEKS, TUESDAY), dt.date(2026, 9, 1)
    found = days_of(rule, since=since, first=dt.date(2026, 9, 20), last=dt.date(2026, 10, 20))
    assert [f"{day:%m-%d}" for day in found] == ["09-29", "10-13"]


def test_fridays_are_planned_and_the_holiday_is_proposed_earlier(community: Place) -> None:
    series = fridays(community, on_holiday=SpecialDay.MOVE_EARLIER)
    assert days(series) == [
        ("09-04", "09-04", "planned"),
        ("09-11", "09-11", "planned"),
        ("09-18", "09-18", "planned"),
        ("09-25", "09-24", "asked"),
    ]
    assert asked(series).note == "中秋节放假"
    hold_occurrence(asked(series), on=dt.date(2026, 9, 24), by=making.SYSTEM)
    starts = [timezone.localtime(event.starts_at) for event in Event.objects.order_by("starts_at")]
    assert [f"{start:%d %H:%M}" for start in starts] == ["04 15:00", "11 15:00", "18 15:00", "24 15:00"]
    assert {event.state for event in Event.objects.all()} == {EventState.PUBLISHED}


@pytest.mark.parametrize(
    ("policy", "last"),
    [
        (SpecialDay.KEEP, ("09-25", "09-25", "planned")),
        (SpecialDay.SKIP, ("09-25", "", "skipped")),
        (SpecialDay.ASK, ("09-25", "", "asked")),
    ],
)
def test_a_series_does_on_holidays_what_it_says(community: Place, policy: str, last: tuple[str, str, str]) -> None:
    assert days(fridays(community, on_holiday=policy))[-1] == last


def test_the_last_saturday_is_a_holiday_and_kept_when_somebody_says_so(community: Place) -> None:
    series = fridays(community, rule=rule_of(Every.MONTH_LAST, SATURDAY), begins=dt.time(9))
    assert days(series) == [("09-26", "", "asked")]
    hold_occurrence(asked(series), on=dt.date(2026, 9, 26), by=making.SYSTEM)
    assert days(series) == [("09-26", "09-26", "planned")]


def test_a_day_of_rest_on_which_offices_work_has_a_policy_of_its_own(community: Place) -> None:
    sundays = fridays(community, rule=rule_of(Every.WEEK, 6), on_make_up=SpecialDay.SKIP)
    assert ("09-20", "", "skipped") in days(sundays)
    assert sundays.occurrences.get(by_rule="2026-09-20").note == "国庆节调休上班"


def test_an_answer_skips_the_day(community: Place) -> None:
    series = fridays(community)
    skip_occurrence(asked(series), by=making.SYSTEM)
    assert days(series)[-1] == ("09-25", "", "skipped")
    assert Event.objects.count() == 3
    with pytest.raises(Refused, match="已经定了"):
        hold_occurrence(series.occurrences.get(by_rule="2026-09-25"), on=dt.date(2026, 9, 25), by=making.SYSTEM)


def test_a_day_moves_neither_into_the_past_nor_onto_another(clock: Clock, community: Place) -> None:
    day = asked(fridays(community))
    for wrong, said in (("2026-09-18", "太远"), ("2026-10-02", "太远")):
        with pytest.raises(Refused, match=said):
            hold_occurrence(day, on=dt.date.fromisoformat(wrong), by=making.SYSTEM)
    clock.at("2026-09-24 16:00")
    with pytest.raises(Refused, match="已经过了"):
        hold_occurrence(day, on=dt.date(2026, 9, 24), by=making.SYSTEM)


def test_planning_again_plans_nothing_twice(clock: Clock, community: Place) -> None:
    series = fridays(community, until=None)
    before = days(series)
    assert plan_ahead(series, today=timezone.localdate(), by=making.SYSTEM) == 0
    assert days(series) == before
    clock.at("2026-09-08 00:10")
    assert plan_ahead(series, today=timezone.localdate(), by=making.SYSTEM) == 1
    assert [entry.facts["days"] for entry in entries_about(series).filter(verb="series.planned")] == [1, len(before)]


@pytest.mark.django_db(transaction=True)
def test_planned_by_many_at_once_each_day_has_one_event(clock: Clock) -> None:
    series = fridays(making.community(), until=None)
    clock.at("2026-09-29 00:10")
    planned = together(6, lambda _n: plan_ahead(series, today=timezone.localdate(), by=making.SYSTEM))
    assert sorted(planned)[:5] == [0] * 5  # type: ignore[type-var]
    assert Event.objects.count() == series.occurrences.filter(state="planned").count()


def test_days_of_a_year_without_holidays_are_asked_about_once_they_are_known(clock: Clock, community: Place) -> None:
    clock.at("2039-09-20 08:30")
    series = fridays(community, since=dt.date(2039, 9, 20), until=dt.date(2039, 10, 14))
    assert [(day, state) for day, _on, state in days(series)] == [
        ("09-23", "planned"),
        ("09-30", "planned"),
        ("10-07", "planned"),
        ("10-14", "planned"),
    ]
    day_off = Day(dt.date(2039, 10, 7), is_workday=False, name="国庆节")
    load_days([day_off], source="国办发明电〔2039〕1号", by=making.SYSTEM)
    plan_ahead(series, today=timezone.localdate(), by=making.SYSTEM)
    day = asked(series)
    assert (day.by_rule.day, day.note) == (7, "国庆节放假")
    assert day.event is not None
    skip_occurrence(day, by=making.SYSTEM)
    day.event.refresh_from_db()
    assert (day.event.state, day.event.why, day.event.reason) == ("cancelled", "holiday", "国庆节放假")


def test_a_series_that_stops_calls_off_what_is_ahead(clock: Clock, community: Place) -> None:
    series = fridays(community)
    making.seat(making.person("孙干事"), Role.COMMUNITY_WORKER, series.host)
    clock.at("2026-09-11 16:00")
    stop_series(series, "改为各院自己办", by=making.SYSTEM)
    assert [event.state for event in Event.objects.order_by("starts_at")] == ["published", "published", "cancelled"]
    assert Message.objects.filter(notice="events.cancelled").count() == 1
    assert plan_ahead(series, today=timezone.localdate(), by=making.SYSTEM) == 0
    with pytest.raises(Refused, match="已停办"):
        stop_series(series, "再停一次", by=making.SYSTEM)


def test_a_series_is_opened_by_who_may_publish_there(community: Place) -> None:
    sister = making.community(community.street, "经一路社区")
    for by in (making.community_worker(community), making.community_worker(sister, Role.COMMUNITY_SECRETARY)):
        with pytest.raises(PermissionDenied):
            fridays(community, by=by)
    assert days(fridays(community, by=making.community_worker(community, Role.COMMUNITY_SECRETARY)))
