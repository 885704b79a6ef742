"""A role from the administrator takes two people, and neither is the one who gets it (trust.md 6)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gongzhi.kernel.organizations.actions import (
    WantedSeat,
    confirm_seat,
    end_seat,
    give_seat,
    propose_seat,
    refuse_seat,
    seat_somebody,
)
from gongzhi.kernel.organizations.models import Membership, Organization, SeatProposal
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Actor, Refused
from tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Organization:
    return making.committee(making.community())


def admin(committee: Organization) -> Actor:
    return making.street_officer(committee.street, Role.ADMIN)


def leader(committee: Organization) -> Actor:
    return making.street_officer(committee.street, Role.STREET_LEADER)


def proposed(committee: Organization, by: Actor, person: Person | None = None) -> SeatProposal:
    return propose_seat(
        person or making.person("新干事", street=committee.street),
        organization=committee,
        role=Role.COMMUNITY_WORKER,
        since=making.TODAY,
        by=by,
    )


def test_the_leader_confirms_what_the_administrator_proposes(committee: Organization) -> None:
    proposal = proposed(committee, admin(committee))
    assert not Membership.objects.filter(person=proposal.person).exists()
    seat = confirm_seat(proposal, by=leader(committee))
    assert (seat.person, seat.role, seat.organization) == (proposal.person, Role.COMMUNITY_WORKER, committee)


def test_another_administrator_may_confirm_and_the_proposer_may_not(committee: Organization) -> None:
    first, second = admin(committee), admin(committee)
    proposal = proposed(committee, first)
    with pytest.raises(PermissionDenied, match="要由别人来确认"):
        confirm_seat(proposal, by=first)
    assert confirm_seat(proposal, by=second).person == proposal.person


def test_nobody_confirms_their_own_role(committee: Organization) -> None:
    second = admin(committee)
    person = Person.objects.get(pk=second.person_id)
    proposal = proposed(committee, admin(committee), person)
    with pytest.raises(PermissionDenied, match="要由别人来确认"):
        confirm_seat(proposal, by=second)
    assert confirm_seat(proposal, by=leader(committee)).person == person


def test_a_proposal_is_decided_once(committee: Organization) -> None:
    proposal = proposed(committee, admin(committee))
    refuse_seat(proposal, by=leader(committee))
    with pytest.raises(Refused):
        confirm_seat(proposal, by=leader(committee))
    assert not Membership.objects.filter(person=proposal.person).exists()


def test_the_same_is_proposed_once(committee: Organization) -> None:
    by = admin(committee)
    proposal = proposed(committee, by)
    with pytest.raises(Refused, match="正在等人确认"):
        proposed(committee, by, proposal.person)


def test_the_administrator_alone_gives_nothing_and_ends_at_once(committee: Organization) -> None:
    by = admin(committee)
    person = making.person("新干事", street=committee.street)
    with pytest.raises(PermissionDenied):
        give_seat(person, organization=committee, role=Role.COMMUNITY_WORKER, since=making.TODAY, by=by)
    seat = making.seat(person, Role.COMMUNITY_WORKER, committee)
    assert end_seat(seat, on=making.TODAY, by=by).until == making.TODAY


def test_an_administrator_of_another_street_proposes_nothing(committee: Organization) -> None:
    stranger = making.street_officer(making.street("别处街道", code="410105003"), Role.ADMIN)
    with pytest.raises(PermissionDenied):
        proposed(committee, stranger)
    assert proposed(committee, admin(committee)).pk


def test_somebody_known_by_name_and_telephone_is_not_entered_twice(committee: Organization) -> None:
    known = making.person("王小红", "13800000001", street=committee.street)
    wanted = WantedSeat("王小红", "13800000001", committee, Role.COMMUNITY_WORKER, None, making.TODAY)
    assert seat_somebody(wanted, by=leader(committee)).person == known
    other = WantedSeat("王小红", "13800000002", committee, Role.COMMUNITY_WORKER, None, making.TODAY)
    assert isinstance(seat_somebody(other, by=admin(committee)), SeatProposal)
    assert Person.objects.filter(name="王小红").count() == 2


def test_the_database_wants_two_people(committee: Organization) -> None:
    by = admin(committee)
    proposal = proposed(committee, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatProposal.objects.filter(pk=proposal.pk).update(
            state="confirmed", decided_by=by.person_id, decided_at=proposal.proposed_at
        )
