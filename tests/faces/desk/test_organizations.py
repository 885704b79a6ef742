"""Organisations at the desk: corrected within reach, never over somebody, ended when nothing hangs on them."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.actions import add_alias
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.organizations.record import other_names
from gongzhi.kernel.organizations.states import Nature, OrganizationKind, Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Kind, Place
from tests import making
from tests.entering import enter, fill, hidden
from tests.faces.reading import markup, text
from tests.faces.streets import agree, report_in
from tests.guards.forms import organization_as_it_is, today_in

pytestmark = pytest.mark.django_db

CREDIT = "914101057067890124"


@pytest.fixture
def community() -> Place:
    return making.community()


@pytest.fixture
def unit(community: Place) -> Organization:
    return making.unit("郑州市第三十中学", place=community, nature=Nature.SCHOOL)


def signed_in(role: str, at: Place) -> Client:
    actor = making.street_officer(at, role) if at.kind == Kind.SUBDISTRICT else making.community_worker(at, role)
    client = Client()
    enter(client, Person.objects.get(pk=actor.person_id), Membership.objects.filter(person=actor.person_id).last())
    return client


@pytest.fixture
def officer(community: Place) -> Client:
    return signed_in(Role.STREET_PARTY_OFFICER, community.street)


def change(client: Client, unit: Organization, **said: Any) -> Any:
    return fill(client, f"/desk/organizations/{unit.pk}/change/", **organization_as_it_is(unit) | said)


def test_a_name_changes_and_the_former_one_is_still_understood(officer: Client, unit: Organization) -> None:
    answer = change(officer, unit, name="郑州市第三十高级中学", other_names="三十中，30中", telephone="0371-65900030")
    assert answer.headers["Location"] == f"/desk/organizations/{unit.pk}/"
    unit.refresh_from_db()
    assert (unit.name, unit.telephone) == ("郑州市第三十高级中学", "0371-65900030")
    assert other_names(unit) == ["30中", "三十中", "郑州市第三十中学"]
    match = UnitNames(unit.street_id).resolve("郑州市第三十中学")
    assert match
    assert match.organization == unit
    entry = entries_about(unit).first()
    assert entry
    assert (entry.verb, entry.facts["fields"]) == ("organization.corrected", ["name", "telephone", "other_names"])
    page = text(officer.get(answer.headers["Location"]))
    assert "30中、三十中、郑州市第三十中学" in page
    assert "更正组织登记" in page


def test_what_is_said_again_changes_nothing_and_writes_no_line(officer: Client, unit: Organization) -> None:
    assert change(officer, unit).status_code == 302
    assert not entries_about(unit).exists()


def test_other_names_can_be_taken_away_and_mean_one_organisation(officer: Client, unit: Organization) -> None:
    other = making.unit("郑州市三十中附小", place=unit.place)
    add_alias(unit, "三十中", by=making.SYSTEM)
    assert "“三十中”已经是郑州市第三十中学的别名。" in text(change(officer, other, other_names="三十中"))
    assert "这个名称已经有了。" in text(change(officer, other, name="郑州市第三十中学"))
    assert change(officer, unit, other_names="").status_code == 302
    assert other_names(unit) == []
    assert change(officer, other, other_names="三十中").status_code == 302


def test_a_former_name_that_is_anothers_by_now_stays_with_that_one(officer: Client, unit: Organization) -> None:
    other = making.unit("新三十中", place=unit.place)
    add_alias(other, unit.name, by=making.SYSTEM)
    assert change(officer, unit, name="郑州市第三十高级中学").status_code == 302
    assert (other_names(unit), other_names(other)) == ([], ["郑州市第三十中学"])


def test_a_military_unit_is_never_named_in_public(officer: Client, unit: Organization) -> None:
    assert change(officer, unit, nature=Nature.MILITARY, public_visible="True").status_code == 302
    unit.refresh_from_db()
    assert not unit.public_visible


def test_a_kind_changes_among_those_that_are_taken_for_each_other(officer: Client, unit: Organization) -> None:
    page = markup(officer.get(f"/desk/organizations/{unit.pk}/change/"))
    assert 'value="social_organization"' in page
    assert 'value="residents_committee"' not in page
    assert change(officer, unit, kind="social_organization", credit_code=CREDIT).status_code in (200, 302)


def test_a_community_keeps_what_stands_in_it(community: Place, unit: Organization) -> None:
    worker = signed_in(Role.COMMUNITY_WORKER, community)
    committee = Organization.objects.get(kind=OrganizationKind.RESIDENTS_COMMITTEE)
    sister = making.community(community.street, "经一路社区")
    theirs, elsewhere = making.unit("别处单位", place=sister), making.unit("街道单位")
    assert "改登记" in text(worker.get(f"/desk/organizations/{unit.pk}/"))
    assert change(worker, unit, address="花园路1号").status_code == 302
    assert change(worker, committee, telephone="0371-65900001").status_code == 302
    for organization in (theirs, elsewhere):
        for address in ("", "change/", "end/"):
            assert worker.get(f"/desk/organizations/{organization.pk}/{address}").status_code == 404
            assert worker.post(f"/desk/organizations/{organization.pk}/{address or 'change/'}").status_code == 404
    assert "居委会和街道机构的名称由街道来改。" in text(change(worker, committee, name="新居委会"))
    assert "请从列出来的里面选一个。" in text(change(worker, unit, place=str(sister.pk)))
    assert "请选“所在地”。" in text(change(worker, unit, place=""))
    unit.refresh_from_db()
    assert unit.place == community


def test_who_only_sees_finds_nothing_to_press(community: Place, unit: Organization) -> None:
    for client in (signed_in(Role.GRID_WORKER, community), signed_in(Role.ADMIN, community.street)):
        assert "改登记" not in text(client.get(f"/desk/organizations/{unit.pk}/"))
        assert client.get(f"/desk/organizations/{unit.pk}/change/").status_code == 404


def test_the_second_sees_both_texts_and_decides(community: Place, officer: Client, unit: Organization) -> None:
    worker = signed_in(Role.COMMUNITY_WORKER, community)
    where, said = f"/desk/organizations/{unit.pk}/change/", organization_as_it_is(unit)
    page = markup(worker.get(where))
    given = {name: hidden(page, name) for name in ("once", "version")}
    assert change(officer, unit, address="街道写的路1号").status_code == 302
    again = worker.post(where, said | given | {"address": "社区写的路2号"})
    assert "有人先改了这里" in text(again)
    assert "地址 不一样 社区写的路2号 街道写的路1号" in text(again)
    assert markup(again).count('value="社区写的路2号"') == 1
    given = {name: hidden(markup(again), name) for name in ("once", "version")}
    assert worker.post(where, said | given | {"address": "社区写的路2号"}).status_code == 302
    unit.refresh_from_db()
    assert unit.address == "社区写的路2号"


def test_an_organisation_ends_when_nothing_hangs_on_it(officer: Client, unit: Organization) -> None:
    liaison = making.seat(making.person("何婷"), Role.UNIT_LIAISON, unit)
    where = f"/desk/organizations/{unit.pk}/end/"
    assert "那里的 1 项任职一起结束" in text(officer.get(where))
    assert fill(officer, where, **today_in("on")).headers["Location"] == f"/desk/organizations/{unit.pk}/"
    unit.refresh_from_db()
    liaison.refresh_from_db()
    assert (unit.state, unit.until, liaison.until) == ("ended", timezone.localdate(), timezone.localdate())
    page = text(officer.get(f"/desk/organizations/{unit.pk}/"))
    assert "注销组织" in page
    assert "改登记" not in page
    assert unit.name not in text(officer.get("/desk/organizations/"))
    assert "这个组织已经注销，不能再改。" in text(change(officer, unit, address="花园路1号"))


def test_what_hangs_on_an_organisation_is_told_and_holds_it(officer: Client, unit: Organization) -> None:
    making.organization(OrganizationKind.PARTY_ORGANIZATION, "三十中党委", parent=unit, place=unit.place)
    assert unit.place
    making.committee(unit.place)
    agree(unit, 1, ends=making.TODAY)
    report_in(unit, people=2)
    where = f"/desk/organizations/{unit.pk}/end/"
    for page in (officer.get(where), fill(officer, where, once="k", **today_in("on"))):
        assert "下面的组织 1 项、没有结束的协议 1 项" in text(page)
        assert "在职党员报到 2 项" in text(page)
    unit.refresh_from_db()
    assert unit.state == "active"


def test_a_committee_is_ended_by_the_street_alone(community: Place, officer: Client) -> None:
    worker = signed_in(Role.COMMUNITY_WORKER, community)
    where = f"/desk/organizations/{Organization.objects.get(kind='residents_committee').pk}/end/"
    assert "居委会和街道机构由街道来注销。" in text(worker.get(where))
    assert "居委会和街道机构由街道来注销。" in text(worker.post(where, today_in("on") | {"once": "k"}))
    assert fill(officer, where, **today_in("on")).status_code == 302


def test_a_seat_that_was_handed_over_meanwhile_shows_to_whom(
    community: Place, officer: Client, unit: Organization
) -> None:
    seat = making.seat(making.person("何婷", "13800000001"), Role.UNIT_LIAISON, unit)
    leader, where = signed_in(Role.STREET_LEADER, community.street), f"/desk/seats/{seat.pk}/"
    page = markup(leader.get(where))
    given = {name: hidden(page, name) for name in ("once", "version")} | today_in("since")
    assert fill(officer, where, name="甲接手", number="13800000002", **today_in("since")).status_code == 302
    again = leader.post(where, given | {"name": "乙接手", "number": "13800000003"})
    assert "姓名 不一样 乙接手 甲接手" in text(again)
    assert 'value="13800000003"' in markup(again)
    given |= {name: hidden(markup(again), name) for name in ("once", "version")}
    assert leader.post(where, given | {"name": "乙接手", "number": "13800000003"}).status_code == 302
    today = timezone.localdate()
    standing = Membership.objects.standing(today).filter(organization=unit).values_list("person__name", flat=True)
    assert list(standing) == ["乙接手"]
    assert "这项任职已经结束。" in text(leader.get(where))
