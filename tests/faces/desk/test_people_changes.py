"""A record is corrected on the spot, a home changed, two records joined: within reach, masked, never over somebody."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about, looked_at
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import Corrected, add_alias, ask_correction, correct_person, move_in
from gongzhi.kernel.people.models import ContactPoint, HouseholdMember, Merge, MergeProposal, Person
from gongzhi.kernel.people.queries import numbers_of
from gongzhi.kernel.people.requests import opened, other_names
from gongzhi.kernel.people.states import Sex
from gongzhi.kernel.places.models import Place
from tests import making
from tests.entering import enter, fill, hidden
from tests.faces.reading import markup, text
from tests.guards.forms import today_in

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"
NUMBER, OTHER_NUMBER = "41010519000101001X", "410105195907236369"


@pytest.fixture
def committee() -> Organization:
    return making.committee(making.community())


@pytest.fixture
def community(committee: Organization) -> Place:
    assert committee.place
    return committee.place


@pytest.fixture
def person(community: Place) -> Person:
    return making.neighbour(community, "王秀英", PHONE, identity=NUMBER)


def clerk(committee: Organization, name: str = "孙干事", role: str = Role.COMMUNITY_WORKER) -> Client:
    client, holder = Client(), making.person(name, street=committee.street)
    enter(client, holder, making.seat(holder, role, committee))
    return client


@pytest.fixture
def client(committee: Organization) -> Client:
    return clerk(committee)


def at(person: Person, page: str = "") -> str:
    return f"/desk/people/{person.pk}/{page}"


def as_shown(client: Client, where: str) -> dict[str, Any]:
    page = markup(client.get(where))
    return {name: hidden(page, name) for name in ("once", "version")}


def test_plain_facts_are_corrected_on_the_spot(client: Client, person: Person) -> None:
    point = ContactPoint.objects.get(person=person)
    said = {
        "name": "王秀瑛",
        "other_names": "王阿姨、秀姐",
        "sex": "female",
        "birth": "1956年3月",
        "number": OTHER_PHONE,
    }
    answer = fill(client, at(person, "facts/"), **said, stopped=[str(point.pk)])
    assert answer.headers["Location"] == at(person)
    person.refresh_from_db()
    assert (person.name, person.pinyin, person.sex) == ("王秀瑛", "wangxiuying", Sex.FEMALE)
    assert (person.birth_year, person.birth_month) == (1956, 3)
    assert (other_names(person), numbers_of([person.pk])[person.pk]) == (["王阿姨", "秀姐"], [OTHER_PHONE])
    entry = entries_about(person).first()
    assert entry
    assert entry.verb == "person.corrected"
    assert {"name", "telephone", "other_names"} <= set(entry.facts["fields"])


def test_the_form_shows_what_the_desk_sees_and_no_more(client: Client, person: Person) -> None:
    page = markup(client.get(at(person, "facts/")))
    assert 'value="王秀英"' in page
    assert "138****0001" in page
    assert PHONE not in page
    assert NUMBER not in page
    assert 'name="identity" maxlength' not in page
    fill(client, at(person, "facts/"), name="王秀英", sex="", birth="1900年1月1日")
    person.refresh_from_db()
    assert person.identity_mark is not None
    assert numbers_of([person.pk])[person.pk] == [PHONE]


def test_what_is_known_is_not_emptied_by_mistake(client: Client, community: Place) -> None:
    person = making.neighbour(community, "李强", PHONE)
    fill(client, at(person, "facts/"), name="李强", birth="1956年")
    assert "“出生”原来写着，不能空着" in text(fill(client, at(person, "facts/"), name="李强", birth=""))
    assert "请填“姓名”" in text(fill(client, at(person, "facts/"), name="", birth="1956年"))
    add_alias(person, "老李", by=making.SYSTEM)
    assert fill(client, at(person, "facts/"), name="李强", birth="1956年", other_names="").status_code == 302
    assert other_names(person) == []


def test_somebody_who_was_faster_is_shown_beside_what_was_typed(
    committee: Organization, client: Client, person: Person
) -> None:
    other, where = clerk(committee, "李干事"), at(person, "facts/")
    given = as_shown(client, where)
    assert fill(other, where, name="王秀瑛", birth="1957年", number=OTHER_PHONE).status_code == 302
    again = client.post(where, given | {"name": "王秀英", "birth": "1958年", "number": "13800000003"})
    told = text(again)
    assert "姓名 不一样 王秀英 王秀瑛" in told
    assert "出生 不一样 1958年 1957年" in told
    assert "加一个电话 不一样 13800000003 138****0001、138****0002" in told
    assert OTHER_PHONE not in markup(again)
    person.refresh_from_db()
    assert (person.name, person.birth_year) == ("王秀瑛", 1957)


def test_a_change_of_what_is_not_shown_is_noticed_too(client: Client, community: Place, person: Person) -> None:
    where = at(person, "facts/")
    given = as_shown(client, where)
    by = making.street_officer(community.street)
    correct_person(person, Corrected(identity=OTHER_NUMBER), by=by)
    again = client.post(where, given | {"name": "王秀瑛"})
    assert "有人先改了这里" in text(again)
    assert OTHER_NUMBER not in markup(again)


def test_nobody_changes_themselves_or_people_of_others(committee: Organization, community: Place) -> None:
    holder = making.neighbour(community, "孙干事")
    client = Client()
    enter(client, holder, making.seat(holder, Role.COMMUNITY_WORKER, committee))
    assert "自己的登记要请别的工作人员来办。" in text(client.get(at(holder, "facts/")))
    assert client.post(at(holder, "facts/"), {"name": "孙新名", "once": "k"}).status_code == 403
    sister = making.neighbour(making.community(community.street, "经一路社区"), "李强", OTHER_PHONE)
    grid_worker = clerk(committee, "网格员", Role.GRID_WORKER)
    for page in ("facts/", "home/", "same/", f"same/{holder.pk}/"):
        assert client.get(at(sister, page)).status_code == 404
        assert client.post(at(sister, page)).status_code in (404, 405)
        assert grid_worker.get(at(holder, page)).status_code == 404


def test_somebody_moves_and_the_door_is_not_told(client: Client, community: Place, person: Person) -> None:
    east, west = making.courtyard(community, "东院"), making.courtyard(community, "西院")
    move_in(person, place=east, door="7单元703", by=making.SYSTEM)
    where = at(person, "home/")
    page = client.get(where)
    assert "703" not in markup(page)
    assert "请写门牌。" in text(fill(client, where, place=str(west.pk), door="", **today_in("on")))
    later = {"on_0": str(timezone.localdate().year + 1), "on_1": "1", "on_2": "2"}
    assert "日期还没有到" in text(fill(client, where, place=str(west.pk), door="1单元101", **later))
    assert fill(client, where, place=str(west.pk), door="1单元101", **today_in("on")).status_code == 302
    homes = HouseholdMember.objects.filter(person=person).order_by("pk")
    assert [(home.household.door, home.until) for home in homes] == [
        ("7单元703", timezone.localdate()),
        ("1单元101", None),
    ]
    assert [entry.verb for entry in entries_about(person)[:2]] == ["household.moved_out", "household.moved_in"]
    assert fill(client, where, place=str(west.pk), door="", **today_in("on")).status_code == 302
    assert HouseholdMember.objects.filter(person=person, until=None).count() == 1
    assert fill(client, where, place="", door="", **today_in("on")).headers["Location"] == at(person)
    assert not HouseholdMember.objects.filter(person=person, until=None).exists()


def test_whoever_moves_out_of_reach_is_gone_from_the_desk(client: Client, community: Place) -> None:
    person = making.person("李强", OTHER_PHONE, street=community.street)
    move_in(person, place=making.courtyard(community), door="501", by=making.SYSTEM)
    answer = fill(client, at(person, "home/"), place="", door="", **today_in("on"))
    assert answer.headers["Location"] == "/desk/people/"
    assert client.get(at(person)).status_code == 404


def test_a_desk_sends_nobody_away_from_another_community(client: Client, community: Place, person: Person) -> None:
    yard = making.courtyard(making.community(community.street, "经一路社区"), "别处的院")
    move_in(person, place=yard, door="501", by=making.SYSTEM)
    said = {"place": str(making.courtyard(community, "东院").pk), "door": "101"}
    assert "原来的住处在别的社区" in text(fill(client, at(person, "home/"), **said, **today_in("on")))


def test_homes_are_chosen_in_one_community(committee: Organization, community: Place, person: Person) -> None:
    sister = making.community(community.street, "经一路社区")
    here, there = making.courtyard(community, "这边的院"), making.courtyard(sister, "那边的院")
    office = making.office(community.street)
    officer = clerk(office, "钱干事", Role.STREET_CIVIL_OFFICER)
    page = text(officer.get(at(person, "home/")))
    assert here.name in page
    assert there.name not in page
    page = text(officer.get(at(person, f"home/?community={sister.pk}")))
    assert there.name in page
    assert officer.get(at(person, "home/?community=x")).status_code == 200


def test_an_answer_that_came_second_is_shown_with_the_first(
    committee: Organization, client: Client, person: Person
) -> None:
    asked = ask_correction("名字", "王秀瑛", by=making.resident(person))
    other, where = clerk(committee, "李干事"), f"/desk/corrections/{asked.pk}/"
    given = as_shown(client, where)
    assert fill(other, where, outcome="settle", name="王秀瑛", answer="改好了。").status_code == 302
    again = client.post(where, given | {"outcome": "refuse", "name": "王秀英", "answer": "看过户口本，没有错。"})
    told = text(again)
    assert "别人已经答复了本人" in told
    assert "改不改 不一样 不改，写明理由 改好，告诉本人" in told
    assert "给本人的话 不一样 看过户口本，没有错。 改好了。" in told
    asked.refresh_from_db()
    assert opened(asked).answer == "改好了。"


def two(community: Place) -> tuple[Person, Person]:
    return making.neighbour(community, "王秀英", PHONE), making.neighbour(community, "王秀英", OTHER_PHONE)


def test_two_records_are_found_compared_and_joined_by_two_of_the_staff(
    committee: Organization, client: Client, community: Place
) -> None:
    kept, gone = two(community)
    assert at(kept, "same/") in markup(client.get(at(kept)))
    found = markup(client.get(at(kept, "same/?q=wxy")))
    assert at(kept, f"same/{gone.pk}/") in found
    assert at(kept, f"same/{kept.pk}/") not in found
    page = client.get(at(kept, f"same/{gone.pk}/"))
    assert "电话 138****0001 138****0002 不一样" in text(page)
    assert "联系方式 1 1" in text(page)
    assert PHONE not in markup(page)
    assert looked_at(gone.pk)[0].verb == "person.compared"
    assert "至少两个字" in text(fill(client, at(kept, f"same/{gone.pk}/"), reason="同"))
    where = fill(client, at(kept, f"same/{gone.pk}/"), reason="本人到窗口说的").headers["Location"]
    assert "要由另一位工作人员核对。" in text(client.get(where))
    assert client.post(f"{where}decide/", {"answer": "confirm"}).status_code == 409
    assert where not in markup(client.get("/desk/"))
    assert "等人核对" in text(client.get(at(gone)))
    other = clerk(committee, "李干事")
    assert where in markup(other.get("/desk/"))
    assert "本人到窗口说的" in text(other.get(where))
    assert other.post(f"{where}decide/", {"answer": "confirm"}).headers["Location"] == at(kept)
    assert Person.objects.get(pk=gone.pk).same_as == kept
    undo = f"/desk/merges/{Merge.objects.get().pk}/undo/"
    assert undo in markup(other.get(at(kept)))
    assert "分成两个人" in text(other.get(undo))
    assert client.post(undo).headers["Location"] == at(kept)
    assert Person.objects.get(pk=gone.pk).same_as is None
    assert client.get(undo).status_code == 404


def test_a_proposal_is_taken_back_or_turned_down(committee: Organization, client: Client, community: Place) -> None:
    kept, gone = two(community)
    where = fill(client, at(kept, f"same/{gone.pk}/"), reason="本人说的").headers["Location"]
    assert "收回，不合并了" in text(client.get(where))
    assert client.post(f"{where}decide/", {"answer": "turn_down"}).status_code == 302
    assert MergeProposal.objects.get().state == "turned_down"
    assert client.get(where).status_code == 404


def test_nobody_compares_or_joins_beyond_their_reach(client: Client, community: Place, person: Person) -> None:
    theirs = making.neighbour(making.community(community.street, "经一路社区"), "王秀英", OTHER_PHONE)
    for one, other in ((person, theirs), (theirs, person), (person, person)):
        for method in (client.get, client.post):
            assert method(at(one, f"same/{other.pk}/")).status_code == 404
    assert at(person, f"same/{theirs.pk}/") not in markup(client.get(at(person, "same/?q=wxy")))


def test_what_stands_against_it_is_said(client: Client, community: Place, person: Person) -> None:
    other = making.neighbour(community, "王秀英", OTHER_PHONE, identity=OTHER_NUMBER)
    said = fill(client, at(person, f"same/{other.pk}/"), reason="本人说的")
    assert "两条记录的证件号不同，不是同一个人。" in text(said)
    assert not MergeProposal.objects.exists()
