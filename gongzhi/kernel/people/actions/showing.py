"""Looking at what is masked: one number, one door, with a reason, and those whose it is are told."""

from gongzhi.kernel.ledger.actions import record_reading
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.comparing import Compared, compare
from gongzhi.kernel.people.households import Home, living_in
from gongzhi.kernel.people.models import Household, Person
from gongzhi.kernel.people.notices import CopyMade, DoorShown, NumberShown
from gongzhi.kernel.people.own_data import Kept, kept_about
from gongzhi.kernel.people.queries import numbers_of, records_of
from gongzhi.lib.actions import Actor, action, demand, looking


@action
def show_number(person: Person, *, reason: str, by: Actor) -> list[str]:
    """The telephones of a person in full. Raises Refused without a reason of two characters."""
    demand(may.show_number(by, person, reason))
    numbers = numbers_of(records_of([person.pk]))
    record_reading(
        by,
        "person.number_shown",
        [person.pk],
        fields=["telephone"],
        reason=reason.strip(),
        street_id=person.street_id,
    )
    tell(NumberShown(person))
    return list(dict.fromkeys(number for some in numbers.values() for number in some))


@looking
def looked_at(person: Person, *, by: Actor) -> None:
    """Write down that somebody opened the record of a person, masked as it is."""
    demand(may.look_at(by, person))
    record_reading(by, "person.looked_at", [person.pk], fields=["record"], street_id=person.street_id)


@action
def show_door(home: Household, *, reason: str, by: Actor) -> str:
    """The door of a home; whoever lives there is told. Raises Refused without a reason of two characters."""
    demand(may.show_door(by, home, reason))
    people = [one.person for one in living_in(home)]
    record_reading(
        by,
        "household.door_shown",
        [person.pk for person in people],
        fields=["door"],
        reason=reason.strip(),
        street_id=home.place.street_id,
        household=home.pk,
    )
    tell(DoorShown(people))
    return home.door


@looking
def looked_at_home(home: Home, *, by: Actor) -> None:
    """Write down that somebody opened the page of a home, masked as it is, and whom it names."""
    demand(may.look_at_home(by, home.household))
    people, street_id = home.people, home.household.place.street_id
    record_reading(by, "household.looked_at", people, fields=["home"], street_id=street_id, household=home.household.pk)


@action
def compare_people(kept: Person, gone: Person, *, by: Actor) -> list[Compared]:
    """Two records side by side, masked; that both were opened is written down."""
    for person in (kept, gone):
        demand(may.keeps(by, person))
    street_id = kept.street_id
    record_reading(by, "person.compared", [kept.pk, gone.pk], fields=["record"], street_id=street_id)
    return compare(kept, gone)


@action
def copy_record(person: Person, *, channel: str, reason: str, by: Actor) -> list[Kept]:
    """Everything that is kept of a person, to be printed for them or, after their death, for close relatives."""
    demand(may.copy_record(by, person, channel, reason))
    record_reading(
        by,
        "person.copied",
        [person.pk],
        fields=["record", "telephone"],
        reason=reason.strip(),
        street_id=person.street_id,
    )
    tell(CopyMade(person))
    return kept_about(person)
