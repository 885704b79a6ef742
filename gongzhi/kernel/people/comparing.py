"""Two records side by side, masked, for whoever must say whether they are one human (trust.md 6, case 13)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.people.masking import masked_number, registered
from gongzhi.kernel.people.models import Alias, HouseholdMember, Person
from gongzhi.kernel.people.queries import numbers_of, records_of
from gongzhi.kernel.people.states import Sex
from gongzhi.kernel.people.ties import units_of
from gongzhi.lib.values import PartialDate


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing known of two records. ``same`` compares what is behind the mask; None if one of them says nothing."""

    label: str
    kept: str
    gone: str
    same: bool | None


def compare(kept: Person, gone: Person) -> list[Compared]:
    """What tells two people apart or makes them one: names, birth, telephones, house, unit."""
    both = (kept, gone)
    human = records_of(person.pk for person in both)
    return [
        _row(_("姓名"), [{person.name} for person in both]),
        _row(_("别名"), _aliases(both, human)),
        _row(_("性别"), [_sex(person) for person in both]),
        _row(_("出生年月"), [_birth(person) for person in both]),
        _identity(kept, gone),
        _row(_("电话"), _telephones(both, human), masked_number),
        _row(_("住处"), _houses(both, human)),
        _row(_("单位"), _units(both, human)),
    ]


def _row(label: str, sides: list[set[str]], mask: Any = str) -> Compared:
    kept, gone = sides
    told_kept, told_gone = ("、".join(mask(one) for one in sorted(side)) for side in sides)
    return Compared(label, told_kept, told_gone, bool(kept & gone) if kept and gone else None)


def _sex(person: Person) -> set[str]:
    return {str(person.get_sex_display())} if person.sex != Sex.UNKNOWN else set()


def _birth(person: Person) -> set[str]:
    """To the month: the day completes an identity number."""
    return {PartialDate(person.birth_year, person.birth_month).spoken} if person.birth_year else set()


def _identity(kept: Person, gone: Person) -> Compared:
    marks = [person.identity_mark for person in (kept, gone)]
    same = bytes(marks[0]) == bytes(marks[1]) if marks[0] and marks[1] else None
    return Compared(_("证件号"), registered(kept), registered(gone), same)


def _of_each(both: Iterable[Person], human: dict[int, int], said: Iterable[tuple[int, str]]) -> list[set[str]]:
    """What is said of the records, gathered for each of the two people."""
    gathered: dict[int, set[str]] = defaultdict(set)
    for record, text in said:
        gathered[human[record]].add(text)
    return [gathered[person.pk] for person in both]


def _aliases(both: Iterable[Person], human: dict[int, int]) -> list[set[str]]:
    return _of_each(both, human, Alias.objects.filter(person__in=human).values_list("person_id", "name"))


def _telephones(both: Iterable[Person], human: dict[int, int]) -> list[set[str]]:
    numbers = numbers_of(human)
    return _of_each(both, human, ((record, number) for record, some in numbers.items() for number in some))


def _houses(both: Iterable[Person], human: dict[int, int]) -> list[set[str]]:
    """To the building: the door says who lives alone."""
    homes = HouseholdMember.objects.filter(person__in=human, until=None)
    return _of_each(both, human, homes.values_list("person_id", "household__place__name"))


def _units(both: Iterable[Person], human: dict[int, int]) -> list[set[str]]:
    return _of_each(both, human, units_of(list(human)).items())
