"""Taking a batch back: whole, in the right order, and never over what somebody did since."""

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongzhi.kernel.agreements.actions import terminate
from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.intake.actions import undo
from gongzhi.kernel.intake.models import Batch, Provenance
from gongzhi.kernel.intake.queries import batches, origins
from gongzhi.kernel.intake.states import BatchState
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.organizations.actions import end_seat, give_seat
from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import give_mandate, identify
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.actions import PlaceFacts, add_place, correct_place
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import ANONYMOUS, Refused
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.kernel.intake.dumps import MEMORY, check_references, contents, figures
from tests.kernel.intake.taking import Files, batch, counts, take, whole
from tests.making import SYSTEM, TODAY
from tests.offices import AGREEMENTS, COMMUNITIES, GRIDS, REPORT_INS, UNITS, Office, identity, office
from tests.workbooks import plain, xlsx

pytestmark = pytest.mark.django_db

ORDER = ("communities", "grids", "courtyards", "member_units", "report_ins", "agreements")


@pytest.fixture
def made() -> Office:
    return office(5, members=6)


@pytest.fixture
def files(made: Office) -> Files:
    return whole(made)


def take_back(name: str) -> None:
    undo(batch(f"{name}.xlsx"), by=SYSTEM)
    check_references()


def changed(made: Office, sheet: str, **said: Any) -> Files:
    """A newer workbook in which the first row says something else."""
    made.declared = "2018年7月"
    made.rows[sheet][0] |= said
    return {"新.xlsx": xlsx(plain(made, sheet))}


def test_undoing_everything_in_reverse_leaves_the_database_as_before(files: Files) -> None:
    before = contents(but=MEMORY)
    take(files)

    for name in reversed(ORDER):
        take_back(name)

    assert contents(but=MEMORY) == before
    assert not batches().exists()
    assert Entry.objects.filter(verb="intake.undone").count() == len(ORDER)


def test_undone_workbooks_can_be_taken_in_again(files: Files) -> None:
    take(files)
    told_before = figures()
    for name in reversed(ORDER):
        take_back(name)

    assert counts(take(files)) == {"new": 31}
    assert figures() == told_before
    assert Batch.objects.filter(file_name="grids.xlsx").count() == 2
    place = Place.objects.filter(kind=Kind.GRID).latest("id")
    assert [origin.batch.state for origin in origins("places.place", [place.pk])] == [BatchState.COMMITTED]


@pytest.mark.parametrize("name", ["communities", "grids", "member_units"])
def test_a_batch_that_later_ones_build_on_is_not_taken_back(name: str, files: Files) -> None:
    take(files)
    before = contents()

    with pytest.raises(Refused, match="后来"):
        undo(batch(f"{name}.xlsx"), by=SYSTEM)

    assert contents() == before
    take_back("agreements")


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (COMMUNITIES, {"address": "新路1号"}),
        (COMMUNITIES, {"households": 1}),
        (COMMUNITIES, {"secretary": "高俊"}),
        (COMMUNITIES, {"code": "410105002099"}),
        (GRIDS, {"worker": "高俊", "phone": "13800009999"}),
        (GRIDS, {"phone": "13800009999"}),
        (UNITS, {"liaison": "高俊", "phone": "13800009999"}),
        (UNITS, {"declared": 1, "joined_on": dt.date(2015, 3, 1)}),
        (REPORT_INS, {"accepted_on": dt.date(2013, 1, 1), "skills": ["理发"]}),
        (AGREEMENTS, {"term": (1, 2016)}),
    ],
    ids=lambda value: "".join(value) if isinstance(value, dict) else value,
)
def test_what_a_newer_workbook_changed_stands_again_as_before(
    sheet: str, said: dict[str, Any], made: Office, files: Files
) -> None:
    name = sheet.partition(".")[2]
    needed = ("communities", "member_units", name) if sheet in (REPORT_INS, AGREEMENTS) else ("communities", name)
    take({f"{known}.xlsx": files[f"{known}.xlsx"] for known in needed})
    before = contents(but=MEMORY)

    assert counts(take(changed(made, sheet, **said)))["changed"] == 1
    assert contents(but=MEMORY) != before
    with pytest.raises(Refused, match="后来"):
        undo(batch(f"{name}.xlsx"), by=SYSTEM)

    take_back("新")
    assert contents(but=MEMORY) == before
    take_back(name)


def test_an_identity_number_given_later_is_taken_back_with_its_batch(made: Office, files: Files) -> None:
    weak = next(row for row in made.rows[REPORT_INS] if not row["identity"])
    take(files)
    before = contents(but=MEMORY)
    weak["identity"] = identity(Random(9), weak["birth"], weak["sex"])

    assert counts(take({"新.xlsx": xlsx(plain(made, REPORT_INS))})) == {"same": 5, "changed": 1}
    take_back("新")

    assert contents(but=MEMORY) == before


Touch = Callable[[], object]


def _end_a_seat() -> object:
    return end_seat(Membership.objects.get(role=Role.GRID_WORKER, place__position=4), on=TODAY, by=SYSTEM)


def _identify() -> object:
    person = ReportIn.objects.filter(person__identity_mark=None).earliest("id").person
    return identify(person, "11010519491231002X", by=SYSTEM)


def _correct_a_courtyard() -> object:
    courtyard = Place.objects.filter(kind=Kind.COURTYARD).earliest("id")
    return correct_place(courtyard, address="经三路9号", latitude=None, longitude=None, by=SYSTEM)


def _end_an_agreement() -> object:
    Agreement.objects.update(state="in_force")
    return terminate(Agreement.objects.earliest("id"), on=TODAY, by=SYSTEM)


@pytest.mark.parametrize(
    ("name", "touch"),
    [
        ("grids", _end_a_seat),
        ("report_ins", _identify),
        ("courtyards", _correct_a_courtyard),
        ("agreements", _end_an_agreement),
    ],
)
def test_what_somebody_changed_by_hand_is_not_taken_back(name: str, touch: Touch, files: Files) -> None:
    take({f"{known}.xlsx": files[f"{known}.xlsx"] for known in ("communities", "grids", "member_units")})
    take({f"{name}.xlsx": files[f"{name}.xlsx"]})
    touch()
    before = contents()

    with pytest.raises(Refused, match="后来改动过"):
        undo(batch(f"{name}.xlsx"), by=SYSTEM)

    assert contents() == before


def test_a_change_by_hand_between_two_imports_of_one_workbook_counts(made: Office, files: Files) -> None:
    made.rows[REPORT_INS][0]["community"] = "经路社区"
    files = dict(files) | {"report_ins.xlsx": xlsx(plain(made, REPORT_INS))}
    take(files)
    _identify()
    making.committee(making.community(name="经路社区"))
    assert counts(take({"report_ins.xlsx": files["report_ins.xlsx"]})) == {"new": 1, "same": 5}

    with pytest.raises(Refused, match="后来改动过"):
        undo(batch("report_ins.xlsx"), by=SYSTEM)


@pytest.mark.parametrize("need", ["a seat", "a grid", "a mandate", "a merge"])
def test_what_is_needed_by_something_entered_later_is_not_taken_back(need: str, files: Files) -> None:
    take({name: data for name, data in files.items() if name in ("communities.xlsx", "grids.xlsx")})
    people = Person.objects.order_by("id")
    if need == "a seat":
        organization = Membership.objects.filter(role=Role.GRID_WORKER).earliest("id").organization
        give_seat(people[4], organization=organization, role=Role.COMMUNITY_WORKER, since=TODAY, by=SYSTEM)
    elif need == "a grid":
        grid = Place.objects.filter(kind=Kind.GRID).earliest("id")
        add_place(PlaceFacts(Kind.COURTYARD, "新院", grid), as_of=TODAY, by=SYSTEM)
    elif need == "a mandate":
        elder = making.person("老人")
        days = {"since": TODAY, "until": TODAY + dt.timedelta(30)}
        give_mandate(elder, helper=people[4], scope="sign_up", how="当面", by=SYSTEM, **days)
    else:
        making.joined(making.person("老人"), people[4])
    before = contents()

    with pytest.raises(Refused, match="后来"):
        undo(batch("grids.xlsx"), by=SYSTEM)

    assert contents() == before


def test_a_former_holder_who_was_seated_again_by_hand_is_in_the_way(made: Office, files: Files) -> None:
    take(files)
    take(changed(made, GRIDS, worker="高俊", phone="13800009999"))
    former = Membership.objects.exclude(until=None).get()
    give_seat(
        former.person,
        organization=former.organization,
        role=former.role,
        place=former.place,
        since=TODAY,
        by=SYSTEM,
    )

    with pytest.raises(Refused, match="后来"):
        undo(batch("新.xlsx"), by=SYSTEM)


def test_a_batch_is_taken_back_once(files: Files) -> None:
    take(files)
    take_back("agreements")

    with pytest.raises(Refused, match="已经撤销过"):
        undo(batch("agreements.xlsx"), by=SYSTEM)


def test_whoever_may_not_take_in_may_not_take_back(files: Files) -> None:
    take(files)

    with pytest.raises(PermissionDenied):
        undo(batch("agreements.xlsx"), by=ANONYMOUS)
    take_back("agreements")


def test_what_became_of_the_rows_stays_known_after_undoing(files: Files) -> None:
    take(files)
    take_back("agreements")

    undone = batch("agreements.xlsx")
    assert (undone.state, undone.rows.count()) == (BatchState.UNDONE, 5)
    assert Provenance.objects.filter(batch=undone).count() == 5
