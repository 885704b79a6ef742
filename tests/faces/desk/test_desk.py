"""The desk as somebody works at it: what waits, finding people, seats handed over, settings, messages, the journal."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership, Organization, SeatProposal
from gongzhi.kernel.organizations.roles import rights_of
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.rulebook.actions import Day, load_days
from gongzhi.kernel.rulebook.queries import setting
from gongzhi.lib.values import PartialDate
from tests import making
from tests.entering import enter, fill, hidden, staff
from tests.faces.reading import markup, text

pytestmark = pytest.mark.django_db

PHONE = "13800007788"


@pytest.fixture
def community() -> Place:
    return making.community()


def at_work(client: Client, role: str, community: Place, name: str = "孙干事") -> Person:
    """Let somebody sit down at a desk."""
    street = community.street
    assert street is not None
    at = making.committee(community) if role in ("community_worker", "community_secretary") else making.office(street)
    person = making.person(name, street=street)
    enter(client, person, making.seat(person, role, at))
    return person


def day(field: str, when: dt.date) -> dict[str, str]:
    return {f"{field}_0": str(when.year), f"{field}_1": str(when.month), f"{field}_2": str(when.day)}


def test_a_quiet_day_says_so(client: Client, community: Place) -> None:
    at_work(client, Role.COMMUNITY_WORKER, community)
    page = client.get("/desk/")
    assert "现在没有事等您处理" in text(page)
    assert "孙干事" in markup(page)


def test_who_takes_a_seat_today_stands_among_todays_matters(client: Client, community: Place) -> None:
    """And nobody hears of it who does not answer for the place."""
    at_work(client, Role.COMMUNITY_SECRETARY, community)
    committee, today = Organization.objects.get(kind=OrganizationKind.RESIDENTS_COMMITTEE), timezone.localdate()
    making.seat(making.person("钱新来"), Role.GRID_WORKER, committee, since=today)
    making.seat(making.person("周卸任"), Role.GRID_WORKER, committee, since=dt.date(2020, 1, 1), until=today)
    page = text(client.get("/desk/"))
    assert "钱新来今天起任" in page
    assert "周卸任今天起不再任" in page

    at_work(client, Role.COMMUNITY_SECRETARY, making.community(community.street, "隔壁社区"), name="吴隔壁")
    assert "钱新来" not in text(client.get("/desk/"))


def test_a_holiday_is_told_the_day_before(client: Client, community: Place) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    load_days([Day(tomorrow, is_workday=False, name="街道节")], source="测试", by=making.SYSTEM)
    at_work(client, Role.COMMUNITY_WORKER, community)
    assert "明天街道节" in text(client.get("/desk/"))


@pytest.mark.parametrize(
    ("typed", "found"), [("zw", True), ("zhangwei", True), ("张伟", True), ("7788", True), ("李四", False)]
)
def test_a_person_is_found_by_initials_pinyin_name_and_the_end_of_the_number(
    client: Client, community: Place, typed: str, found: bool
) -> None:
    making.neighbour(community, "张伟", PHONE)
    at_work(client, Role.COMMUNITY_WORKER, community)
    page = client.get("/desk/search/", {"q": typed})
    assert ("张伟" in re.findall(r"<b>(.*?)</b>", markup(page))) is found


def test_one_box_finds_units_and_places_too_and_says_who_is_who(client: Client, community: Place) -> None:
    at_work(client, Role.COMMUNITY_WORKER, community)
    making.neighbour(community, "张伟", PHONE, birth=PartialDate(1958))
    page = text(client.get("/desk/search/", {"q": "7788"}))
    assert f"{community.name}1958年生138****7788" in "".join(page.split())
    for typed in ("txhy", "通信花园", "huayuan"):
        assert community.name + "居民委员会" in text(client.get("/desk/search/", {"q": typed}))
    assert f"/desk/places/{community.pk}/" in markup(client.get("/desk/search/", {"q": "txhy"}))


def test_one_character_opens_no_directory(client: Client, community: Place) -> None:
    making.neighbour(community, "张伟", PHONE)
    at_work(client, Role.COMMUNITY_WORKER, community)
    page = client.get("/desk/search/", {"q": "张"})
    assert "请至少写两个字" in text(page)
    assert "张伟" not in markup(page)


def test_whoever_searches_too_fast_has_to_wait(client: Client, community: Place) -> None:
    at_work(client, Role.COMMUNITY_WORKER, community)
    for number in range(30):
        assert client.get("/desk/search/", {"q": f"1380000{number:04}"}).status_code == 200
    page = client.get("/desk/search/", {"q": "zw"})
    assert "查得太快了" in text(page)


def test_a_person_of_a_sister_community_does_not_exist(client: Client, community: Place) -> None:
    own = making.neighbour(community, "张伟", PHONE)
    sister = making.neighbour(making.community(community.street, "经一路社区"), "李强")
    at_work(client, Role.COMMUNITY_WORKER, community)
    assert client.get(f"/desk/people/{own.pk}/").status_code == 200
    assert client.get(f"/desk/people/{sister.pk}/").status_code == 404


def test_a_number_is_masked_until_a_reason_is_given(client: Client, community: Place) -> None:
    person = making.neighbour(community, "张伟", PHONE)
    at_work(client, Role.COMMUNITY_WORKER, community)
    page = client.get(f"/desk/people/{person.pk}/")
    assert "138****7788" in text(page)
    assert "138 0000 7788" not in text(page)
    assert "至少两个字" in text(client.post(f"/desk/people/{person.pk}/number/", {"reason": "查"}))
    assert "138 0000 7788" in text(client.post(f"/desk/people/{person.pk}/number/", {"reason": "通知体检"}))
    assert "138 0000 7788" not in text(client.get(f"/desk/people/{person.pk}/"))


def test_a_qr_code_lets_somebody_in(client: Client, community: Place) -> None:
    person = making.neighbour(community, "张伟", PHONE)
    at_work(client, Role.COMMUNITY_WORKER, community)
    page = client.post(f"/desk/people/{person.pk}/let-in/")
    assert "请张伟用自己的手机扫" in text(page)
    assert "<path d=" in markup(page)


def test_a_liaison_is_handed_over_and_the_old_one_is_out_at_the_next_click(client: Client, community: Place) -> None:
    unit = making.unit(place=community)
    liaison = making.person("何婷", "13800000001")
    seat = making.seat(liaison, Role.UNIT_LIAISON, unit)
    theirs = Client()
    enter(theirs, liaison, seat)
    assert "单位联络员" in text(theirs.get("/mine/"))
    at_work(client, Role.STREET_PARTY_OFFICER, community)
    assert "交接或结束" in text(client.get(f"/desk/organizations/{unit.pk}/"))
    given = {"name": "新联络", "number": "13800000002"} | day("since", timezone.localdate())
    answer = fill(client, f"/desk/seats/{seat.pk}/", **given)
    assert answer.headers["Location"] == f"/desk/organizations/{unit.pk}/"
    page = text(client.get(f"/desk/organizations/{unit.pk}/"))
    assert "新联络 单位联络员" in page
    assert "何婷 单位联络员" in page
    assert "现在的身份" not in text(theirs.get("/mine/"))


def test_an_administrator_proposes_and_the_leader_confirms(client: Client, community: Place) -> None:
    committee = making.committee(community)
    admin = at_work(client, Role.ADMIN, community, "管理员")
    given = {"role": "community_worker", "name": "新干事", "number": "13800000003", "once": "k"}
    client.post(f"/desk/organizations/{committee.pk}/give/", given | day("since", timezone.localdate()))
    proposal = SeatProposal.objects.get()
    assert proposal.proposed_by == admin
    assert not Membership.objects.filter(person=proposal.person).exists()
    assert client.post(f"/desk/roles/proposed/{proposal.pk}/decide/", {"answer": "confirm"}).status_code == 404
    leader = Client()
    person = making.person("领导", street=community.street)
    enter(
        leader,
        person,
        making.seat(person, Role.STREET_LEADER, proposal.organization.parent or committee, over=community.street),
    )
    assert "确认任职：新干事" in text(leader.get("/desk/"))
    leader.post(f"/desk/roles/proposed/{proposal.pk}/decide/", {"answer": "confirm"})
    assert Membership.objects.filter(person=proposal.person, role=Role.COMMUNITY_WORKER).exists()


def test_the_form_of_a_seat_keeps_what_was_typed(client: Client, community: Place) -> None:
    committee = making.committee(community)
    at_work(client, Role.STREET_PARTY_OFFICER, community)
    page = client.post(f"/desk/organizations/{committee.pk}/give/", {"name": "新来的", "number": "138", "once": "abc"})
    assert 'value="新来的"' in markup(page)
    assert hidden(markup(page), "once") == "abc"
    assert "<title>错误：" in markup(page)


def test_a_setting_holds_from_its_day(client: Client, community: Place) -> None:
    at_work(client, Role.STREET_LEADER, community)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    fill(client, "/desk/settings/agreements.remind_days/", **{"value": "45"} | day("valid_from", tomorrow))
    street = community.street_id
    assert setting("agreements.remind_days", on=timezone.localdate(), street_id=street) == 30
    assert setting("agreements.remind_days", on=tomorrow, street_id=street) == 45
    assert "起会变" in text(client.get("/desk/settings/"))


def test_who_may_not_change_a_setting_sees_no_form(client: Client, community: Place) -> None:
    at_work(client, Role.COMMUNITY_WORKER, community)
    assert "改成" not in text(client.get("/desk/settings/agreements.remind_days/"))
    said = {"value": "45", "once": "k"} | day("valid_from", timezone.localdate())
    assert client.post("/desk/settings/agreements.remind_days/", said).status_code == 403


def test_everybody_reads_their_own_lines_and_the_auditor_all(client: Client, community: Place) -> None:
    person = making.neighbour(community, "张伟", PHONE)
    at_work(client, Role.COMMUNITY_WORKER, community)
    client.post(f"/desk/people/{person.pk}/number/", {"reason": "通知体检"})
    assert "孙干事 查看完整电话" in text(client.get("/desk/journal/"))
    auditor = Client()
    at_work(auditor, Role.AUDITOR, community, "审计")
    page = text(auditor.get("/desk/journal/"))
    assert "孙干事 查看完整电话" in page
    assert "张伟" not in page


def test_accounts_are_opened_where_a_seat_is_kept_by_who_may(client: Client, community: Place) -> None:
    worker = making.person("新干事")
    seat = making.seat(worker, Role.COMMUNITY_WORKER, making.committee(community))
    chief = making.seat(making.person("楼长"), Role.BUILDING_CHIEF, seat.organization)
    at_work(client, Role.STREET_LEADER, community, "领导")
    officer, leader = Client(), Membership.objects.get(role=Role.STREET_LEADER)
    person = making.person("党建干事", street=community.street)
    enter(officer, person, making.seat(person, Role.STREET_PARTY_OFFICER, leader.organization))
    assert "显示开通账号的链接" in text(client.get(f"/desk/seats/{seat.pk}/"))
    assert "账号" not in text(client.get(f"/desk/seats/{chief.pk}/"))
    assert "账号" not in text(officer.get(f"/desk/seats/{seat.pk}/"))
    staff(worker)
    page = text(client.get(f"/desk/seats/{seat.pk}/"))
    assert "显示找回账号的链接" in page
    assert "停用这个账号" in page


def test_a_link_for_an_account_is_shown_once_to_be_handed_over(client: Client, community: Place) -> None:
    newcomer = making.person("新干事", street=community.street)
    seat = making.seat(newcomer, Role.COMMUNITY_WORKER, making.committee(community))
    at_work(client, Role.STREET_LEADER, community)
    page = client.post(f"/desk/seats/{seat.pk}/account/")
    assert re.search(r"/come-in/set-up/invitation/[\w-]{43}/", markup(page))
    staff(newcomer, "xinganshi")
    assert "/come-in/set-up/recovery/" in markup(client.post(f"/desk/seats/{seat.pk}/account/"))


def test_lists_ask_as_often_with_thirty_lines_as_with_one(client: Client, community: Place) -> None:
    at_work(client, Role.STREET_PARTY_OFFICER, community)
    addresses = ("/desk/people/", "/desk/organizations/", "/desk/roles/", "/desk/", "/desk/exports/", "/desk/settings/")

    def queries() -> list[int]:
        numbers = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            numbers.append(len(captured))
        return numbers

    making.neighbour(community, "张伟", PHONE)
    queries()
    few = queries()
    for number in range(30):
        unit = making.unit(f"第{number}单位", street=community.street, place=community)
        making.seat(making.neighbour(community, f"张伟{number}", f"1380001{number:04}"), Role.UNIT_LIAISON, unit)
    assert queries() == few


def test_the_sections_at_the_side_are_those_of_the_role(client: Client, community: Place) -> None:
    at_work(client, Role.ADMIN, community)
    page = markup(client.get("/desk/"))
    assert "/desk/people/" not in page
    assert "see_people_masked" not in rights_of(Role.ADMIN)
    assert "/desk/roles/" in page
