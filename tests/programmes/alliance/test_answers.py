"""Every conflict of the sheets of the alliance has a way out, and each does what it says; undoing takes it back."""

import datetime as dt
from itertools import count
from random import Random
from typing import Any

import pytest

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.intake.actions import undo
from gongzhi.kernel.organizations.models import Organization, OrganizationAlias
from gongzhi.kernel.people.models import Alias, Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor
from gongzhi.lib.sheets import Decision, Reading
from gongzhi.programmes.alliance.models import MemberUnit, ReportIn
from gongzhi.programmes.alliance.states import MemberState, ReportInState
from tests import making
from tests.kernel.intake.dumps import MEMORY, check_references, contents
from tests.kernel.intake.taking import Said, batch, reading, statuses, take_tab, ways
from tests.making import SYSTEM
from tests.offices import AGREEMENTS, REPORT_INS, UNITS, Office, Row, identity
from tests.workbooks import plain

pytestmark = pytest.mark.django_db

BORN = dt.date(1985, 7, 7)
NUMBER = identity(Random(1), BORN)
HERE, THERE = "通信花园社区", "经一路社区"
LIBRARY, LAWYERS = "郑州市图书馆", "豫信律师事务所"
COPIES = count(1)
#: Where the first row of a table stands.
FIRST = 5


@pytest.fixture(autouse=True)
def desk() -> None:
    street = making.street()
    making.office(street)
    for name in (HERE, THERE):
        making.committee(making.community(street, name))
    for name in ("河南省人大办公厅", "河南省人大常委会", LIBRARY, LAWYERS):
        making.unit(name)


def member(**said: Any) -> Row:
    usual = {
        "name": "王芳",
        "sex": "女",
        "birth": BORN,
        "identity": "",
        "unit": LIBRARY,
        "phone": "13800000001",
        "community": HERE,
        "accepted_on": dt.date(2016, 5, 1),
        "skills": [],
        "wanted_posts": [],
    }
    return usual | said


def agreement(**said: Any) -> Row:
    usual = {
        "number": "花共建〔2017〕1号",
        "first": LIBRARY,
        "second": HERE,
        "signed_on": dt.date(2017, 1, 10),
        "term": "2017年1月至2018年1月",
        "content": ["资源共享"],
    }
    return usual | said


def unit(**said: Any) -> Row:
    return {"name": LIBRARY, "branch": "机关党委", "declared": 59} | said


def bring(sheet: str, *rows: Row, said: Said | None = None, at: Reading | None = None) -> list[Decision]:
    """Take in a table with these rows; each call is another workbook."""
    titles = ["花园路街道", "（2017年7月更新）", f"第{next(COPIES)}份"]
    return take_tab(plain(Office("花园路街道", "2017年7月"), sheet, rows, titles=titles), said=said, at=at)


def take(*rows: Row, said: Said | None = None, at: Reading | None = None) -> list[Decision]:
    return bring(REPORT_INS, *rows, said=said, at=at)


def take_back() -> None:
    undo(batch("表.xlsx"), by=SYSTEM)
    check_references()


def live() -> list[tuple[str, str]]:
    """Who is reported in where."""
    found = ReportIn.objects.live().select_related("person", "community").order_by("id")
    return [(report_in.person.name, report_in.community.name) for report_in in found]


def worker(of: str) -> Reading:
    community = Place.objects.get(name=of)
    by: Actor = making.community_worker(community)
    return reading(community.street_id, community.pk, by=by)


def test_a_unit_that_two_names_fit_is_picked_and_its_name_is_kept() -> None:
    (decision,) = take(member(unit="省人大"))
    offered = [Organization.objects.get(pk=way.removeprefix("unit:")).name for way in ways(decision)[:-1]]
    assert offered[:2] == ["河南省人大办公厅", "河南省人大常委会"]
    assert ways(decision)[-1] == "unit:none"

    (decision,) = take(member(unit="省人大"), said={FIRST: ways(decision)[1]})

    assert decision.line.warnings == ["“省人大”认作“河南省人大常委会”。"]
    assert ReportIn.objects.get().unit == OrganizationAlias.objects.get(name="省人大").organization
    assert statuses(take(member(name="李强", phone="13800000002", unit="省人大"))) == ["new"]


def test_a_name_that_was_picked_for_two_units_is_not_kept() -> None:
    first, second = ways(take(member(unit="省人大"))[0])[:2]
    rows = [member(name=name, phone=f"1380000000{n}", unit="省人大") for n, name in enumerate(("王芳", "李强", "张伟"))]

    said = {FIRST: first, FIRST + 1: second, FIRST + 2: first}
    assert statuses(take(*rows, said=said)) == ["new", "new", "new"]

    assert not OrganizationAlias.objects.exists()
    assert ReportIn.objects.values("unit").distinct().count() == 2


def test_a_unit_that_nobody_knows_may_stay_open() -> None:
    assert statuses(take(member(unit="不知哪里"), said={FIRST: "unit:none"})) == ["new"]
    assert ReportIn.objects.get().unit is None


def test_a_unit_of_nowhere_cannot_be_picked() -> None:
    stranger = making.unit("文化路中学", street=making.street("文化路街道", "410105003"))
    here = reading(Place.objects.get(name="花园路街道").pk)

    assert statuses(take(member(unit="某中学"), said={FIRST: f"unit:{stranger.pk}"}, at=here)) == ["conflict"]
    assert statuses(take(member(unit="某中学"), said={FIRST: "unit:' OR 1=1"}, at=here)) == ["conflict"]


def test_what_a_community_picks_counts_for_its_row_alone() -> None:
    (decision,) = take(member(unit="省人大"))

    assert statuses(take(member(unit="省人大"), said={FIRST: ways(decision)[0]}, at=worker(HERE))) == ["new"]
    assert not OrganizationAlias.objects.exists()


@pytest.mark.parametrize(
    ("other", "way", "outcome", "left"),
    [
        ({"name": "王方", "identity": NUMBER}, "who:same", "merged", [("王芳", HERE)]),
        (
            {"name": "王方", "identity": NUMBER, "phone": "13800000002"},
            "who:without",
            "new",
            [("王芳", HERE), ("王方", HERE)],
        ),
        ({"community": THERE}, "place:first", "merged", [("王芳", HERE)]),
        ({"community": THERE}, "place:this", "merged", [("王芳", THERE)]),
        ({"birth": dt.date(1985, 8, 7)}, "birth:same", "merged", [("王芳", HERE)]),
        ({"birth": dt.date(1985, 8, 7)}, "birth:another", "new", [("王芳", HERE), ("王芳", HERE)]),
    ],
)
def test_two_rows_of_a_register_that_contradict_each_other(
    other: Row, way: str, outcome: str, left: list[tuple[str, str]]
) -> None:
    first = member(identity=NUMBER) if "identity" in other else member()
    rows = (first, member() | other)
    decisions = take(*rows)
    assert statuses(decisions) == ["new", "conflict"]
    assert way in ways(decisions[1])
    take_back()

    before = contents(but=MEMORY)
    assert statuses(take(*rows, said={FIRST + 1: way})) == ["new", outcome]
    assert live() == left
    take_back()
    assert contents(but=MEMORY) == before


@pytest.mark.parametrize(("way", "left"), [("job:first", LIBRARY), ("job:this", LAWYERS)])
def test_two_units_for_one_person_in_a_register(way: str, left: str) -> None:
    rows = (member(), member(unit=LAWYERS))
    assert ways(take(*rows)[1]) == ["job:first", "job:this"]
    take_back()

    assert statuses(take(*rows, said={FIRST + 1: way})) == ["new", "merged"]
    assert ReportIn.objects.get().unit.name == left  # type: ignore[union-attr]  # it has one


def test_several_questions_about_one_row_are_answered_one_after_the_other() -> None:
    rows = (member(), member(unit="省人大", community=THERE))
    pick = ways(take(*rows)[1])[0]
    take_back()
    decisions = take(*rows, said={FIRST + 1: pick})
    assert ways(decisions[1]) == ["place:first", "place:this"]
    take_back()
    decisions = take(*rows, said={FIRST + 1: f"{pick} place:this"})
    assert ways(decisions[1]) == ["job:first", "job:this"]
    take_back()

    assert statuses(take(*rows, said={FIRST + 1: f"{pick} place:this job:this"})) == ["new", "merged"]
    report_in = ReportIn.objects.get()
    assert (report_in.community.name, report_in.unit.name) == (THERE, "河南省人大办公厅")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "way", "outcome"),
    [
        ({"name": "王方", "identity": NUMBER}, "who:same", "changed"),
        ({"name": "王方", "identity": NUMBER, "phone": "13800000009"}, "who:without", "new"),
        ({"birth": dt.date(1985, 8, 7)}, "birth:same", "same"),
        ({"birth": dt.date(1985, 8, 7)}, "birth:another", "new"),
        ({"community": THERE}, "where:stay", "same"),
        ({"community": THERE}, "where:move", "new"),
        ({"unit": LAWYERS}, "job:keep", "same"),
        ({"unit": LAWYERS}, "job:change", "changed"),
    ],
)
def test_a_row_that_contradicts_the_record(said: Row, way: str, outcome: str) -> None:
    take(member(identity=NUMBER) if "identity" in said else member())
    before = contents(but=MEMORY)
    row = member() | said
    (decision,) = take(row)
    assert (decision.status, way in ways(decision)) == ("conflict", True)
    assert contents(but=MEMORY) == before

    assert statuses(take(row, said={FIRST: way})) == [outcome]
    assert (contents(but=MEMORY) == before) == (outcome == "same")
    take_back()
    assert contents(but=MEMORY) == before


def test_another_name_of_somebody_is_known_from_then_on() -> None:
    take(member(identity=NUMBER))
    row = member(name="王方", identity=NUMBER)

    take(row, said={FIRST: "who:same"})

    assert (Alias.objects.get().name, Person.objects.count()) == ("王方", 1)
    assert statuses(take(row)) == ["same"]


def test_without_a_telephone_nobody_is_told_apart_from_the_owner_of_a_number() -> None:
    take(member(identity=NUMBER))

    (decision,) = take(member(name="王方", identity=NUMBER, phone=""))

    assert ways(decision) == ["who:same"]


def test_who_moved_is_closed_there_and_accepted_here() -> None:
    take(member(skills=["摄影"]))
    moved = member(community=THERE, accepted_on=dt.date(2017, 3, 1))

    (decision,) = take(moved, said={FIRST: "where:move"})

    assert decision.reason == "从通信花园社区转来。"
    old, new = ReportIn.objects.order_by("id")
    assert (old.state, old.ended_on) == (ReportInState.TRANSFERRED, dt.date(2017, 3, 1))
    assert (new.state, new.community.name, new.person) == (ReportInState.ACCEPTED, THERE, old.person)
    assert statuses(take(moved)) == ["same"]


def test_a_community_moves_nobody_away_from_another() -> None:
    take(member())
    row = member(community=THERE)
    assert ways(take(row, at=worker(THERE))[0]) == ["where:stay"]

    assert statuses(take(row, said={FIRST: "where:move"}, at=worker(THERE))) == ["conflict"]
    assert live() == [("王芳", HERE)]


def test_nobody_is_moved_who_was_never_accepted() -> None:
    take(member())
    ReportIn.objects.update(state=ReportInState.SUBMITTED)

    assert ways(take(member(community=THERE))[0]) == ["where:stay"]


def test_who_was_taken_off_the_list_comes_back_if_a_clerk_says_so() -> None:
    take(member())
    ReportIn.objects.update(state=ReportInState.DEREGISTERED, ended_on=dt.date(2017, 1, 1))
    row = member(accepted_on=dt.date(2018, 1, 1))
    assert ways(take(row)[0]) == ["back:yes"]

    assert statuses(take(row, said={FIRST: "back:yes"})) == ["new"]
    assert live() == [("王芳", HERE)]


def test_the_answer_of_the_first_row_settles_the_rows_that_go_with_it() -> None:
    take(member())
    rows = (member(community=THERE), member(community=THERE, skills=["摄影"]))
    assert statuses(take(*rows)) == ["conflict", "conflict"]

    assert statuses(take(*rows, said={FIRST: "where:move"})) == ["new", "merged"]
    assert ReportIn.objects.live().get().skills == ["摄影"]


@pytest.mark.parametrize(
    ("said", "outcome", "members"),
    [
        ({}, ["new", "conflict"], 60),
        ({FIRST + 1: "twin:first"}, ["new", "merged"], 60),
        ({FIRST + 1: "twin:this"}, ["merged", "new"], 70),
    ],
)
def test_of_two_rows_about_one_unit_the_clerk_says_which_counts(said: Said, outcome: list[str], members: int) -> None:
    decisions = bring(UNITS, unit(declared=60), unit(declared=70), said=said)

    assert statuses(decisions) == outcome
    assert MemberUnit.objects.get().declared_members == members


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT])
def test_a_unit_that_is_a_member_no_longer_comes_back_if_a_clerk_says_so(state: str) -> None:
    bring(UNITS, unit())
    MemberUnit.objects.update(state=state, left_on=dt.date(2016, 1, 1) if state == MemberState.LEFT else None)
    before = contents(but=MEMORY)
    (decision,) = bring(UNITS, unit())
    assert (decision.status, ways(decision)) == ("conflict", ["member:again"])

    assert statuses(bring(UNITS, unit(), said={FIRST: "member:again"})) == ["changed"]
    member_unit = MemberUnit.objects.get()
    assert (member_unit.state, member_unit.left_on) == (MemberState.ACTIVE, None)
    take_back()
    assert contents(but=MEMORY) == before


def test_either_side_of_an_agreement_is_picked() -> None:
    row = agreement(first="省人大")
    (decision,) = bring(AGREEMENTS, row)
    assert len(ways(decision)) >= 2
    assert all(way.startswith("first:") for way in ways(decision))

    assert statuses(bring(AGREEMENTS, row, said={FIRST: ways(decision)[0]})) == ["new"]
    assert {party.organization.name for party in Agreement.objects.get().parties.all()} == {
        "河南省人大办公厅",
        f"{HERE}居民委员会",
    }


@pytest.mark.parametrize(
    ("said", "outcome", "day"),
    [
        ({}, ["new", "conflict"], 10),
        ({FIRST + 1: "twin:first"}, ["new", "merged"], 10),
        ({FIRST + 1: "twin:this"}, ["merged", "new"], 20),
    ],
)
def test_of_two_agreements_with_one_number_the_clerk_says_which_counts(
    said: Said, outcome: list[str], day: int
) -> None:
    rows = (agreement(), agreement(signed_on=dt.date(2017, 1, 20)))

    assert statuses(bring(AGREEMENTS, *rows, said=said)) == outcome
    assert Agreement.objects.get().signed_on == dt.date(2017, 1, day)


@pytest.mark.parametrize(
    "row",
    [agreement(first=HERE), agreement(second=LAWYERS)],
    ids=["one side twice", "no community"],
)
def test_what_only_the_sheet_can_tell_is_mended_or_left_out(row: Row) -> None:
    (decision,) = bring(AGREEMENTS, row)
    assert (decision.status, ways(decision)) == ("conflict", [])

    assert statuses(bring(AGREEMENTS, row, said={FIRST: "leave:out"})) == ["skipped"]
