"""What becomes of each row of the list of member units."""

import datetime as dt
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.organizations.models import Membership, Organization, OrganizationAlias
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.queries import numbers_of
from gongzhi.lib.sheets import Decision, Status
from gongzhi.programmes.alliance.models import MemberUnit
from gongzhi.programmes.alliance.states import MemberState
from tests import making
from tests.kernel.intake.dumps import figures, told
from tests.kernel.intake.taking import statuses, take_tab
from tests.offices import UNITS, Office, Row
from tests.workbooks import plain

pytestmark = pytest.mark.django_db

COPIES = count(1)


@pytest.fixture(autouse=True)
def street() -> None:
    making.street()
    for name in ("通信花园社区", "经一路社区"):
        making.committee(making.community(name=name))


def unit(**said: Any) -> Row:
    usual = {
        "name": "郑州市图书馆",
        "superior": "市直",
        "nature": "事业单位",
        "branch": "机关党委",
        "declared": 59,
        "liaison": "于丽",
        "phone": "13800000090",
        "address": "花园路1号",
        "community": "通信花园社区",
    }
    return usual | said


def bring(*rows: Row, declared: str = "2017年7月") -> list[Decision]:
    """Take in a list with these rows; each call is another workbook."""
    titles = ["大工委成员单位一览表", f"（{declared}更新）", f"第{next(COPIES)}份"]
    return take_tab(plain(Office("花园路街道", declared), UNITS, rows, titles=titles))


def liaison() -> str:
    return Membership.objects.get(role=Role.UNIT_LIAISON, until=None).person.name


def test_a_unit_becomes_a_member_with_its_branch_and_its_liaison() -> None:
    assert statuses(bring(unit())) == ["new"]

    member = MemberUnit.objects.get()
    office = member.organization
    assert (member.state, member.declared_members, member.declared_on) == ("active", 59, dt.date(2017, 7, 31))
    assert (office.nature, office.superior, office.address) == ("institution", "市直", "花园路1号")
    assert (office.place.name, liaison()) == ("通信花园社区", "于丽")  # type: ignore[union-attr]
    assert [part.name for part in office.parts.all()] == ["机关党委"]


def test_the_same_row_in_another_workbook_changes_nothing() -> None:
    bring(unit())
    before = told()

    assert statuses(bring(unit())) == ["same"]
    assert told() == before


@pytest.mark.parametrize(
    ("first", "later", "of", "expected"),
    [
        ({}, {"declared": 60}, "declared_members", 60),
        ({}, {"address": "花园路2号"}, "organization.address", "花园路2号"),
        ({"community": ""}, {}, "organization.place.name", "通信花园社区"),
        ({}, {"remark": "共建先进"}, "remark", "共建先进"),
        ({}, {"joined_on": dt.date(2015, 3, 1)}, "joined_on", dt.date(2015, 3, 1)),
    ],
    ids=["members", "address", "a blank community", "a remark", "a date"],
)
def test_a_newer_list_changes_what_it_says(first: Row, later: Row, of: str, expected: object) -> None:
    bring(unit(**first))

    assert statuses(bring(unit(**later))) == ["changed"]
    found: Any = MemberUnit.objects.get()
    for name in of.split("."):
        found = getattr(found, name)
    assert found == expected


def test_a_branch_given_later_is_added_once() -> None:
    bring(unit(branch=""))

    assert statuses(bring(unit())) == ["changed"]
    assert statuses(bring(unit())) == ["same"]
    assert Organization.objects.filter(kind=OrganizationKind.PARTY_ORGANIZATION).count() == 1


def test_every_unit_may_have_a_branch_of_the_same_name() -> None:
    bring(unit(), unit(name="河南省档案馆", phone="13800000091"))

    assert Organization.objects.filter(name="机关党委").count() == 2


def test_a_new_liaison_takes_the_seat() -> None:
    bring(unit())

    assert statuses(bring(unit(liaison="苏华超", phone="13800000091"), declared="2018年1月")) == ["changed"]
    assert liaison() == "苏华超"
    former = Membership.objects.exclude(until=None).get()
    assert (former.person.name, former.until) == ("于丽", dt.date(2018, 1, 31))


def test_the_liaisons_telephone_given_later_is_added() -> None:
    bring(unit(phone=""))

    assert statuses(bring(unit())) == ["changed"]
    seat = Membership.objects.get()
    assert numbers_of([seat.person_id])[seat.person_id] == ["13800000090"]


def test_a_number_more_of_somebody_in_two_seats_is_added_once() -> None:
    other = {"name": "河南省档案馆", "address": "花园路2号"}
    bring(unit(), unit(**other))

    more = {"phone": "13800000090/13800000091"}
    assert statuses(bring(unit(**more), unit(**other, **more))) == ["changed", "changed"]
    (person,) = {seat.person_id for seat in Membership.objects.all()}
    assert numbers_of([person])[person] == ["13800000090", "13800000091"]


def test_an_older_list_changes_nothing_and_says_so() -> None:
    bring(unit(), declared="2018年1月")
    before = told()

    (decision,) = bring(unit(declared=40, liaison="苏华超"), declared="2017年7月")

    assert (decision.status, told()) == (Status.SAME, before)
    assert "比这份表新" in decision.line.warnings[0]


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ({}, "merged"),
        ({"name": "郑州市 图书馆"}, "merged"),
        ({"address": "", "liaison": ""}, "merged"),
        ({"declared": 60}, "conflict"),
        ({"community": "经一路社区"}, "conflict"),
    ],
    ids=["equal", "spelled otherwise", "fewer cells", "another number", "counted by two communities"],
)
def test_a_second_row_about_a_unit(second: Row, status: str) -> None:
    decisions = bring(unit(), unit(**second))

    assert statuses(decisions) == ["new", status]
    assert "第" in decisions[1].reason
    assert figures()["member_units"] == 1


@pytest.mark.parametrize("spelled", ["郑州市图书馆（花园店）", "郑州市图书馆(花园店)", "郑州市 图书馆 (花园店)"])
def test_spelling_makes_no_second_unit(spelled: str) -> None:
    bring(unit(name="郑州市图书馆(花园店)"))

    assert statuses(bring(unit(name=spelled))) == ["same"]


def test_a_short_form_in_the_list_is_the_unit_on_record_and_is_said() -> None:
    bring(unit())

    (decision,) = bring(unit(name="市图书馆", declared=61))

    assert decision.status == Status.CHANGED
    assert "认作“郑州市图书馆”" in decision.line.warnings[0]
    assert (figures()["member_units"], OrganizationAlias.objects.get().name) == (1, "市图书馆")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"name": ""}, "单位名称没有填"), ({"name": "很" * 90}, "太长"), ({"branch": "很" * 90}, "太长")],
    ids=["no name", "a paragraph", "a paragraph as branch"],
)
def test_a_unit_that_cannot_be_taken_in_is_blocked(said: Row, sentence: str) -> None:
    decisions = bring(unit(), unit(**said))

    assert statuses(decisions) == ["new", "blocked"]
    assert sentence in decisions[1].reason


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"community": "天上人间"}, "不归社区"),
        ({"declared": "若干"}, "党员人数"),
        ({"phone": "12345678"}, "电话"),
        ({"remark": "很" * 250}, "备注：太长"),
        ({"address": "很" * 250}, "单位地址：太长"),
    ],
)
def test_what_cannot_be_read_beside_a_unit_is_left_out_and_said(said: Row, sentence: str) -> None:
    (decision,) = bring(unit(**said))

    assert decision.status == Status.NEW
    assert sentence in "".join(decision.line.warnings)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (MemberState.PROSPECT, "changed"),
        (MemberState.INVITED, "changed"),
        (MemberState.SUSPENDED, "conflict"),
        (MemberState.LEFT, "conflict"),
    ],
)
def test_the_list_makes_members_but_takes_back_no_decision(state: MemberState, expected: str) -> None:
    bring(unit())
    MemberUnit.objects.update(state=state, left_on=dt.date(2018, 1, 1) if state == MemberState.LEFT else None)

    assert statuses(bring(unit())) == [expected]
    assert figures()["member_units"] == (1 if expected == "changed" else 0)


def test_a_unit_on_record_that_is_no_member_yet_becomes_one() -> None:
    making.unit("郑州市图书馆")

    assert statuses(bring(unit())) == ["new"]
    assert Organization.objects.get(name="郑州市图书馆").address == "花园路1号"


def test_a_military_unit_is_not_shown() -> None:
    bring(unit(nature="部队"))

    assert not MemberUnit.objects.get().organization.public_visible


def test_deciding_takes_as_many_queries_for_five_rows_as_for_a_hundred() -> None:
    rows = [unit(name=f"郑州市第{n}中学", phone=f"138000{n:05}") for n in range(100)]
    numbers = []
    for size in (5, 100):
        bring(*rows[:size])
        with CaptureQueriesContext(connection) as queries:
            assert set(statuses(bring(*rows[:size]))) == {"same"}
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
