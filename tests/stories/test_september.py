"""One month in use: September 2026 in the demonstration street, step by step as its parts appear.

The clock of each step is set by hand. Mid-Autumn rests from Friday 25 to Sunday 27; Sunday 20 works.
"""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.events.jobs import turn_by_clock
from gongzhi.kernel.events.models import Event, Occurrence
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place
from tests import making
from tests.assets import collect
from tests.clock import Clock
from tests.entering import enter, fill
from tests.faces.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def assets() -> None:
    collect()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    clock.at("2026-09-01 08:30")
    return clock


@pytest.fixture
def street(clock: Clock) -> Place:
    """The sub-district with its office and two communities."""
    street = making.street()
    making.office(street)
    for name, code in (("春晖社区", "410105002091"), ("同乐社区", "410105002092")):
        making.committee(making.community(street, name, code=code))
    return street


@pytest.fixture
def officer(street: Place) -> Client:
    """The city officer of the street, at the desk."""
    client, actor = Client(), making.street_officer(street, Role.STREET_CITY_OFFICER)
    person = Person.objects.get(pk=actor.person_id)
    enter(client, person, Membership.objects.get(person=person))
    return client


def series(street: Place, title: str, **rule: str) -> dict[str, Any]:
    """What the officer writes to open a series for September."""
    office = Organization.objects.get(place=street)
    term = {"since_0": "2026", "since_1": "9", "since_2": "1", "until_0": "2026", "until_1": "9", "until_2": "30"}
    place = {"host": str(office.pk), "place": str(street.pk), "audience": "everybody", "on_make_up": "keep"}
    return {"title": title} | term | place | rule


def held(title: str) -> list[str]:
    """When it is held, as far as it is published."""
    found = Event.objects.filter(title=title, state="published").order_by("starts_at")
    return [f"{timezone.localtime(event.starts_at):%m-%d %H:%M}" for event in found]


def asked(officer: Client, line: str) -> str:
    """The page on which a day is decided that Today speaks of."""
    assert line in text(officer.get("/desk/"))
    (day,) = Occurrence.objects.filter(state="asked")
    return f"/desk/series/days/{day.pk}/"


def test_step_1_the_clean_ups_of_september_are_opened(officer: Client, street: Place) -> None:
    fridays = series(
        street, "周五清洁日", every="week", weekday="4", begins="15:00", ends="17:00", on_holiday="move_earlier"
    )
    assert fill(officer, "/desk/series/add/", **fridays).status_code == 302
    assert held("周五清洁日") == ["09-04 15:00", "09-11 15:00", "09-18 15:00"]
    where = asked(officer, "周五清洁日，9月25日办不办 中秋节放假")
    page = text(officer.get(where))
    assert "中秋节放假，提议改到9月24日（周四）" in page
    moved = {"answer": "move", "on_0": "2026", "on_1": "9", "on_2": "24"}
    assert fill(officer, where, **moved).status_code == 302
    assert held("周五清洁日") == ["09-04 15:00", "09-11 15:00", "09-18 15:00", "09-24 15:00"]
    assert "办不办" not in text(officer.get("/desk/"))


def test_step_1_the_sweep_on_a_holiday_is_asked_about_and_kept(officer: Client, street: Place) -> None:
    sweep = series(street, "全民清扫日", every="month_last", weekday="5", begins="9:00", ends="11:00", on_holiday="ask")
    assert fill(officer, "/desk/series/add/", **sweep).status_code == 302
    assert held("全民清扫日") == []
    where = asked(officer, "全民清扫日，9月26日办不办 中秋节放假")
    assert fill(officer, where, answer="keep").status_code == 302
    assert held("全民清扫日") == ["09-26 09:00"]
    assert "全民清扫日 上午9:00" in text(Client().get("/events/"))


def test_what_was_held_runs_and_ends_by_the_clock(clock: Clock, officer: Client, street: Place) -> None:
    fridays = series(street, "周五清洁日", every="week", weekday="4", begins="15:00", ends="17:00", on_holiday="skip")
    fill(officer, "/desk/series/add/", **fridays)
    for moment, state in (("15:00", "running"), ("16:59", "running"), ("17:00", "ended")):
        clock.at(f"2026-09-04 {moment}")
        turn_by_clock(0)
        first = Event.objects.order_by("starts_at")[0]
        assert (first.starts_at.date(), first.state) == (dt.date(2026, 9, 4), state)
