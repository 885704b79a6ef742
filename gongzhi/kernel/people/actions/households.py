"""Who lives behind which door."""

import datetime as dt
from typing import cast

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Household, HouseholdMember, Person
from gongzhi.kernel.people.queries import Wanted, find_wanted, records_of
from gongzhi.kernel.people.record import homes_of, where_they_live
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.search import tidy
from gongzhi.lib.versions import demand_unchanged


@action
def move_in(person: Person, *, place: Place, door: str, since: dt.date | None = None, by: Actor) -> HouseholdMember:
    """Enter a person in the household behind ``door`` of a courtyard, building or entrance, opening it if need be."""
    demand(may.move_in(by, person, place))
    household, _created = Household.objects.get_or_create(place=place, door=door, until=None)
    member, created = HouseholdMember.objects.get_or_create(
        person=person, household=household, until=None, defaults={"since": since}
    )
    if created:
        record(by, "household.moved_in", person, household=household.pk)
    return member


@action
def move_out(member: HouseholdMember, *, on: dt.date, by: Actor) -> HouseholdMember:
    """End somebody's membership of a household; the household stays."""
    member = HouseholdMember.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    demand(may.move_out(by, member, on))
    if member.until is None:
        member.until = on
        member.save(update_fields=["until"])
        record(by, "household.moved_out", member.person, household=member.household_id)
    return member


@action
def change_home(
    person: Person, *, place: Place | None, door: str, on: dt.date, version: str | None = None, by: Actor
) -> Person:
    """Have somebody live behind another door from ``on``, or (no place) nowhere that is known; where they lived ends.

    Without a door they stay where they are in the same place.
    """
    person = Person.objects.lock(person)
    demand(may.correct_person(by, person))
    demand_unchanged(version, where_they_live(person))
    homes, door = homes_of(person), door.strip()
    demand(may.change_home(by, person, place, door, homes))
    if place and not door:
        return person
    demand(may.by_today(on))
    new = move_in(person, place=place, door=door, since=on, by=by) if place else None
    for home in homes:
        if new is None or home.household_id != new.household_id:
            move_out(home, on=on, by=by)
    return person


@action
def join_household(home: Household, name: str, number: str, *, on: dt.date, by: Actor) -> Person:
    """Have somebody on record, known by name and telephone together, live in a home from ``on``; where they lived
    ends. Raises Refused."""
    wanted = Wanted(tidy(name), number)
    person = find_wanted(home.place.street_id or 0, [wanted]).get(wanted)
    demand(may.join_household(by, home, person, on))
    return change_home(cast(Person, person), place=home.place, door=home.door, on=on, by=by)


@action
def leave_household(home: Household, person: Person, *, on: dt.date, by: Actor) -> Person:
    """Have somebody live in a home no longer, by whichever of their records they do. Raises Refused."""
    person = Person.objects.lock(person)
    members = list(home.members.filter(person__in=list(records_of([person.pk])), until=None).order_by("id"))
    demand(may.leave_household(by, home, person, members, on))
    for member in members:
        move_out(member, on=on, by=by)
    return person
