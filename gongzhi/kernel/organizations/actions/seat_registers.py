"""Who sits where as a register says: taken over all at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.people.actions import NewPerson, take_over_people
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import Wanted, find_wanted
from gongzhi.kernel.places.models import Place
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action
from gongzhi.lib.sheets import Effect, Source, Trace

#: A role at an organisation, for a place; several people may hold it.
SeatKey = tuple[str, int, int | None]


@dataclass(slots=True)
class SeatFacts:
    """What a register says of one seat that one person holds: who sits there."""

    role: str
    organization: Organization
    person: NewPerson
    place: Place | None = None

    @property
    def seat(self) -> SeatKey:
        return self.role, self.organization.pk, self.place.pk if self.place else None


@action
def take_over_seats(seats: Sequence[SeatFacts], *, street_id: int, as_of: dt.date, by: Actor) -> list[list[Trace]]:
    """Seat people as a register says, all at once. Holders whom it does not name leave the seat on ``as_of``.

    A holder who came after that day stays: an old register does not undo a newer one. Whoever has a
    telephone is found by name and telephone; without one, a person is known only as the holder of
    this very seat. Returns what was touched, seat by seat. The journal line is the batch's.
    """
    holders = _holders(seats)
    kept = [_keeper(holders.get(fact.seat, ()), fact, as_of) for fact in seats]
    fresh = _each_once([fact for fact, keeper in zip(seats, kept, strict=True) if keeper is None])
    leaving = {fact.seat: [m for m in holders.get(fact.seat, ()) if m not in kept] for fact in fresh}
    Membership.objects.filter(pk__in=[m.pk for former in leaving.values() for m in former]).update(until=as_of)
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
        (fact.seat, fact.person.name): _traces(membership, leaving.pop(fact.seat, ()), newcomers)
        for fact, membership in zip(fresh, memberships, strict=True)
    }
    return [
        [Trace.of(keeper, Effect.KEPT)] if keeper else seated[fact.seat, fact.person.name]
        for fact, keeper in zip(seats, kept, strict=True)
    ]


def _holders(seats: Sequence[SeatFacts]) -> dict[SeatKey, list[Membership]]:
    standing = Membership.objects.filter(
        until=None,
        role__in={fact.role for fact in seats},
        organization__in={fact.organization.pk for fact in seats},
    )
    holders: dict[SeatKey, list[Membership]] = defaultdict(list)
    for membership in standing.select_related("person").order_by("id"):
        holders[membership.role, membership.organization_id, membership.place_id].append(membership)
    return holders


def _keeper(holders: Sequence[Membership], fact: SeatFacts, as_of: dt.date) -> Membership | None:
    """Whoever keeps the seat that a register fills: the one it names, else one who came after it."""
    named = [holder for holder in holders if holder.person.name == fact.person.name]
    later = [holder for holder in holders if holder.since and holder.since > as_of]
    return next(iter(named + later), None)


def _each_once(facts: Sequence[SeatFacts]) -> list[SeatFacts]:
    """A name that a register writes twice on one seat is one person; the first line speaks."""
    return list({(fact.seat, fact.person.name): fact for fact in reversed(facts)}.values())[::-1]


def _people(seats: Sequence[SeatFacts], street_id: int, by: Actor) -> tuple[list[Person], set[int]]:
    """A person for each seat, known or new, and the ids of the new ones."""
    known = find_wanted(street_id, [fact.person.wanted for fact in seats])
    missing: dict[object, NewPerson] = {}
    for position, fact in enumerate(seats):
        if fact.person.wanted not in known:
            missing.setdefault(_identity(fact.person.wanted, position), fact.person)
    ids = take_over_people(list(missing.values()), street_id=street_id, by=by)
    entered = Person.objects.in_bulk(ids)
    created = {identity: entered[pk] for identity, pk in zip(missing, ids, strict=True)}
    people = [
        known.get(fact.person.wanted) or created[_identity(fact.person.wanted, position)]
        for position, fact in enumerate(seats)
    ]
    return people, set(ids)


def _identity(wanted: Wanted, position: int) -> object:
    """Two lines are one person only if a telephone or an identity number says so."""
    return wanted if wanted.mobile or wanted.identity else position


def _traces(membership: Membership, former: Sequence[Membership], newcomers: set[int]) -> list[Trace]:
    traces = []
    if membership.person_id in newcomers:
        newcomers.discard(membership.person_id)
        traces.append(Trace("people.person", membership.person_id, Effect.CREATED))
    traces.append(Trace.of(membership, Effect.CREATED))
    return traces + [Trace.of(holder, Effect.CHANGED, {"until": None}) for holder in former]
