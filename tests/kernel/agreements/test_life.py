"""The life of an agreement: drafted, sent, signed by each side, in force, finished or terminated."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gongzhi.kernel.agreements.actions import Promise, draft, finish_ended, send, sign, terminate
from gongzhi.kernel.agreements.models import Agreement, Clause, Party
from gongzhi.kernel.agreements.states import AgreementKind, AgreementState, Side
from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import ANONYMOUS, Actor, Refused
from tests import making

pytestmark = pytest.mark.django_db

SIGNED, LATER, ENDS = dt.date(2024, 3, 1), dt.date(2024, 3, 5), dt.date(2025, 2, 28)
DAY = dt.timedelta(days=1)


def parties() -> tuple[Organization, Organization]:
    """A unit and the residents' committee of the community it lies in."""
    community = making.community()
    return making.unit(place=community), making.committee(community)


def drafted(
    unit: Organization,
    committee: Organization,
    *,
    number: str = "花共〔2024〕1号",
    promise: Promise | None = None,
    starts_on: dt.date = SIGNED,
    by: Actor = making.SYSTEM,
) -> Agreement:
    assert committee.place
    return draft(
        AgreementKind.CO_BUILDING,
        number=number,
        place=committee.place,
        first=unit,
        second=committee,
        starts_on=starts_on,
        ends_on=ENDS,
        promises=[Promise("组织共建"), promise or Promise("义诊4场", 4, ENDS, unit)],
        by=by,
    )


def sent() -> Agreement:
    return send(drafted(*parties()), by=making.SYSTEM)


def in_force() -> Agreement:
    agreement = sent()
    for side in Side:
        sign(agreement, side, on=SIGNED, by=making.SYSTEM)
    return Agreement.objects.get(pk=agreement.pk)


def signers(agreement: Agreement) -> tuple[Actor, Actor]:
    """The unit's liaison and the community's secretary."""
    first, second = (party.organization for party in agreement.parties.all())
    return making.actor(Role.UNIT_LIAISON, first), making.actor(Role.COMMUNITY_SECRETARY, second)


def test_an_agreement_comes_into_force_when_both_sides_have_signed() -> None:
    agreement = sent()
    liaison, secretary = signers(agreement)
    first = sign(agreement, Side.FIRST, on=LATER, by=liaison)
    assert (first.state, first.signed_on) == (AgreementState.SIGNED_ONE, None)
    second = sign(agreement, Side.SECOND, on=SIGNED, by=secretary)
    assert (second.state, second.signed_on) == (AgreementState.IN_FORCE, LATER)
    assert list(agreement.parties.values_list("side", "signed_on", "signer")) == [
        (Side.FIRST, LATER, liaison.person_id),
        (Side.SECOND, SIGNED, secretary.person_id),
    ]
    assert [entry.verb for entry in entries_about(agreement)] == [
        "agreement.signed",
        "agreement.signed",
        "agreement.sent",
        "agreement.drafted",
    ]


def test_either_side_may_sign_first() -> None:
    agreement = sent()
    liaison, secretary = signers(agreement)
    sign(agreement, Side.SECOND, on=SIGNED, by=secretary)
    assert sign(agreement, Side.FIRST, on=SIGNED, by=liaison).state == AgreementState.IN_FORCE


def test_a_draft_keeps_its_promises_in_order() -> None:
    unit, committee = parties()
    agreement = drafted(unit, committee)
    slogan, promise = agreement.clauses.all()
    assert (slogan.text, slogan.measurable) == ("组织共建", False)
    assert (promise.text, promise.amount, promise.due_on, promise.owner) == ("义诊4场", 4, ENDS, unit)
    assert promise.measurable
    assert [party.organization for party in agreement.parties.all()] == [unit, committee]
    assert (agreement.state, agreement.source) == (AgreementState.DRAFT, "live")


@pytest.mark.parametrize("missing", ["amount", "due_on", "owner"])
def test_a_text_without_a_measurable_promise_is_not_sent(missing: str) -> None:
    unit, committee = parties()
    whole = {"amount": 4, "due_on": ENDS, "owner": unit}
    slogan = drafted(unit, committee, promise=Promise("多办义诊", **whole | {missing: None}))
    with pytest.raises(Refused, match="数量、期限和责任方"):
        send(slogan, by=making.SYSTEM)
    Clause.objects.filter(agreement=slogan, position=1).update(**whole)
    assert send(slogan, by=making.SYSTEM).state == AgreementState.SENT


def test_a_text_without_a_term_is_not_sent() -> None:
    agreement = drafted(*parties())
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=None)
    with pytest.raises(Refused, match="有效期没有填"):
        send(agreement, by=making.SYSTEM)
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=ENDS)
    send(agreement, by=making.SYSTEM)


def test_a_draft_that_cannot_be_agreed_is_refused() -> None:
    unit, committee = parties()
    with pytest.raises(Refused, match="不能是同一家"):
        drafted(committee, committee)
    with pytest.raises(Refused, match="不能早于生效"):
        drafted(unit, committee, starts_on=ENDS + DAY)
    drafted(unit, committee)
    with pytest.raises(Refused, match="编号已经用过"):
        drafted(unit, committee)
    drafted(unit, committee, number="花共〔2024〕2号")


def test_each_side_signs_for_itself() -> None:
    agreement = sent()
    liaison, secretary = signers(agreement)
    stranger = making.actor(Role.UNIT_LIAISON, making.unit("别家单位"))
    for side, by in (
        (Side.FIRST, secretary),
        (Side.SECOND, liaison),
        (Side.FIRST, stranger),
        (Side.FIRST, making.street_officer(agreement.street)),
        (Side.FIRST, ANONYMOUS),
    ):
        with pytest.raises(PermissionDenied, match="自己签字"):
            sign(agreement, side, on=SIGNED, by=by)
    sign(agreement, Side.FIRST, on=SIGNED, by=liaison)
    sign(agreement, Side.SECOND, on=SIGNED, by=secretary)


@pytest.mark.parametrize("role", [Role.BUILDING_CHIEF, Role.ENTRANCE_CHIEF, Role.GRID_WORKER, Role.COMMUNITY_WORKER])
def test_a_seat_in_the_committee_is_not_yet_a_right_to_sign(role: Role) -> None:
    agreement = sent()
    committee = Organization.objects.of_kind(OrganizationKind.RESIDENTS_COMMITTEE).get()
    with pytest.raises(PermissionDenied):
        sign(agreement, Side.SECOND, on=SIGNED, by=making.actor(role, committee))
    sign(agreement, Side.SECOND, on=SIGNED, by=making.actor(Role.COMMUNITY_SECRETARY, committee))


def test_nobody_signs_for_both_sides() -> None:
    agreement = sent()
    both = signers(agreement)
    two_hats = Actor(person_id=both[0].person_id, seats=both[0].seats + both[1].seats)
    sign(agreement, Side.FIRST, on=SIGNED, by=two_hats)
    with pytest.raises(Refused, match="要由别人来签"):
        sign(agreement, Side.SECOND, on=SIGNED, by=two_hats)
    sign(agreement, Side.SECOND, on=SIGNED, by=both[1])


def test_a_side_signs_once_and_only_what_was_sent() -> None:
    agreement = drafted(*parties())
    liaison, _secretary = signers(agreement)
    with pytest.raises(Refused, match="现在是“起草”"):
        sign(agreement, Side.FIRST, on=SIGNED, by=liaison)
    send(agreement, by=making.SYSTEM)
    sign(agreement, Side.FIRST, on=SIGNED, by=liaison)
    with pytest.raises(Refused, match="已经签过"):
        sign(agreement, Side.FIRST, on=SIGNED, by=liaison)
    with pytest.raises(Refused, match="现在是“一方已签”"):
        send(agreement, by=making.SYSTEM)


def test_who_drafts_sends_and_terminates() -> None:
    unit, committee = parties()
    community = committee.place
    assert community
    for number, by in enumerate(
        (
            making.street_officer(community.street, Role.STREET_LEADER),
            making.street_officer(community.street, Role.STREET_PARTY_OFFICER),
            making.community_worker(community, Role.COMMUNITY_SECRETARY),
        )
    ):
        agreement = send(drafted(unit, committee, number=f"{number}号", by=by), by=by)
        for side in Side:
            sign(agreement, side, on=SIGNED, by=making.SYSTEM)
        assert terminate(agreement, on=SIGNED, by=by).state == AgreementState.TERMINATED


def test_who_does_not() -> None:
    unit, committee = parties()
    community = committee.place
    assert community
    waiting = drafted(unit, committee)
    for by in (
        making.community_worker(community),
        making.community_worker(making.community(community.street, "乙社区"), Role.COMMUNITY_SECRETARY),
        making.street_officer(making.street("别处街道", code="410105003")),
        making.actor(Role.UNIT_LIAISON, unit),
    ):
        with pytest.raises(PermissionDenied):
            drafted(unit, committee, number="2号", by=by)
        with pytest.raises(PermissionDenied):
            send(waiting, by=by)
        with pytest.raises(PermissionDenied):
            terminate(waiting, on=SIGNED, by=by)
    send(waiting, by=making.community_worker(community, Role.COMMUNITY_SECRETARY))


def test_an_agreement_is_ended_before_its_term() -> None:
    agreement = in_force()
    with pytest.raises(Refused, match="不能早于签订"):
        terminate(agreement, on=SIGNED - DAY, by=making.SYSTEM)
    ended = terminate(agreement, on=LATER, by=making.SYSTEM)
    assert (ended.state, ended.terminated_on) == (AgreementState.TERMINATED, LATER)
    with pytest.raises(Refused, match="现在是“终止”"):
        terminate(agreement, on=LATER, by=making.SYSTEM)
    with pytest.raises(Refused, match="现在是“起草”"):
        terminate(drafted_again(), on=LATER, by=making.SYSTEM)


def drafted_again() -> Agreement:
    """A second one, not sent yet, with another unit in another community."""
    community = making.community(Place.objects.of_kind(Kind.SUBDISTRICT).get(), "乙社区")
    return drafted(making.unit("别家单位"), making.committee(community), number="花共〔2024〕2号")


def test_what_is_over_is_finished_once() -> None:
    agreement, still_a_draft = in_force(), drafted_again()
    assert finish_ended(today=ENDS, by=making.SYSTEM) == 0
    assert finish_ended(today=ENDS + DAY, by=making.SYSTEM) == 1
    assert finish_ended(today=ENDS + DAY, by=making.SYSTEM) == 0
    states = dict(Agreement.objects.values_list("pk", "state"))
    assert states == {agreement.pk: AgreementState.FINISHED, still_a_draft.pk: AgreementState.DRAFT}
    assert next(iter(entries_about(agreement))).verb == "agreement.finished"


def test_a_terminated_agreement_is_not_finished() -> None:
    terminate(in_force(), on=LATER, by=making.SYSTEM)
    assert finish_ended(today=ENDS + DAY, by=making.SYSTEM) == 0


def test_the_database_refuses_what_no_state_allows() -> None:
    signed, unsigned = Agreement.objects.filter(pk=in_force().pk), Agreement.objects.filter(pk=drafted_again().pk)
    for agreement, change, rule in (
        (signed, {"signed_on": None}, "agreement_in_force_has_dates"),
        (signed, {"starts_on": None}, "agreement_in_force_has_dates"),
        (signed, {"ends_on": None}, "agreement_in_force_has_dates"),
        (unsigned, {"state": AgreementState.FINISHED}, "agreement_in_force_has_dates"),
        (signed, {"state": AgreementState.TERMINATED}, "agreement_terminated"),
        (signed, {"terminated_on": LATER}, "agreement_terminated"),
        (signed, {"ends_on": SIGNED - DAY}, "agreement_term"),
        (unsigned, {"number": ""}, "agreement_number"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            agreement.update(**change)
    assert signed.update(state=AgreementState.TERMINATED, terminated_on=LATER) == 1


def test_the_database_keeps_two_different_sides() -> None:
    agreement = in_force()
    first, second = agreement.parties.all()
    with pytest.raises(IntegrityError, match="party_not_with_itself"), transaction.atomic():
        Party.objects.filter(pk=second.pk).update(organization=first.organization)
    with pytest.raises(IntegrityError, match="party_side_once"), transaction.atomic():
        Party.objects.create(agreement=agreement, side=Side.FIRST, organization=making.unit("别家单位"))
    with pytest.raises(IntegrityError, match="party_signer"), transaction.atomic():
        Party.objects.filter(pk=second.pk).update(signed_on=None, signer=making.person())
    with pytest.raises(IntegrityError, match="clause_position_once"):
        Clause.objects.create(agreement=agreement, position=1, text="又一条")
