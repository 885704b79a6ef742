"""Homes as a desk reads them: where they are, who lives there, who did before. The door stays masked, because it
completes an address (domain.md 2.0.3)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongzhi.kernel.people.masking import masked_name, masked_number
from gongzhi.kernel.people.models import Household, HouseholdMember, Person
from gongzhi.kernel.people.queries import access_person, numbers_of, records_of, visible_to
from gongzhi.kernel.people.requests import KEEP
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.pages import called
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.bulk import among

#: Digits of the id of a place in an address.
LONGEST = 9
#: Who lives somewhere today: whoever died does not, though nobody wrote down that they left.
LIVING = Q(until=None, person__died_on=None, person__same_as__died_on=None)


@dataclass(frozen=True, slots=True)
class Lived:
    """That a human lives in a home, or did, by whichever of their records."""

    person: Person
    since: dt.date | None
    until: dt.date | None


def homes_in(paths: Iterable[str]) -> QuerySet[Household]:
    """The homes in the places at ``paths``."""
    inside = Q(pk__in=())
    for path in paths:
        inside |= Q(place__path__startswith=path)
    return Household.objects.filter(inside, until=None).select_related("place__parent__parent")


def homes_kept(by: Actor, right: str = KEEP) -> QuerySet[Household]:
    """The homes over whose places a seat of this actor gives a right; all of them for the named system."""
    return homes_in([""]) if by.is_system else homes_in(by.reach(right))


def access_household(by: Actor, pk: int) -> Household:
    """The home with this id, for whoever keeps the people of its place: the one door to homes (trust.md S3).

    Raises NotThere, whether there is none of that id or none for this actor.
    """
    home = homes_kept(by).filter(pk=pk).first()
    if home is None:
        raise NotThere
    return home


def number_of_homes(place: Place) -> int:
    """How many homes are on record in a place and in those below it."""
    return homes_in([place.path]).count()


def lived_in() -> Exists:
    """The condition that somebody lives in a home today."""
    return Exists(HouseholdMember.objects.filter(LIVING, household=OuterRef("pk")))


def residents_of(homes: Iterable[int]) -> dict[int, list[Lived]]:
    """Who lives in these homes today, each human once and those who came first before the others, in one query."""
    members = HouseholdMember.objects.filter(LIVING, among("household", homes)).select_related("person__same_as")
    found: dict[int, list[HouseholdMember]] = defaultdict(list)
    for member in members.order_by("since", "id"):
        found[member.household_id].append(member)
    return {home: list(_each_once(some)) for home, some in found.items()}


def _each_once(members: Iterable[HouseholdMember]) -> Iterator[Lived]:
    seen = set()
    for member in members:
        human = member.person.same_as or member.person
        if human.pk not in seen:
            yield Lived(human, member.since, member.until)
        seen.add(human.pk)


def lived_since(residents: Iterable["Lived | Resident"]) -> dt.date | None:
    """From when a home is lived in by those who live there today, as far as it is known."""
    return min((one.since for one in residents if one.since), default=None)


def living_in(home: Household) -> list[Lived]:
    """Who lives in one home today."""
    return residents_of([home.pk]).get(home.pk, [])


def lives_there(home: Household, person_id: int) -> bool:
    """Whether a human lives in a home today, whichever of their records is named."""
    return person_id in records_of(one.person.pk for one in living_in(home))


def who_lived(home: Household, pk: int, *, by: Actor) -> Person:
    """Somebody of this desk who lives in a home or did. Raises NotThere for anybody else."""
    person = access_person(by, pk, KEEP)
    if not home.members.filter(person__in=list(records_of([person.pk]))).exists():
        raise NotThere
    return person


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who lives in a home, as a desk sees them; ``oneself`` if it is who looks."""

    person: Person
    since: dt.date | None
    numbers: list[str]
    oneself: bool


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who lived in a home before: named in full, with the id of their record, for a desk that still sees
    them; masked for one that does not."""

    name: str
    id: int | None
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Home:
    """What the page of a home says."""

    household: Household
    community: str
    residents: list[Resident]
    former: list[Former]

    @property
    def since(self) -> dt.date | None:
        """From when it is lived in."""
        return lived_since(self.residents)

    @property
    def people(self) -> list[int]:
        """The ids of all whom the page names in full."""
        return [one.person.pk for one in self.residents] + [one.id for one in self.former if one.id]


def home_of(household: Household, *, by: Actor) -> Home:
    """One home, masked, in a constant number of queries."""
    living = living_in(household)
    human = records_of(one.person.pk for one in living)
    numbers = _masked(human)
    own = human.get(by.person_id or 0)
    residents = [Resident(one.person, one.since, numbers[one.person.pk], one.person.pk == own) for one in living]
    community = Place.objects.filter(pk=int(household.place.path.split(".")[1])).values_list("name", flat=True)
    return Home(household, community.get(), residents, _former(household, {one.person.pk for one in living}, by))


def _masked(human: dict[int, int]) -> dict[int, list[str]]:
    """The telephones of each human, masked, each once."""
    told: dict[int, dict[str, None]] = defaultdict(dict)
    for record, numbers in numbers_of(human).items():
        told[human[record]].update(dict.fromkeys(map(masked_number, numbers)))
    return defaultdict(list, {person: list(numbers) for person, numbers in told.items()})


def _former(household: Household, living: Collection[int], by: Actor) -> list[Former]:
    """Those who lived there and do not today, the last to go first."""
    members = household.members.exclude(LIVING).select_related("person__same_as").order_by("-until", "-id")
    gone = [(member, member.person.same_as or member.person) for member in members]
    gone = [(member, human) for member, human in gone if human.pk not in living]
    people = {human.pk for _member, human in gone}
    seen = set(visible_to(by).filter(among("pk", people)).values_list("pk", flat=True)) if people else set()
    return [_told(member, human, human.pk in seen) for member, human in gone]


def _told(member: HouseholdMember, human: Person, seen: bool) -> Former:
    name, until = human.name if seen else masked_name(human.name), member.until or human.died_on
    return Former(name, human.pk if seen else None, member.since, until)


def places_to_narrow(by: Actor) -> list[tuple[str, str]]:
    """The places right below those of a desk: the communities of a street, the grids and courtyards of a community."""
    below = Place.objects.active().filter(parent__path__in=by.reach(KEEP))
    return [(str(pk), name) for pk, name in below.order_by("position", "id").values_list("pk", "name")]


def places_around(by: Actor, value: str) -> list[tuple[str, str]]:
    """A place of a desk, and those right below it; nothing for what is none."""
    number = int(value) if value.isascii() and value.isdecimal() and len(value) <= LONGEST else 0
    place = Place.objects.select_related("parent").filter(pk=number).first()
    if place is None or not by.can(KEEP, place.path):
        return []
    below = place.children.active().order_by("position", "id")
    return [(str(one.pk), called(one)) for one in (place, *below)]
