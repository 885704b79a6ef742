"""Events at the desk: a draft is handed in and published, moved over nobody, called off with a reason."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.events.models import Event
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place
from tests import making
from tests.entering import enter, fill, hidden
from tests.faces.reading import markup, text

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def on(day: dt.date, field: str = "day") -> dict[str, str]:
    return {f"{field}_0": str(day.year), f"{field}_1": str(day.month), f"{field}_2": str(day.day)}


@pytest.fixture
def community() -> Place:
    community = making.community()
    making.committee(community)
    return community


def signed_in(community: Place, role: str, name: str = "孙干事") -> Client:
    client, actor = Client(), making.community_worker(community, role)
    person = Person.objects.get(pk=actor.person_id)
    Person.objects.filter(pk=person.pk).update(name=name)
    enter(client, person, Membership.objects.filter(person=person).last())
    return client


@pytest.fixture
def worker(community: Place) -> Client:
    return signed_in(community, Role.COMMUNITY_WORKER)


@pytest.fixture
def secretary(community: Place) -> Client:
    return signed_in(community, Role.COMMUNITY_SECRETARY, "李书记")


def said(community: Place, **more: str) -> dict[str, Any]:
    committee = Organization.objects.get(place=community)
    body = {"title": "健康讲座", "host": str(committee.pk), "place": str(community.pk), "audience": "everybody"}
    return body | on(TOMORROW) | {"begins": "下午3点半", "ends": "17:00", "where": "二楼活动室"} | more


def entered(client: Client, community: Place, **more: str) -> str:
    where = fill(client, "/desk/events/add/", **said(community, **more)).headers["Location"]
    assert isinstance(where, str)
    return where


def test_from_a_draft_to_the_page_of_everybody(community: Place, worker: Client, secretary: Client) -> None:
    where = entered(worker, community)
    event = Event.objects.get()
    assert f"{timezone.localtime(event.starts_at):%H:%M}" == "15:30"
    assert "健康讲座" not in text(Client().get("/events/"))
    assert "发布，让大家看到" not in text(worker.get(where))
    assert worker.post(f"{where}decide/", {"answer": "submit"}).status_code == 302
    assert "发布活动：健康讲座" in text(secretary.get("/desk/"))
    assert secretary.post(f"{where}decide/", {"answer": "publish"}).status_code == 302
    page = text(Client().get("/events/"))
    assert "健康讲座 下午3:30 · 二楼活动室" in page
    assert "健康讲座" in text(Client().get(f"/events/{event.pk}/"))


def test_it_is_given_back_with_what_is_to_be_changed(community: Place, worker: Client, secretary: Client) -> None:
    where = entered(worker, community)
    worker.post(f"{where}decide/", {"answer": "submit"})
    assert "请填“哪里要改”" in text(secretary.post(f"{where}decide/", {"answer": "back", "reason": ""}))
    assert secretary.post(f"{where}decide/", {"answer": "back", "reason": "写明带什么"}).status_code == 302
    assert "要改的地方 写明带什么" in text(worker.get(where))
    assert Client().get(f"/events/{Event.objects.get().pk}/").status_code == 404


def test_what_is_moved_or_called_off_says_so_to_everybody(community: Place, secretary: Client) -> None:
    where = entered(secretary, community)
    secretary.post(f"{where}decide/", {"answer": "publish"})
    later = on(TOMORROW + dt.timedelta(days=1)) | {"begins": "9:00", "ends": "11:00", "reason": "老师有事"}
    assert fill(secretary, f"{where}move/", **later).status_code == 302
    page = text(Client().get(f"/events/{Event.objects.get().pk}/"))
    assert "改过时间" in page
    assert "老师有事" in page
    assert "至少两个字" in text(fill(secretary, f"{where}cancel/", why="weather", reason="雨"))
    assert fill(secretary, f"{where}cancel/", why="weather", reason="暴雨红色预警").status_code == 302
    assert "取消了 暴雨红色预警" in text(Client().get(f"/events/{Event.objects.get().pk}/"))
    assert "改内容" not in text(secretary.get(where))


def test_a_time_that_nobody_understands_is_asked_again(community: Place, worker: Client) -> None:
    answer = fill(worker, "/desk/events/add/", **said(community, begins="下班以后"))
    assert "“下班以后”看不懂是几点" in text(answer)
    assert 'value="健康讲座"' in markup(answer)
    past = on(TOMORROW - dt.timedelta(days=3))
    assert "开始时间已经过了" in text(fill(worker, "/desk/events/add/", **(said(community) | past)))


def test_what_begins_in_the_evening_may_end_after_midnight(community: Place, worker: Client) -> None:
    entered(worker, community, begins="22:00", ends="0:30")
    event = Event.objects.get()
    assert event.ends_at - event.starts_at == dt.timedelta(hours=2, minutes=30)


def test_whoever_moves_it_second_sees_both_times(community: Place, worker: Client, secretary: Client) -> None:
    where = f"{entered(worker, community)}move/"
    page = markup(worker.get(where))
    given = {name: hidden(page, name) for name in ("once", "version")}
    first = on(TOMORROW) | {"begins": "9:00", "ends": "11:00"}
    assert fill(secretary, where, **first).status_code == 302
    second = worker.post(where, given | on(TOMORROW) | {"begins": "10:00", "ends": "12:00"})
    assert "几点开始 不一样 10:00 09:00" in text(second)


def test_a_sister_community_finds_nothing(community: Place, worker: Client) -> None:
    where = entered(worker, community)
    stranger = signed_in(making.community(community.street, "经一路社区"), Role.COMMUNITY_SECRETARY)
    for page in ("", "change/", "move/", "cancel/"):
        assert stranger.get(where + page).status_code == 404
    assert "健康讲座" not in text(stranger.get("/desk/events/"))


def fridays(community: Place, **more: str) -> dict[str, Any]:
    rule = {"every": "week", "weekday": "4", "on_holiday": "ask", "on_make_up": "keep"}
    return (
        said(community, title="周五清洁日") | rule | on(TOMORROW, "since") | {"begins": "15:00", "ends": "17:00"} | more
    )


def test_a_series_is_opened_its_days_stand_and_it_stops(community: Place, worker: Client, secretary: Client) -> None:
    assert worker.get("/desk/series/add/").status_code == 404
    where = fill(secretary, "/desk/series/add/", **fridays(community)).headers["Location"]
    assert "每周五 15:00 120 分钟" in text(secretary.get(where))
    assert "周五清洁日 每周五" in text(worker.get("/desk/series/"))
    assert "周五清洁日" in text(Client().get("/events/"))
    assert fill(secretary, f"{where}stop/", reason="改为各院自己办").status_code == 302
    assert not Event.objects.exclude(state="cancelled").exists()
    assert "已停办" in text(secretary.get(where))
    assert "停办" not in text(worker.get(where)).replace("已停办", "")


def test_a_series_that_ends_before_it_begins_is_asked_again(community: Place, secretary: Client) -> None:
    wrong = fridays(community) | on(TOMORROW - dt.timedelta(days=9), "until") | {"ends": "14:00"}
    answer = text(fill(secretary, "/desk/series/add/", **wrong))
    assert "结束要晚于开始。" in answer
    assert "结束日期不能早于开始日期。" in answer
