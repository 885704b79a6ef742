"""One person as a desk sees them: the name whole, numbers masked, no identity number at all (domain.md 2.0.3)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.ledger.sentences import sentence
from gongzhi.kernel.people.lists import beside as beside_of
from gongzhi.kernel.people.masking import masked_number, registered
from gongzhi.kernel.people.models import HouseholdMember, Person
from gongzhi.kernel.people.names import names_of
from gongzhi.kernel.people.queries import numbers_of, records_of

LINES = 30


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a history: when, who, what."""

    at: dt.datetime
    who: str
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the page of a person says."""

    person: Person
    communities: list[str]
    unit: str
    birth: str
    identity: str
    numbers: list[str]
    other_names: list[str]
    homes: list[str]
    history: list[Happened]


def record_of(person: Person) -> Record:
    """Everything of a person and the records joined to theirs, in a constant number of queries."""
    records = list(records_of([person.pk]))
    every = Person.objects.filter(Q(pk=person.pk) | Q(same_as=person)).prefetch_related("aliases")
    names = {alias.name for each in every for alias in each.aliases.all()} | {each.name for each in every}
    found = numbers_of(records)
    numbers = dict.fromkeys(number for some in found.values() for number in some)
    beside = beside_of([person])
    return Record(
        person,
        beside.communities.get(person.pk, []),
        beside.units.get(person.pk, ""),
        _birth(person),
        registered(person),
        [masked_number(number) for number in numbers],
        sorted(names - {person.name}),
        _homes(records),
        _history(person),
    )


def _birth(person: Person) -> str:
    """As exact as it is known: 1956年, 1956年3月, 1956年3月5日."""
    parts = ((person.birth_year, "年"), (person.birth_month, "月"), (person.birth_day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def _homes(records: list[int]) -> list[str]:
    """To the building, as the law of masking wants it; the door is for who visits."""
    living = HouseholdMember.objects.filter(person__in=records, until=None, household__until=None)
    return list(dict.fromkeys(living.order_by("id").values_list("household__place__name", flat=True)))


def _history(person: Person) -> list[Happened]:
    entries = list(entries_about(person)[:LINES])
    names = names_of(entry.actor_id for entry in entries)
    return [Happened(entry.at, names.get(entry.actor_id or 0, entry.actor_name), sentence(entry)) for entry in entries]
