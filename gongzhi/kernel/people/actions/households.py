"""Who lives behind which door."""

import datetime as dt

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Household, HouseholdMember, Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, action, demand


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
