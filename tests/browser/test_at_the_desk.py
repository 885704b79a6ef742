"""What people of the desk do all day, and what is closed to them."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import expect

from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.states import SessionKind
from gongzhi.kernel.places.models import Place
from tests import making
from tests.browser.conftest import Site
from tests.browser.test_coming_in import worker_of
from tests.browser.ways import Visitor, Way
from tests.entering import enter

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def resident(site: Site) -> Person:
    return making.neighbour(site.community, "张伟", "13800007788")


@pytest.fixture(scope="module")
def sister(site: Site) -> Person:
    """Somebody of the same name in the community next to it."""
    community = Place.objects.exclude(pk=site.community.pk).get(name="第2街坊社区")
    return making.neighbour(community, "张伟", "13900007788")


@pytest.fixture(scope="module")
def worker(site: Site) -> Person:
    return worker_of(site)


def at_work(visit: Visit, person: Person) -> Visitor:
    """Somebody at their desk, in the one role they have."""
    return visit(enter(Client(), person, person.memberships.get()).key)


def test_somebody_is_found_by_initials_and_by_the_end_of_the_number(
    visit: Visit, worker: Person, resident: Person, sister: Person
) -> None:
    visitor = at_work(visit, worker)
    visitor.opens("/desk/")
    for typed in ("zw", "7788"):
        visitor.writes("找人、单位、社区", typed)
        visitor.presses("查找")
        visitor.arrives("查找")
        expect(visitor.page.get_by_role("main").get_by_role("link", name="张伟")).to_have_count(1)
        visitor.follows("张伟", within=visitor.page.get_by_role("main"))
        visitor.arrives("张伟")
        expect(visitor.page).to_have_url(f"{visitor.house}/desk/people/{resident.pk}/")


def test_somebody_of_a_sister_community_is_not_there(
    visit: Visit, worker: Person, resident: Person, sister: Person
) -> None:
    visitor = at_work(visit, worker)
    assert visitor.opens(f"/desk/people/{resident.pk}/").status == 200
    answer = visitor.opens(f"/desk/people/{sister.pk}/")
    assert answer.status == 404
    visitor.arrives("没有找到这一页")
    assert "张伟" not in visitor.page.content()
    visitor.follows("回工作台")
    expect(visitor.page).to_have_url(f"{visitor.house}/desk/")


def test_a_liaison_whose_term_ends_is_out_at_the_next_click(visit: Visit, site: Site, way: Way) -> None:
    unit = making.unit(f"第{way.number}中学", street=site.community.street, place=site.community)
    liaison = making.person("何婷", way.telephone(), street=site.community.street)
    seat = making.seat(liaison, Role.UNIT_LIAISON, unit)
    theirs = visit(enter(Client(), liaison, seat, kind=SessionKind.CODE).key)
    theirs.opens("/mine/")
    expect(theirs.page.get_by_text(f"现在的身份：{unit.name} · 单位联络员")).to_be_visible()

    officer = making.street_officer(site.community.street, Role.STREET_PARTY_OFFICER)
    desk = at_work(visit, Person.objects.get(pk=officer.person_id))
    desk.opens(f"/desk/organizations/{unit.pk}/")
    desk.follows("交接或结束")
    desk.arrives("何婷")
    desk.unfolds("结束任职")
    desk.presses("确定结束")
    desk.arrives(unit.name)
    expect(desk.page.get_by_role("main").get_by_text("已结束")).to_be_visible()

    theirs.follows("我的", within=theirs.page.get_by_role("navigation", name="主要栏目"))
    theirs.arrives("何婷，您好")
    expect(theirs.page.get_by_role("main").get_by_text("您的任职已经结束")).to_be_visible()
    expect(theirs.page.get_by_text("现在的身份")).to_have_count(0)
    expect(theirs.page.get_by_role("button", name="用这个身份")).to_have_count(0)
    theirs.presses("知道了")
    theirs.arrives("何婷，您好")
    expect(theirs.page.get_by_text("您的任职已经结束")).to_have_count(0)


def test_a_figure_opens_to_its_rows(visit: Visit, site: Site) -> None:
    visitor = visit()
    visitor.opens("/")
    visitor.follows("5 楼院")
    visitor.arrives("楼院")
    expect(visitor.page.get_by_role("heading", name="全街道的明细")).to_be_visible()
    visitor.follows("第1街坊社区")
    visitor.arrives("楼院 · 第1街坊社区")
    expect(visitor.page.get_by_role("heading", name="第1街坊社区的明细")).to_be_visible()
    expect(visitor.page.get_by_role("cell", name="经一路3号院")).to_be_visible()
    visitor.follows("看全街道")
    expect(visitor.page.get_by_role("heading", name="全街道的明细")).to_be_visible()
