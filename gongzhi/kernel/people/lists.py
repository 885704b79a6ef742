"""The people and the homes of a desk, as it reads them. Of people names are whole, because they are called by them,
and numbers masked; of homes names are masked too, so that nobody reads in one list who lives where."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.people.households import (
    Lived,
    homes_kept,
    lived_in,
    lived_since,
    places_around,
    places_to_narrow,
    residents_of,
)
from gongzhi.kernel.people.masking import masked_name, masked_number
from gongzhi.kernel.people.models import Household, Person
from gongzhi.kernel.people.queries import SEE, gathered, identified, numbers_of, records_of, tied_at
from gongzhi.kernel.people.requests import KEEP
from gongzhi.kernel.people.ties import communities_of, units_of
from gongzhi.kernel.places.queries import communities_in, names_of, path_of
from gongzhi.lib.actions import Actor
from gongzhi.lib.lists import Cell, Column, Filter, List, register


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page needs to know of its people besides their records."""

    numbers: dict[int, list[str]] = field(default_factory=dict)
    communities: dict[int, list[str]] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    identified: set[int] = field(default_factory=set)


def _name(person: Person, beside: Beside) -> str:
    return person.name


def _telephone(person: Person, beside: Beside) -> str:
    return "、".join(map(masked_number, beside.numbers.get(person.pk, ())))


def _identity(person: Person, beside: Beside) -> str:
    return str(_("已登记") if person.pk in beside.identified else _("未登记"))


def _community(person: Person, beside: Beside) -> str:
    return "、".join(beside.communities.get(person.pk, ()))


def _unit(person: Person, beside: Beside) -> str:
    return beside.units.get(person.pk, "")


def _mark(person: Person, beside: Beside) -> str:
    """Counted, but never certified (domain.md 2.0.3)."""
    return "" if person.pk in beside.identified else str(_("身份证号待补"))


def _communities(by: Actor) -> list[tuple[str, str]]:
    """Those among which a desk can choose: all of its street; the desk of one community has no choice."""
    return [(str(pk), name) for pk, name in communities_in(by.reach(SEE)).items()]


def _at_community(people: QuerySet[Person], value: str) -> QuerySet[Person]:
    return people.filter(tied_at([path_of(int(value))]))


IDENTITY: tuple[tuple[str, str | Promise], ...] = (("known", _("证件号已登记")), ("missing", _("身份证号待补")))


def _by_identity(people: QuerySet[Person], value: str) -> QuerySet[Person]:
    known: Q = identified()
    return people.filter(known if value == "known" else ~known)


@register
class People(List):
    key = "people"
    title = _("人员")
    right = SEE
    export_right = "export_people"
    columns = (
        Column("name", _("姓名"), _name),
        Column("telephone", _("电话"), _telephone),
        Column("identity", _("证件号"), _identity),
        Column("community", _("社区"), _community),
        Column("unit", _("单位"), _unit),
        Column("mark", _("提示"), _mark),
    )
    sorts = {"name": ("pinyin", "id"), "newest": ("-id",)}
    filters = (
        Filter("community", _("社区"), _communities, _at_community),
        Filter("identity", _("证件号"), lambda by: IDENTITY, _by_identity),
    )

    def seen_by(self, by: Actor, right: str) -> QuerySet[Person]:
        return gathered(by, right)

    def beside(self, records: Sequence[Person]) -> Beside:
        return beside(records)

    def people_of(self, records: Sequence[Person]) -> Iterable[int]:
        return [record.pk for record in records]


@dataclass(frozen=True, slots=True)
class BesideHomes:
    """What a page needs to know of its homes besides their records."""

    residents: dict[int, list[Lived]]
    communities: dict[int, str]

    def of(self, home: Household) -> list[Lived]:
        return self.residents.get(home.pk, [])


def _residents(home: Household, beside: BesideHomes) -> str:
    return "、".join(masked_name(one.person.name) for one in beside.of(home))


def _lived_since(home: Household, beside: BesideHomes) -> dt.date | str:
    return lived_since(beside.of(home)) or ""


def _community_of(home: Household, beside: BesideHomes) -> Cell:
    return beside.communities[_community_at(home)]


def _community_at(home: Household) -> int:
    return int(home.place.path.split(".")[1])


LIVED: tuple[tuple[str, str | Promise], ...] = (("lived", _("有人住")), ("empty", _("没有人住")))


def _by_lived(homes: QuerySet[Household], value: str) -> QuerySet[Household]:
    return homes.filter(lived_in() if value == "lived" else ~lived_in())


def _at_place(homes: QuerySet[Household], value: str) -> QuerySet[Household]:
    return homes.filter(place__path__startswith=path_of(int(value)))


@register
class Households(List):
    key = "households"
    title = pgettext_lazy("list", "住户")
    right = KEEP
    export_right = "export_households"
    columns = (
        Column("place", _("住处"), lambda home, beside: home.where),
        Column("community", _("社区"), _community_of),
        Column("residents", _("住的人"), _residents),
        Column("number", _("人数"), lambda home, beside: len(beside.of(home))),
        Column("since", _("从哪天起"), _lived_since),
    )
    sorts = {"place": ("place__path", "id"), "newest": ("-id",)}
    filters = (
        Filter("place", _("地方"), places_to_narrow, _at_place, places_around),
        Filter("lived", _("有没有人住"), lambda by: LIVED, _by_lived),
    )

    def seen_by(self, by: Actor, right: str) -> QuerySet[Household]:
        return homes_kept(by, right)

    def beside(self, records: Sequence[Household]) -> BesideHomes:
        return BesideHomes(residents_of(home.pk for home in records), names_of(map(_community_at, records)))

    def people_of(self, records: Sequence[Household]) -> Iterable[int]:
        return [one.person.pk for some in residents_of(home.pk for home in records).values() for one in some]


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody among others of the same name: what a desk tells them apart by."""

    id: int
    name: str
    bits: list[str]


def cards(people: Sequence[Person]) -> list[Card]:
    """A card for each, in a constant number of queries: community, unit, year of birth, masked telephones."""
    said = beside(people)
    return [Card(person.pk, person.name, [bit for bit in _bits(person, said) if bit]) for person in people]


def _bits(person: Person, said: Beside) -> Iterator[str]:
    yield _community(person, said)
    yield _unit(person, said)
    yield _("%(year)s年生") % {"year": person.birth_year} if person.birth_year else ""
    yield _telephone(person, said)


def beside(records: Sequence[Person]) -> Beside:
    """What stands beside people; whatever stands with a record joined to somebody's stands with them."""
    human = records_of(person.pk for person in records)
    communities = communities_of(human)
    names = names_of({community for some in communities.values() for community in some})
    return Beside(
        _gathered(human, numbers_of(human)),
        _gathered(human, {record: [names[one] for one in some] for record, some in communities.items()}),
        {human[record]: unit for record, unit in units_of(list(human)).items()},
        set(Person.objects.filter(identified(), pk__in=[one.pk for one in records]).values_list("pk", flat=True)),
    )


def _gathered(human: dict[int, int], said: dict[int, list[str]]) -> dict[int, list[str]]:
    """What stands with the records of each human, once."""
    told: dict[int, dict[str, None]] = defaultdict(dict)
    for record in human:
        told[human[record]].update(dict.fromkeys(_of(said, record)))
    return {person: list(texts) for person, texts in told.items()}


def _of(said: dict[int, list[str]], record: int) -> Iterable[str]:
    return said.get(record, ())
