"""Who holds which seat: given, proposed and confirmed, handed over, ended."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.models import Membership, Organization, SeatProposal
from gongzhi.kernel.organizations.roster import handed_on, who_holds
from gongzhi.kernel.people.actions import NewPerson, register_person
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import Wanted, find_wanted
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.search import tidy
from gongzhi.lib.states import move
from gongzhi.lib.versions import demand_unchanged


@action
def give_seat(
    person: Person,
    *,
    organization: Organization,
    role: str,
    place: Place | None = None,
    since: dt.date,
    until: dt.date | None = None,
    by: Actor,
) -> Membership:
    """Give somebody a role, from a day and perhaps until one."""
    organization = Organization.objects.lock(organization)
    demand(may.give_seat(by, person, organization, role, place, since, until))
    membership = Membership.objects.create(
        person=person, organization=organization, role=role, place=place, since=since, until=until
    )
    record(by, "seat.given", membership, street_id=organization.street_id, role=role)
    return membership


@action
def end_seat(membership: Membership, *, on: dt.date, by: Actor) -> Membership:
    """End a role; with it ends every right it gave."""
    membership = Membership.objects.select_for_update(no_key=True, of=("self",)).get(pk=membership.pk)
    demand(may.end_seat(by, membership, on))
    membership.until = on
    membership.save(update_fields=["until"])
    record(by, "seat.ended", membership, street_id=membership.organization.street_id, role=membership.role)
    return membership


@action
def hand_over(membership: Membership, *, to: Person, on: dt.date, by: Actor) -> Membership:
    """Another person takes a seat: who held it is out from that day, and nothing of the seat is lost.

    What was done stays with the organisation; messages that wait go to whoever sits there.
    """
    ended = end_seat(membership, on=on, by=by)
    return give_seat(
        to, organization=ended.organization, role=ended.role, place=ended.place, since=on, until=None, by=by
    )


@action
def propose_seat(
    person: Person,
    *,
    organization: Organization,
    role: str,
    place: Place | None = None,
    since: dt.date,
    until: dt.date | None = None,
    by: Actor,
) -> SeatProposal:
    """Ask a second person to give somebody a role."""
    organization = Organization.objects.lock(organization)
    demand(may.propose_seat(by, person, organization, role, place, since, until))
    proposal = SeatProposal.objects.create(
        person=person,
        organization=organization,
        role=role,
        place=place,
        since=since,
        until=until,
        proposed_by_id=cast(int, by.person_id),
    )
    record(by, "seat.proposed", proposal, street_id=organization.street_id, role=role)
    return proposal


@action
def confirm_seat(proposal: SeatProposal, *, by: Actor) -> Membership:
    """The second person gives the role that was proposed."""
    proposal = SeatProposal.objects.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)
    demand(may.decide_proposal(by, proposal))
    move(proposal, "confirm", decided_at=timezone.now(), decided_by_id=by.person_id)
    record(by, "seat.confirmed", proposal, street_id=proposal.organization.street_id, role=proposal.role)
    return give_seat(
        proposal.person,
        organization=proposal.organization,
        role=proposal.role,
        place=proposal.place,
        since=proposal.since,
        until=proposal.until,
        by=Actor.system("second person"),
    )


@action
def refuse_seat(proposal: SeatProposal, *, by: Actor) -> SeatProposal:
    """The second person does not agree; the role is not given."""
    proposal = SeatProposal.objects.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)
    demand(may.decide_proposal(by, proposal))
    move(proposal, "refuse", decided_at=timezone.now(), decided_by_id=by.person_id)
    record(by, "seat.refused", proposal, street_id=proposal.organization.street_id, role=proposal.role)
    return proposal


@dataclass(frozen=True, slots=True)
class WantedSeat:
    """A role to be given: to whom, known by name and telephone; where, for which place, from when and perhaps until."""

    name: str
    mobile: str
    organization: Organization
    role: str
    place: Place | None
    since: dt.date
    until: dt.date | None = None


@action
def seat_somebody(wanted: WantedSeat, *, by: Actor) -> Membership | SeatProposal:
    """Give a role to somebody on record or new, or propose it if a second person has to agree. Raises Refused."""
    organization, place = wanted.organization, wanted.place
    person = _somebody(wanted.name, wanted.mobile, organization.street)
    give: Callable[..., Membership | SeatProposal] = (
        give_seat if may.gives(by, organization, wanted.role, place) else propose_seat
    )
    return give(
        person,
        organization=organization,
        role=wanted.role,
        place=place,
        since=wanted.since,
        until=wanted.until,
        by=by,
    )


@action
def hand_over_to(
    membership: Membership, name: str, mobile: str, *, on: dt.date, version: str | None = None, by: Actor
) -> Membership:
    """:func:`hand_over` to somebody on record or new, from whoever sits there by now. Raises Refused."""
    Organization.objects.lock(membership.organization)  # two who hand over the same seat come one after the other
    held = Membership.objects.get(pk=membership.pk)
    demand(may.hand_over(by, held))
    demand_unchanged(version, who_holds(held))
    return hand_over(handed_on(held), to=_somebody(name, mobile, held.organization.street), on=on, by=by)


def _somebody(name: str, mobile: str, street: Place) -> Person:
    """Known by name and telephone together, else entered (domain.md 2.0.3)."""
    wanted = Wanted(tidy(name), mobile)
    known = find_wanted(street.pk, [wanted]).get(wanted)
    return known or register_person(NewPerson(name, mobile), street=street, by=Actor.system("seats"))
