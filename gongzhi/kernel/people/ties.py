"""How people are tied to places: from this follows whom the desk of a community sees.

A person belongs to a street. To a community they are tied by what stands there of them: a household, a
seat, a report-in. Each app that keeps such a thing registers it in its ``ties.py``, so that what a
desk sees is known here without the app being known. A tie ends with what it stands for.
"""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.module_loading import autodiscover_modules

from gongzhi.kernel.people.models import HouseholdMember, Person
from gongzhi.lib.bulk import among

#: From the path of a place to the rows that tie somebody to it or to a place in it, found by an index.
Tie = Callable[[str], "QuerySet[Any]"]
#: From the ids of some people to the unit at which each of them works, for those who have one.
Units = Callable[[Sequence[int]], Mapping[int, str]]

_ties: dict[str, tuple[Tie, str]] = {}
_units: dict[str, Units] = {}


def register(person: str) -> Callable[[Tie], Tie]:
    """Decorator: make a kind of tie known; ``person`` is the field of its rows that says whom they tie."""

    def enter(tie: Tie) -> Tie:
        _ties[_name(tie, _ties)] = (tie, person)
        return tie

    return enter


def register_units(units: Units) -> Units:
    """Decorator: make a way known by which people belong to a unit."""
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
    every = [_ids(tie(path), person, people) for path in paths for tie, person in _ties.values()]
    return every[0].union(*every[1:], all=True) if every else Person.objects.none().values_list("pk", flat=True)


def _ids(rows: "QuerySet[Any]", person: str, people: Collection[int] | None) -> "QuerySet[Any, Any]":
    # Asked of each kind of tie: the database does not carry the question into a union of joins.
    some = rows if people is None else rows.filter(among(person, people))
    return some.order_by().values_list(person, flat=True)


def units_of(people: Sequence[int]) -> dict[int, str]:
    """The unit of each of these people who has one; one query for each way of belonging to a unit."""
    _discover()
    found: dict[int, str] = {}
    for units in _units.values():
        found = {**units(people), **found}
    return found


def community_at(path: str) -> int | None:
    """The id of the community at ``path``; None for what is smaller. What is tied to a community is tied to no part."""
    steps = path.rstrip(".").split(".")
    return int(steps[1]) if len(steps) == 2 else None


@register("pk")
def files(path: str) -> "QuerySet[Person]":
    """Whose file the community keeps."""
    community = community_at(path)
    return Person.objects.filter(community=community) if community else Person.objects.none()


@register("person")
def households(path: str) -> "QuerySet[HouseholdMember]":
    """Who lives behind a door there."""
    members = HouseholdMember.objects.filter(until=None, household__until=None)
    return members.filter(household__place__path__startswith=path)
