"""Homes at the desk: listed within reach, the door masked until a reason is given, people moving in and out."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongzhi.kernel.ledger.queries import looked_at
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import move_in, move_out
from gongzhi.kernel.people.models import Household, HouseholdMember, Person
from gongzhi.kernel.people.states import SessionKind
from gongzhi.kernel.places.models import Kind, Place
from tests import making
from tests.entering import enter, fill
from tests.faces.reading import headings, markup, text
from tests.guards.forms import today_in

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"
DOOR, SINCE = "703甲", dt.date(2019, 3, 5)


@pytest.fixture
def committee() -> Organization:
    return making.committee(making.community())


@pytest.fixture
def community(committee: Organization) -> Place:
    assert committee.place
    return committee.place


@pytest.fixture
def entrance(community: Place) -> Place:
    yard = making.courtyard(making.grid(community), "经一路3号院")
    return making.place(Kind.ENTRANCE, making.place(Kind.BUILDING, yard, "1号楼"), "2门洞")


@pytest.fixture
def person(community: Place) -> Person:
    return making.neighbour(community, "王秀英", PHONE)


@pytest.fixture
def home(person: Person, entrance: Place) -> Household:
    return move_in(person, place=entrance, door=DOOR, since=SINCE, by=making.SYSTEM).household


def clerk(at: Organization, role: str = Role.COMMUNITY_WORKER, holder: Person | None = None) -> Client:
    client, holder = Client(), holder or making.person("孙干事", street=at.street)
    enter(client, holder, making.seat(holder, role, at))
    return client


@pytest.fixture
def client(committee: Organization) -> Client:
    return clerk(committee)


def page_of(home: Household, page: str = "") -> str:
    return f"/desk/households/{home.pk}/{page}"


def test_the_list_says_where_who_how_many_and_since_when(client: Client, home: Household) -> None:
    husband = making.person("李强", street=home.place.street)
    move_in(husband, place=home.place, door=DOOR, by=making.SYSTEM)
    page = client.get("/desk/households/")
    assert "经一路3号院 1号楼 2门洞 通信花园社区 王*英、李* 2 2019年3月5日" in text(page)
    assert page_of(home) in markup(page)
    for told in (DOOR, "王秀英", PHONE):
        assert told not in markup(page)


def test_people_and_homes_stand_beside_each_other(client: Client, committee: Organization, home: Household) -> None:
    for address in ("/desk/people/", "/desk/households/"):
        page = markup(client.get(address))
        assert f'href="{address}" aria-current="page"' in page
        assert 'href="/desk/people/" aria-current="page"' in page or address != "/desk/people/"
        assert "/desk/households/" in page
    grid_worker = clerk(committee, Role.GRID_WORKER)
    assert "/desk/households/" not in markup(grid_worker.get("/desk/people/"))
    assert grid_worker.get("/desk/households/").status_code == 404


def test_a_desk_walks_down_its_places_and_no_further(
    client: Client, community: Place, home: Household, entrance: Place
) -> None:
    other = making.courtyard(community, "西院")
    move_in(making.person("李强", street=community.street), place=other, door="101", by=making.SYSTEM)
    sister = making.courtyard(making.community(community.street, "经一路社区"), "别处的院")
    move_in(making.person("赵敏", street=community.street), place=sister, door="101", by=making.SYSTEM)
    every = text(client.get("/desk/households/"))
    assert "共 2 条" in every
    assert "别处的院" not in every
    grid = entrance.parent.parent.parent
    narrowed = client.get(f"/desk/households/?place={grid.pk}")
    assert "共 1 条" in text(narrowed)
    assert "第一网格 经一路3号院" in text(narrowed)  # offered as the next step down
    assert "共 1 条" in text(client.get(f"/desk/households/?place={entrance.pk}"))
    assert "没有这样的记录" in text(client.get(f"/desk/households/?place={entrance.pk}&lived=empty"))
    for nonsense in (sister.pk, community.street_id, "x", "9" * 40, "-1", "٣"):
        assert "共 2 条" in text(client.get("/desk/households/", {"place": nonsense})), nonsense


def test_a_home_says_who_lives_there_and_who_did(client: Client, community: Place, home: Household) -> None:
    near = making.neighbour(community, "赵留下")
    far = making.neighbour(making.community(community.street, "经一路社区"), "钱远方")
    for gone in (near, far):
        member = move_in(gone, place=home.place, door=DOOR, since=dt.date(2010, 1, 2), by=making.SYSTEM)
        move_out(member, on=dt.date(2015, 6, 7), by=making.SYSTEM)
    page = client.get(page_of(home))
    assert "经一路3号院 1号楼 2门洞 通信花园社区 住着 1 人 2019年3月5日起" in text(page)
    assert "王秀英 138****0001 2019年3月5日起" in text(page)
    assert "赵留下 2010年1月2日到2015年6月7日" in text(page)
    assert "钱*方" in text(page)
    assert f"/desk/people/{near.pk}/" in markup(page)
    assert client.get(page_of(home, f"leave/{far.pk}/")).status_code == 404
    for hidden in (f"/desk/people/{far.pk}/", "钱远方", DOOR, PHONE):
        assert hidden not in markup(page)


def test_who_is_dead_does_not_live_there(client: Client, home: Household, person: Person) -> None:
    where = {"on_0": "2020", "on_1": "5", "on_2": "6"}
    fill(client, f"/desk/people/{person.pk}/death/", **where)
    page = text(client.get(page_of(home)))
    assert "没有人住" in page
    assert "王秀英 2019年3月5日到2020年5月6日" in page
    assert "共 1 条" in text(client.get("/desk/households/?lived=empty"))


def test_the_door_is_shown_once_for_a_reason_and_whoever_lives_there_is_told(
    client: Client, home: Household, person: Person
) -> None:
    husband, gone = (making.person(name, street=home.place.street) for name in ("李强", "赵搬走"))
    move_in(husband, place=home.place, door=DOOR, by=making.SYSTEM)
    move_out(move_in(gone, place=home.place, door=DOOR, by=making.SYSTEM), on=timezone.localdate(), by=making.SYSTEM)
    assert "至少两个字" in text(client.post(page_of(home, "door/"), {"reason": "看"}))
    shown = client.post(page_of(home, "door/"), {"reason": "上门看望"})
    assert f"门牌 {DOOR}" in text(shown)
    assert DOOR not in markup(client.get(page_of(home)))
    for resident, number in ((person, 1), (husband, 1), (gone, 0)):
        assert Message.objects.filter(notice="people.door_shown", person_id=resident.pk).count() == number
        theirs = Client()
        enter(theirs, resident, kind=SessionKind.CODE)
        assert ("查看门牌" in text(theirs.get("/mine/data/"))) is bool(number)
    (look,) = [look for look in looked_at(husband.pk) if look.verb == "household.door_shown"]
    assert (look.fields, look.has_reason) == (("door",), True)


def test_whoever_lives_there_can_read_that_the_page_was_opened(client: Client, home: Household, person: Person) -> None:
    client.get(page_of(home))
    assert [look.verb for look in looked_at(person.pk)] == ["household.looked_at"]


def test_nobody_finds_the_homes_of_others(client: Client, community: Place, home: Household, person: Person) -> None:
    sister = making.community(community.street, "经一路社区")
    elsewhere = making.community(making.street("别处街道", code="410105003"), "别处社区")
    pages = ("", "join/", f"leave/{person.pk}/")
    for at in (sister, elsewhere):
        stranger = clerk(making.committee(at))
        assert {stranger.get(page_of(home, page)).status_code for page in pages} == {404}
        assert stranger.post(page_of(home, "door/"), {"reason": "上门看望"}).status_code == 404
    for role in (Role.STREET_LEADER, Role.STREET_CITY_OFFICER, Role.ADMIN):
        office = Organization.objects.filter(place=community.street).first() or making.office(community.street)
        assert clerk(office, role).get(page_of(home)).status_code == 404
    assert {client.get(page_of(home, page)).status_code for page in pages} == {200}
    assert client.get(page_of(home, f"leave/{making.neighbour(community, '李强').pk}/")).status_code == 404


def test_the_own_home_is_for_others_to_look_at_and_to_change(committee: Organization, community: Place) -> None:
    holder = making.neighbour(community, "孙干事", OTHER_PHONE)
    client = clerk(committee, holder=holder)
    yard = making.courtyard(community)
    own = move_in(holder, place=yard, door=DOOR, by=making.SYSTEM).household
    page = client.get(page_of(own))
    assert "自己家的门牌要请别的工作人员来看。" in text(page)
    assert "看门牌" not in text(page)
    assert "搬走了" not in text(page)
    assert client.post(page_of(own, "door/"), {"reason": "上门看望"}).status_code == 403
    leaving = {"once": "k"} | today_in("on")
    assert client.post(page_of(own, f"leave/{holder.pk}/"), leaving).status_code == 403
    other = move_in(making.neighbour(community, "李强"), place=yard, door="101", by=making.SYSTEM).household
    joining = {"name": "孙干事", "number": OTHER_PHONE, "once": "k"} | today_in("since")
    assert client.post(page_of(other, "join/"), joining).status_code == 403
    assert HouseholdMember.objects.get(person=holder).until is None


def test_somebody_on_record_moves_in_and_leaves_where_they_lived(
    client: Client, community: Place, home: Household
) -> None:
    newcomer = making.neighbour(community, "李强", OTHER_PHONE)
    before = move_in(newcomer, place=making.courtyard(community, "西院"), door="101", by=making.SYSTEM)
    said = {"name": "李 强", "number": OTHER_PHONE}
    answer = fill(client, page_of(home, "join/"), **said, **today_in("since"))
    assert answer.headers["Location"] == page_of(home)
    assert "李强 138****0002" in text(client.get(page_of(home)))
    before.refresh_from_db()
    assert before.until == timezone.localdate()
    assert Household.objects.count() == 2
    again = fill(client, page_of(home, "join/"), **said, **today_in("since"))
    assert "这个人已经登记住在这里了。" in text(again)


def test_who_is_not_of_this_desk_is_said_like_who_is_nobody(client: Client, community: Place, home: Household) -> None:
    making.neighbour(making.community(community.street, "经一路社区"), "钱远方", OTHER_PHONE)
    sentences = set()
    for name in ("钱远方", "没有的人"):
        page = fill(client, page_of(home, "join/"), name=name, number=OTHER_PHONE, **today_in("since"))
        assert "您这里没有这样登记的人" in text(page)
        assert f'value="{name}"' in markup(page)
        sentences.add(text(page).replace(name, ""))
    assert len(sentences) == 1
    assert HouseholdMember.objects.count() == 1


def test_nobody_moves_tomorrow(client: Client, community: Place, home: Household, person: Person) -> None:
    making.neighbour(community, "李强", OTHER_PHONE)
    day = timezone.localdate() + dt.timedelta(days=1)
    tomorrow = {"0": day.year, "1": day.month, "2": day.day}
    joining = {f"since_{part}": number for part, number in tomorrow.items()}
    leaving = {f"on_{part}": number for part, number in tomorrow.items()}
    page = fill(client, page_of(home, "join/"), name="李强", number=OTHER_PHONE, **joining)
    assert "日期还没有到，请核对。" in text(page)
    assert "日期还没有到，请核对。" in text(fill(client, page_of(home, f"leave/{person.pk}/"), **leaving))
    assert HouseholdMember.objects.get().until is None


def test_somebody_moves_out_once_and_the_home_stays(client: Client, home: Household, person: Person) -> None:
    where = page_of(home, f"leave/{person.pk}/")
    assert "结束日期不能早于开始日期。" in text(fill(client, where, on_0="2018", on_1="1", on_2="1"))
    assert fill(client, where, **today_in("on")).headers["Location"] == page_of(home)
    page = client.get(page_of(home))
    assert "没有人住" in text(page)
    assert "以前住在这里的人" in headings(page)
    assert "现在不住在这里" in text(fill(client, where, **today_in("on")))


def test_a_joined_record_leaves_with_the_other(
    client: Client, community: Place, home: Household, person: Person
) -> None:
    twin = making.neighbour(community, "王秀瑛")
    move_in(twin, place=home.place, door=DOOR, by=making.SYSTEM)
    making.joined(person, twin)
    assert "住着 1 人" in text(client.get(page_of(home)))
    fill(client, page_of(home, f"leave/{person.pk}/"), **today_in("on"))
    assert not HouseholdMember.objects.filter(until=None).exists()


def test_the_pages_of_people_and_places_lead_there(
    client: Client, committee: Organization, community: Place, home: Household, person: Person, entrance: Place
) -> None:
    page = client.get(f"/desk/people/{person.pk}/")
    assert "住在 经一路3号院 1号楼 2门洞" in text(page)
    assert f'href="{page_of(home)}"' in markup(page)
    assert page_of(home) not in markup(clerk(committee, Role.GRID_WORKER).get(f"/desk/people/{person.pk}/"))
    for place in (entrance, entrance.parent, community):
        page = client.get(f"/desk/places/{place.pk}/")
        assert "已登记住户 1 户" in text(page)
        assert f'href="/desk/households/?place={place.pk}"' in markup(page)
    leader = clerk(making.office(community.street), Role.STREET_LEADER)
    assert "/desk/households/" not in markup(leader.get(f"/desk/places/{community.pk}/"))


def test_a_list_and_a_home_ask_as_often_of_many_as_of_few(client: Client, community: Place, home: Household) -> None:
    def queries() -> list[int]:
        numbers = []
        for address in ("/desk/households/", f"/desk/households/?place={community.pk}", page_of(home)):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            numbers.append(len(captured))
        return numbers

    gone = move_in(making.neighbour(community, "赵搬走"), place=home.place, door=DOOR, by=making.SYSTEM)
    move_out(gone, on=timezone.localdate(), by=making.SYSTEM)
    queries()
    few = queries()
    for number in range(20):
        resident = making.neighbour(community, f"李强{number}", f"1380001{number:04}")
        move_in(resident, place=home.place, door=str(number), by=making.SYSTEM)
        member = move_in(resident, place=home.place, door=DOOR, by=making.SYSTEM)
        if number % 2:
            move_out(member, on=timezone.localdate(), by=making.SYSTEM)
    assert queries() == few
