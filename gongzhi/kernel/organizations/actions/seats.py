"""Who holds which seat: given, ended, taken over from a register."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.people.actions import NewPerson, take_over_people
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import Wanted, find_wanted
from gongzhi.kernel.places.models import Place
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.sheets import Effect, Source, Trace


@dataclass(slots=True)
class SeatFacts:
    """What a register says of one seat that one person holds: who sits there."""

    role: str
    organization: Organization
    person: NewPerson
    place: Place | None = None

    @property
    def seat(self) -> tuple[str, int, int | None]:
        return self.role, self.organization.pk, self.place.pk if self.place else None


@action
def take_over_seats(seats: Sequence[SeatFacts], *, street_id: int, as_of: dt.date, by: Actor) -> list[list[Trace]]:
    """Seat people as a register says, all at once. A holder of another name leaves the seat on ``as_of``.

    Whoever has a telephone is found by name and telephone; without one, a person is known only as
    the holder of this very seat. Returns what was touched, seat by seat. The journal line is the batch's.
    """
    holders = _holders(seats)
    fresh = [fact for fact in seats if not _sits(holders.get(fact.seat), fact)]
    leaving = {holders[fact.seat].pk for fact in fresh if fact.seat in holders}
    Membership.objects.filter(pk__in=leaving).update(until=as_of)
    people, newcomers = _people(fresh, street_id, by)
    memberships = [
        Membership(
            person=person,
            organization=fact.organization,
            role=fact.role,
            place=fact.place,
            since=as_of if fact.seat in holders else None,
            source=Source.TAKEN_OVER,
        )
        for fact, person in zip(fresh, people, strict=True)
    ]
    bulk.insert(memberships)
    seated = {
        fact.seat: _traces(m, holders.get(fact.seat), newcomers) for fact, m in zip(fresh, memberships, strict=True)
    }
    return [seated.get(fact.seat) or [_kept(holders[fact.seat])] for fact in seats]


def _holders(seats: Sequence[SeatFacts]) -> dict[tuple[str, int, int | None], Membership]:
    standing = Membership.objects.filter(
        until=None,
        role__in={fact.role for fact in seats},
        organization__in={fact.organization.pk for fact in seats},
    )
    return {(m.role, m.organization_id, m.place_id): m for m in standing.select_related("person").order_by("id")}


def _sits(holder: Membership | None, fact: SeatFacts) -> bool:
    return holder is not None and holder.person.name == fact.person.name


def _people(seats: Sequence[SeatFacts], street_id: int, by: Actor) -> tuple[list[Person], set[int]]:
    """A person for each seat, known or new, and the ids of the new ones."""
    known = find_wanted(street_id, [fact.person.wanted for fact in seats])
    missing: dict[object, NewPerson] = {}
    for position, fact in enumerate(seats):
        if fact.person.wanted not in known:
            missing.setdefault(_identity(fact.person.wanted, position), fact.person)
    created = dict(zip(missing, take_over_people(list(missing.values()), street_id=street_id, by=by), strict=True))
    people = [
        known.get(fact.person.wanted) or created[_identity(fact.person.wanted, position)]
        for position, fact in enumerate(seats)
    ]
    return people, {person.pk for person in created.values()}


def _identity(wanted: Wanted, position: int) -> object:
    """Two lines are one person only if a telephone or an identity number says so."""
    return wanted if wanted.mobile or wanted.identity else position


def _traces(membership: Membership, former: Membership | None, newcomers: set[int]) -> list[Trace]:
    traces = []
    if membership.person_id in newcomers:
        newcomers.discard(membership.person_id)
        traces.append(Trace("people.person", membership.person_id, Effect.CREATED))
    traces.append(Trace("organizations.membership", membership.pk, Effect.CREATED))
    if former:
        traces.append(Trace("organizations.membership", former.pk, Effect.CHANGED, {"until": None}))
    return traces


def _kept(membership: Membership) -> Trace:
    return Trace("organizations.membership", membership.pk, Effect.KEPT)


def seat_stands(holders: dict[tuple[str, int, int | None], Membership], fact: SeatFacts) -> bool:
    """Whether the register says nothing new about this seat."""
    return _sits(holders.get(fact.seat), fact)


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
    demand(may.give_seat(by, organization, role, place))
    membership = Membership.objects.create(
        person=person, organization=organization, role=role, place=place, since=since, until=until
    )
    record(by, "seat.given", membership, role=role)
    return membership


@action
def end_seat(membership: Membership, *, on: dt.date, by: Actor) -> Membership:
    """End a role; with it ends every right it gave."""
    membership = Membership.objects.select_for_update(no_key=True, of=("self",)).get(pk=membership.pk)
    demand(may.end_seat(by, membership, on))
    membership.until = on
    membership.save(update_fields=["until"])
    record(by, "seat.ended", membership, role=membership.role)
    return membership
