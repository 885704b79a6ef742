"""The figures of the alliance as their definitions have them: edges of periods, places, states, people counted once."""

import datetime as dt

import pytest

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementState
from gongzhi.kernel.people.actions import identify
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.figures import Figure, Period, get, known
from gongzhi.programmes.alliance.models import MemberUnit, ReportIn
from gongzhi.programmes.alliance.states import MemberState, ReportInState
from tests import making
from tests.kernel.intake.taking import take, whole
from tests.making import SYSTEM, TODAY
from tests.offices import COMMUNITIES, REPORT_INS, UNITS, Office, office

pytestmark = pytest.mark.django_db

KEYS = ("communities", "grids", "courtyards", "member_units", "members_checked_in", "members_checked_in_now")
EVERYTHING = (*KEYS, "agreements", "agreements_valid")


@pytest.fixture
def made() -> Office:
    made = office(9, members=20)
    take(whole(made))
    return made


def figure(key: str) -> Figure:
    found = get(key)
    assert found is not None
    return found


def value(key: str, *, start: dt.date | None = None, end: dt.date = TODAY, path: str = "") -> object:
    return figure(key).read(Period(end, start), path).value


def signed(number: int, *days: dt.date) -> Agreement:
    """One agreement with its day of signing, its first and its last day."""
    agreement = Agreement.objects.order_by("id")[number]
    agreement.signed_on, agreement.starts_on, agreement.ends_on = days
    agreement.save()
    return agreement


@pytest.mark.parametrize("key", EVERYTHING)
def test_the_value_is_the_records_it_opens_to_and_the_sum_of_the_communities(key: str, made: Office) -> None:
    period = Period(dt.date(2017, 8, 1))
    read = figure(key).read(period)

    assert read.as_of == period.end
    assert len(figure(key).opened(period)) == read.value
    assert sum(split.value for split in figure(key).by_community(period)) == read.value
    communities = Place.objects.filter(kind="community")
    assert sum(figure(key).read(period, place.path).value for place in communities) == read.value  # type: ignore[misc]


def test_every_declared_figure_is_tested_here_or_beside_its_own_app() -> None:
    assert [declared.key for declared in known()] == list(EVERYTHING)


def test_a_report_in_counts_on_its_day_and_not_the_day_before(made: Office) -> None:
    days = sorted(row["accepted_on"] for row in made.rows[REPORT_INS])
    first, last = days[0], days[-1]

    assert value("members_checked_in", end=first) == days.count(first)
    assert value("members_checked_in", end=first - dt.timedelta(1)) == 0
    assert value("members_checked_in", start=last, end=last) == days.count(last)
    assert value("members_checked_in", start=last + dt.timedelta(1)) == 0
    assert value("members_checked_in", start=first, end=last) == 20


@pytest.mark.parametrize("state", [ReportInState.TRANSFERRED, ReportInState.DEREGISTERED])
def test_whoever_left_counts_ever_and_until_the_day_before_they_left(state: ReportInState, made: Office) -> None:
    gone = ReportIn.objects.earliest("accepted_on")
    left = dt.date(2018, 5, 1)
    ReportIn.objects.filter(pk=gone.pk).update(state=state, ended_on=left)

    assert value("members_checked_in") == 20
    assert value("members_checked_in_now") == 19
    assert value("members_checked_in_now", end=left) == 19
    assert value("members_checked_in_now", end=left - dt.timedelta(1)) == 20


@pytest.mark.parametrize("state", [ReportInState.DRAFT, ReportInState.SUBMITTED, ReportInState.RETURNED])
def test_what_was_not_accepted_does_not_count(state: ReportInState, made: Office) -> None:
    ReportIn.objects.filter(pk=ReportIn.objects.earliest("id").pk).update(state=state)

    assert (value("members_checked_in"), value("members_checked_in_now")) == (19, 19)


def test_two_records_of_one_human_count_once_in_all_and_in_each_community(made: Office) -> None:
    one, other = ReportIn.objects.filter(person__identity_mark=None).order_by("id")[:2]
    other.community_id = one.community_id
    other.save()
    making.joined(one.person, other.person)

    assert (value("members_checked_in"), value("members_checked_in_now")) == (19, 19)
    splits = figure("members_checked_in").by_community(Period(TODAY))
    assert sum(split.value for split in splits) == 19


def test_a_place_narrows_every_figure(made: Office) -> None:
    name = made.rows[COMMUNITIES][0]["name"]
    community = Place.objects.get(name=name)
    grid = community.children.earliest("id")

    assert value("communities", path=community.path) == 1
    assert value("grids", path=community.path) == 2
    assert value("grids", path=grid.path) == value("courtyards", path=grid.path) == 1
    units = [row for row in made.rows[UNITS] if row["community"] == name]
    assert value("member_units", path=community.path) == value("agreements", path=community.path) == len(units)
    people = [row for row in made.rows[REPORT_INS] if row["community"] == name]
    assert value("members_checked_in", path=community.path) == len(people)


@pytest.mark.parametrize(
    ("state", "left_on", "counted"),
    [
        (MemberState.ACTIVE, None, 5),
        (MemberState.SUSPENDED, None, 4),
        (MemberState.PROSPECT, None, 4),
        (MemberState.INVITED, None, 4),
        (MemberState.LEFT, TODAY, 4),
        (MemberState.LEFT, TODAY + dt.timedelta(1), 5),
    ],
)
def test_only_members_of_the_day_count(state: MemberState, left_on: dt.date | None, counted: int, made: Office) -> None:
    MemberUnit.objects.filter(pk=MemberUnit.objects.earliest("id").pk).update(state=state, left_on=left_on)

    assert value("member_units") == counted


def test_a_unit_counts_from_the_day_it_joined(made: Office) -> None:
    joined = dt.date(2018, 3, 1)
    MemberUnit.objects.filter(pk=MemberUnit.objects.earliest("id").pk).update(joined_on=joined)

    assert value("member_units", end=joined) == 5
    assert value("member_units", end=joined - dt.timedelta(1)) == 4


def test_an_agreement_is_valid_from_its_first_to_its_last_day(made: Office) -> None:
    begins, ends = dt.date(2019, 1, 1), dt.date(2020, 12, 31)
    signed(0, dt.date(2018, 12, 1), begins, ends)

    days = [begins - dt.timedelta(1), begins, ends, ends + dt.timedelta(1)]
    assert [value("agreements_valid", end=day) for day in days] == [0, 1, 1, 0]


def test_an_agreement_ended_early_is_valid_until_the_day_before_and_counted_for_ever(made: Office) -> None:
    agreement = signed(0, dt.date(2018, 12, 1), dt.date(2019, 1, 1), dt.date(2020, 12, 31))
    ended = dt.date(2019, 6, 1)
    Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.TERMINATED, terminated_on=ended)

    assert value("agreements_valid", end=ended - dt.timedelta(1)) == 1
    assert value("agreements_valid", end=ended) == 0
    assert value("agreements") == 5


def test_an_agreement_counts_in_the_period_in_which_it_was_signed(made: Office) -> None:
    day = dt.date(2018, 12, 1)
    signed(0, day, dt.date(2019, 1, 1), dt.date(2020, 12, 31))

    assert value("agreements", start=day, end=day) == 1
    assert value("agreements", start=day + dt.timedelta(1)) == 0
    assert value("agreements", end=day - dt.timedelta(1)) == 4


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.SENT, AgreementState.SIGNED_ONE])
def test_an_agreement_that_was_never_in_force_does_not_count(state: AgreementState, made: Office) -> None:
    Agreement.objects.filter(pk=Agreement.objects.earliest("id").pk).update(state=state)

    assert value("agreements") == 4


def test_nobody_is_named_by_the_public_rows_and_small_groups_are_not_told_apart(made: Office) -> None:
    page = figure("members_checked_in").rows(Period(TODAY))
    said = " ".join(cell for row in page.rows for cell in row)

    assert [name for name in Person.objects.values_list("name", flat=True) if name in said] == []
    assert "1380000" not in said
    numbers = [row[-1] for row in page.rows]
    assert all(number == "不足5" or int(number) >= 5 for number in numbers)


def test_the_office_sees_names_masked_and_no_telephone(made: Office) -> None:
    opened = figure("members_checked_in").opened(Period(TODAY))
    said = " ".join(cell for record in opened for cell in record.cells)

    assert [name for name in Person.objects.values_list("name", flat=True) if name in said] == []
    assert "1380000" not in said
    assert "*" in said


def test_how_many_are_known_only_weakly_is_said_as_coarsely_as_groups_are(made: Office) -> None:
    weak = list(Person.objects.filter(report_ins__isnull=False, identity_mark=None).order_by("id"))
    period = Period(TODAY)

    assert figure("members_checked_in").read(period).remark.startswith(f"其中 {len(weak)} 人")
    for number, person in enumerate(weak[:-3]):
        identify(person, _number(number), by=SYSTEM)
    assert figure("members_checked_in").read(period).remark.startswith("其中 不足5 人")
    for number, person in enumerate(weak[-3:], len(weak)):
        identify(person, _number(number), by=SYSTEM)
    assert figure("members_checked_in").read(period).remark == ""


def test_a_weak_record_joined_to_an_identified_one_is_not_weak(made: Office) -> None:
    weak = list(Person.objects.filter(report_ins__isnull=False, identity_mark=None).order_by("id"))
    for number, person in enumerate(weak[:-1]):
        identify(person, _number(number), by=SYSTEM)
    making.joined(weak[0], weak[-1])

    assert figure("members_checked_in").read(Period(TODAY)).remark == ""


def _number(number: int) -> str:
    return f"1101051949123{number:04}X"


def test_every_figure_of_people_says_how_many_are_weak_and_the_others_nothing() -> None:
    assert {declared.key: declared.read(Period(TODAY)).remark for declared in known()} == dict.fromkeys(EVERYTHING, "")
