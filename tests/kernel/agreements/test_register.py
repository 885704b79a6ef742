"""Agreements of the past: taken over by date, brought up to a newer ledger, and valid on which days."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from gongzhi.kernel.agreements.actions import (
    AgreementFacts,
    finish_ended,
    remind_of_ending,
    revise_taken_over,
    take_over_agreements,
    terminate,
)
from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementKind, AgreementState, Side
from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Place
from gongzhi.lib import figures
from gongzhi.lib.figures import Period
from tests import making
from tests.together import together

pytestmark = pytest.mark.django_db

SIGNED, STARTS, ENDS = dt.date(2017, 3, 1), dt.date(2017, 3, 10), dt.date(2018, 3, 9)
DAY = dt.timedelta(days=1)


def facts(
    community: Place, number: str = "1号", ends_on: dt.date = ENDS, signed_on: dt.date = SIGNED
) -> AgreementFacts:
    committee = Organization.objects.filter(place=community, name__endswith="委员会").first()
    unit = Organization.objects.filter(name="花园路小学").first() or making.unit("花园路小学")
    return AgreementFacts(
        AgreementKind.CO_BUILDING,
        number,
        community,
        unit,
        committee or making.committee(community),
        SIGNED,
        STARTS,
        ends_on,
        ("组织共建", "义诊4场"),
    )


def taken_over(fact: AgreementFacts, as_of: dt.date = ENDS) -> Agreement:
    ((agreement, _clauses),) = take_over_agreements([fact], as_of=as_of, by=making.SYSTEM)
    return agreement


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (SIGNED, AgreementState.IN_FORCE),
        (ENDS, AgreementState.IN_FORCE),
        (ENDS + DAY, AgreementState.FINISHED),
    ],
)
def test_a_signed_agreement_of_a_ledger_is_in_force_until_its_last_day(as_of: dt.date, state: str) -> None:
    agreement = taken_over(facts(making.community()), as_of)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.source) == (state, "taken_over")
    assert list(agreement.parties.values_list("side", "signed_on", "signer")) == [
        (Side.FIRST, SIGNED, None),
        (Side.SECOND, SIGNED, None),
    ]
    assert [(clause.position, clause.text) for clause in agreement.clauses.all()] == [(1, "组织共建"), (2, "义诊4场")]


@pytest.mark.parametrize(
    ("day", "valid", "ever"),
    [
        (SIGNED - DAY, 0, 0),
        (SIGNED, 0, 1),
        (STARTS - DAY, 0, 1),
        (STARTS, 1, 1),
        (ENDS, 1, 1),
        (ENDS + DAY, 0, 1),
    ],
)
def test_an_agreement_is_valid_from_its_first_to_its_last_day(day: dt.date, valid: int, ever: int) -> None:
    taken_over(facts(making.community()))
    assert Agreement.objects.valid_on(day).count() == valid
    assert Agreement.objects.ever_in_force(day).count() == ever


def test_a_terminated_agreement_is_valid_until_the_day_before() -> None:
    agreement = taken_over(facts(making.community()))
    day = STARTS + DAY
    terminate(agreement, on=day, by=making.SYSTEM)
    assert [Agreement.objects.valid_on(on).count() for on in (STARTS, day, ENDS)] == [1, 0, 0]
    assert Agreement.objects.ever_in_force(ENDS).count() == 1


def test_figures_tell_agreements_ever_and_valid_apart_and_by_community() -> None:
    street = making.street()
    one, other = making.community(street, "甲社区"), making.community(street, "乙社区")
    taken_over(facts(one, "1号"))
    taken_over(facts(one, "2号", ends_on=STARTS))
    taken_over(facts(other, "3号"))
    ever, valid = figures.get("agreements"), figures.get("agreements_valid")
    assert ever
    assert valid
    assert (ever.read(Period(ENDS)).value, valid.read(Period(ENDS)).value) == (3, 2)
    assert {split.place_id: split.value for split in ever.by_community(Period(ENDS))} == {one.pk: 2, other.pk: 1}
    assert ever.read(Period(ENDS, start=SIGNED + DAY)).value == 0
    assert ever.read(Period(SIGNED, start=SIGNED)).value == 3


def test_a_newer_ledger_moves_the_dates_and_says_what_was_before() -> None:
    community = making.community()
    agreement = taken_over(facts(community), as_of=ENDS + DAY)
    longer = facts(community, ends_on=ENDS + 2 * DAY)
    before = revise_taken_over(agreement, longer, as_of=ENDS + DAY, by=making.SYSTEM)
    assert before == {"ends_on": ENDS, "state": AgreementState.FINISHED}
    agreement.refresh_from_db()
    assert (agreement.ends_on, agreement.state) == (ENDS + 2 * DAY, AgreementState.IN_FORCE)
    assert revise_taken_over(agreement, longer, as_of=ENDS + DAY, by=making.SYSTEM) == {}


def test_what_was_terminated_here_no_ledger_brings_back() -> None:
    community = making.community()
    agreement = taken_over(facts(community))
    terminate(agreement, on=STARTS, by=making.SYSTEM)
    before = revise_taken_over(agreement, facts(community, ends_on=ENDS + DAY), as_of=ENDS, by=making.SYSTEM)
    assert before == {"ends_on": ENDS}
    agreement.refresh_from_db()
    assert (agreement.state, agreement.terminated_on) == (AgreementState.TERMINATED, STARTS)


def test_a_ledger_is_taken_over_in_as_many_queries_for_one_as_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    community = making.community()
    ledger = [facts(community, f"{number}号") for number in range(8)]
    with django_assert_num_queries(8):  # begin, three times keys and rows, commit
        take_over_agreements(ledger, as_of=ENDS, by=making.SYSTEM)
    assert Agreement.objects.count() == 8


def test_both_sides_are_reminded_once_before_the_end() -> None:
    agreement = taken_over(facts(making.community()))
    assert remind_of_ending(today=ENDS - 31 * DAY, by=making.SYSTEM) == 0
    assert remind_of_ending(today=ENDS - 30 * DAY, by=making.SYSTEM) == 1
    assert remind_of_ending(today=ENDS - 29 * DAY, by=making.SYSTEM) == 0
    assert [entry.verb for entry in entries_about(agreement)] == ["agreement.reminded"]


def test_a_new_last_day_is_reminded_of_anew() -> None:
    community = making.community()
    agreement = taken_over(facts(community))
    remind_of_ending(today=ENDS, by=making.SYSTEM)
    before = revise_taken_over(agreement, facts(community, ends_on=ENDS + DAY), as_of=ENDS, by=making.SYSTEM)
    assert before == {"ends_on": ENDS, "reminded_on": ENDS}
    assert remind_of_ending(today=ENDS, by=making.SYSTEM) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_finish_what_is_over_once() -> None:
    community = making.community()
    for number in range(4):
        taken_over(facts(community, f"{number}号"))
    finished = together(3, lambda _number: finish_ended(today=ENDS + DAY, by=making.SYSTEM))
    assert sorted(finished, key=str) == [0, 0, 4]
