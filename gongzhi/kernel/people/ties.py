"""How people are tied to places: from this follows whom the desk of a community sees.

A person belongs to a street. To a community they are tied by what stands there of them: a household, a
seat, a report-in. Each app that keeps such a thing registers it in its ``ties.py``, so that what a
desk sees is known here without the app being known. A tie ends with what it stands for.
"""

import functools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.module_loading import autodiscover_modules

from gongzhi.kernel.people.models import HouseholdMember, Person
from gongzhi.lib.bulk import among

#: The rows of an app that tie somebody to a place today.
Rows = Callable[[], "QuerySet[Any]"]
#: From the ids of some people to the unit at which each of them works, for those who have one.
Units = Callable[[Sequence[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Tie:
    """One kind of tie: its rows, and the fields that say who and where; both are found by an index.

    With ``whole``, it is to a community as a whole and to no part of it.
    """

    rows: Rows
    person: str
    place: str
    whole: bool

    def at(self, path: str) -> "QuerySet[Any]":
        """The rows that tie somebody to the place at ``path`` or to a place in it."""
        if not self.whole:
            return self.rows().filter(**{f"{self.place}__path__startswith": path})
        community = community_at(path)
        return self.rows().filter(**{self.place: community}) if community else self.rows().none()


_ties: dict[str, Tie] = {}
_units: dict[str, Units] = {}


def register(person: str, place: str, *, whole: bool = False) -> Callable[[Rows], Rows]:
    """Decorator: make a kind of tie known by its rows. Raises ValueError if there is one of that name."""

    def enter(rows: Rows) -> Rows:
        _ties[_name(rows, _ties)] = Tie(rows, person, place, whole)
        return rows

    return enter


def register_units(units: Units) -> Units:
    """Decorator: make a way known by which people belong to a unit. Raises ValueError if there is one of that name."""
    _units[_name(units, _units)] = units
    return units


def _name(function: Callable[..., Any], known: Mapping[str, Any]) -> str:
    name = f"{function.__module__}.{function.__qualname__}"
    if name in known:
        raise ValueError(f"two ties with the name {name}")
    return name


@functools.cache
def _discover() -> None:
    """Import every app's ``ties.py``."""
    autodiscover_modules("ties")


def tied_to(paths: Iterable[str], people: Collection[int] | None = None) -> "QuerySet[Any, Any]":
    """The ids of all people tied to one of these places, or of those among ``people``; some of them several times."""
    _discover()
    every = [_ids(tie, path, people) for path in paths for tie in _ties.values()]
    return every[0].union(*every[1:], all=True) if every else Person.objects.none().values_list("pk", flat=True)


def _ids(tie: Tie, path: str, people: Collection[int] | None) -> "QuerySet[Any, Any]":
    rows = tie.at(path).order_by()
    # Asked of each kind of tie: the database does not carry the question into a union of joins.
    some = rows if people is None else rows.filter(among(tie.person, people))
    return some.values_list(tie.person, flat=True)


def communities_of(people: Collection[int]) -> dict[int, list[int]]:
    """The ids of the communities to which these people are tied, in one query; a file comes first."""
    _discover()
    every = [_paths(tie, people) for tie in _ties.values()]
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for person, path in every[0].union(*every[1:], all=True):
        found[person][int(path.split(".")[1])] = None
    return {person: list(communities) for person, communities in found.items()}


def _paths(tie: Tie, people: Collection[int]) -> "QuerySet[Any, Any]":
    """Paths of communities or smaller places, which have two steps at least."""
    rows = tie.rows().order_by().filter(among(tie.person, people), **{f"{tie.place}__parent__isnull": False})
    return rows.values_list(F(tie.person), F(f"{tie.place}__path"))


def units_of(people: Sequence[int]) -> dict[int, str]:
    """The unit of each of these people who has one; one query for each way of belonging to a unit."""
    _discover()
    found: dict[int, str] = {}
    for units in _units.values():
        found = {**units(people), **found}
    return found


def community_at(path: str) -> int | None:
    """The id of the community at ``path``; None for any other place."""
    steps = path.rstrip(".").split(".")
    return int(steps[1]) if len(steps) == 2 else None


@register("pk", "community", whole=True)
def files() -> "QuerySet[Person]":
    """Whose file the community keeps."""
    return Person.objects.all()


@register("person", "household__place")
def households() -> "QuerySet[HouseholdMember]":
    """Who lives behind a door there."""
    return HouseholdMember.objects.filter(until=None, household__until=None)
