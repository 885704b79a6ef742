"""One person as a desk sees them: the name whole, numbers masked, no identity number at all (domain.md 2.0.3)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.ledger.sentences import sentence
from gongzhi.kernel.ledger.subjects import Subject
from gongzhi.kernel.people.lists import beside as beside_of
from gongzhi.kernel.people.masking import masked_number, registered
from gongzhi.kernel.people.models import ContactPoint, Correction, Household, HouseholdMember, Person
from gongzhi.kernel.people.names import names_of
from gongzhi.kernel.people.queries import numbers_of, records_of
from gongzhi.kernel.people.requests import masked_telephones, opened, other_names
from gongzhi.kernel.people.states import CorrectionState
from gongzhi.lib.values import PartialDate

#: Lines of the journal on one page.
LINES = 50


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
    homes: list[Household]
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
        list({home.household_id: home.household for home in homes_of(person)}.values()),
        history_of(person),
    )


def _birth(person: Person) -> str:
    """As exact as it is known: 1956年, 1956年3月, 1956年3月5日."""
    known = PartialDate(person.birth_year, person.birth_month, person.birth_day) if person.birth_year else None
    return known.spoken if known else ""


def what_is_on_record(person: Person) -> dict[str, Any]:
    """What a form that corrects a record shows of it. What a desk does not see is in it by its marks alone, so that a
    change of it is noticed and nothing of it is told."""
    marks = ContactPoint.objects.filter(person__in=list(records_of([person.pk])), until=None).order_by("id")
    return {
        "name": person.name,
        "other_names": "、".join(other_names(person)),
        "sex": person.sex,
        "birth": _birth(person),
        "identity": registered(person),
        "identity_mark": bytes(person.identity_mark or b"").hex(),
        "number": "、".join(number.shown for number in masked_telephones(person)),
        "number_marks": [bytes(mark).hex() for mark in marks.values_list("mark", flat=True)],
    }


def what_an_answer_stands_on(correction: Correction) -> dict[str, Any]:
    """What a form that answers a request shows: the record, and what was answered so far."""
    outcome = {CorrectionState.DONE: "settle", CorrectionState.REFUSED: "refuse"}.get(CorrectionState(correction.state))
    said = {"state": correction.state, "outcome": outcome or "", "answer": opened(correction).answer}
    return what_is_on_record(correction.person) | said


def where_they_live(person: Person) -> dict[str, Any]:
    """What a form that changes somebody's home shows of it: the place; of the door only that it is the same one."""
    homes = homes_of(person)
    return {"place": homes[0].household.place_id if homes else None, "homes": [home.household_id for home in homes]}


def when_they_died(person: Person) -> dict[str, Any]:
    """What a form that notes somebody's death shows of it."""
    return {"on": person.died_on}


def homes_of(person: Person) -> list[HouseholdMember]:
    """Where somebody lives today, by whichever of the records. Shown to the building, as the law of masking wants it;
    the door is for who visits."""
    living = HouseholdMember.objects.filter(person__in=list(records_of([person.pk])), until=None, household__until=None)
    return list(living.select_related("person", "household__place__parent__parent").order_by("id"))


def history_of(thing: Subject) -> list[Happened]:
    """What was done with a record, the newest first."""
    entries = list(entries_about(thing)[:LINES])
    names = names_of(entry.actor_id for entry in entries)
    return [Happened(entry.at, names.get(entry.actor_id or 0, entry.actor_name), sentence(entry)) for entry in entries]
