"""Erasing a human: what of them goes, what stays and why, and what has to be settled first (PIPL art. 47).

Tables that point at a person are found in the model graph: their rows go, or stay without anything
personal if the model says why (``stays_because``). What points at nobody (messages, workbooks, the
journal) is seen to by an :func:`eraser` of its app, and what must be handed over before is told by a
:func:`hold`; both stand in the app's ``erasing.py``, so that it takes part without being known here.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import autodiscover_modules

from gongzhi.kernel.people.blotting import Blotter
from gongzhi.kernel.people.models import Alias, ContactPoint, Person
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, records_of
from gongzhi.lib.actions import Actor
from gongzhi.lib.personal import Words, emptied, why_it_stays
from gongzhi.lib.sealing import unseal


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody with everything they are known by. ``records`` are all of theirs, ``rows`` what points at one, by
    kind; ``numbers`` are telephones that nobody else has."""

    records: tuple[int, ...]
    street_id: int
    names: frozenset[str]
    numbers: frozenset[str]
    identities: frozenset[str]
    rows: Mapping[str, frozenset[int]]
    marks: frozenset[bytes] = field(default=frozenset(), repr=False)

    @property
    def blotter(self) -> Blotter:
        return Blotter(self.names, self.numbers, self.identities)


#: Does what one app has to do about a human who is erased, with what was prepared for it.
Erase = Callable[[Human, Any, Actor], None]
#: Sentences about what somebody has to settle before they can be erased.
Hold = Callable[[Iterable[int]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Eraser:
    """One app's part. ``kinds`` are the models that it sees to; ``goes`` says what goes, ``stays`` what does not
    and why, on the page that asks again. ``prepare`` does what takes long, before anything is locked and without
    changing anything."""

    erase: Erase
    kinds: tuple[str, ...]
    goes: Words = ""
    stays: tuple[Words, Words] | None = None
    prepare: Callable[[Human], Any] | None = None

    @property
    def name(self) -> str:
        return f"{self.erase.__module__}.{self.erase.__qualname__}"


_erasers: dict[str, Eraser] = {}
_holds: list[Hold] = []


def eraser(*kinds: str, **told: Any) -> Callable[[Erase], Erase]:
    """Decorator: this function erases what the models of these labels (``"intake.Row"``) keep of a human."""

    def enter(erase: Erase) -> Erase:
        known = Eraser(erase, kinds, **told)
        if known.name in _erasers:
            raise ValueError(f"two erasers with the name {known.name}")
        _erasers[known.name] = known
        return erase

    return enter


def hold(function: Hold) -> Hold:
    """Decorator: this function knows what somebody has to settle first."""
    _holds.append(function)
    return function


@functools.cache
def _discover() -> None:
    """Import every app's ``erasing.py``."""
    autodiscover_modules("erasing")


def erasers() -> list[Eraser]:
    _discover()
    return list(_erasers.values())


def held_back(person: Person) -> list[str]:
    """What somebody has to settle before they can be erased, in sentences; nothing for most people."""
    _discover()
    records = list(records_of([person.pk]))
    return [sentence for told in _holds for sentence in told(records)]


def human(person: Person) -> Human:
    """Everything that a person is known by, in all their records."""
    records = tuple(sorted(records_of([person.pk])))
    every = list(Person.objects.filter(pk__in=records).order_by("pk"))
    aliases = Alias.objects.filter(person__in=records).values_list("name", flat=True)
    contacts = ContactPoint.objects.filter(person__in=records)
    sealed = {bytes(mark): bytes(number) for mark, number in contacts.values_list("mark", "sealed")}
    others = ContactPoint.objects.filter(mark__in=list(sealed), until=None).exclude(person__in=records)
    own = sealed.keys() - {bytes(mark) for mark in others.values_list("mark", flat=True)}
    return Human(
        records,
        person.street_id,
        frozenset([*(each.name for each in every), *aliases]),
        frozenset(unseal(sealed[mark], MOBILE) for mark in own),
        frozenset(unseal(bytes(each.identity_sealed), IDENTITY) for each in every if each.identity_sealed),
        {Person._meta.label_lower: frozenset(records)} | _rows(records),
        frozenset(own),
    )


def _rows(records: Iterable[int]) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for about in speaking_of_people():
        kind = about.model._meta.label_lower
        rows = about.model._base_manager.filter(**{f"{about.name}__in": records}).values_list("pk", flat=True)
        found[kind] = found.get(kind, frozenset()).union(rows)
    return {kind: ids for kind, ids in found.items() if ids}


def speaking_of_people() -> "Iterator[models.ForeignKey[Any, Any]]":
    """The fields that say whom a row is about; those that say who did something are not of this kind."""
    for model in apps.get_models():
        for each in model._meta.local_fields:
            if not isinstance(each, models.ForeignKey) or each.name.endswith("_by"):
                continue
            if each.related_model is Person and model is not Person:
                yield each


def stays(model: type[models.Model]) -> bool:
    """Whether the rows of a table outlast the person they are about: if it says why, or if nothing personal need
    stay in them and it says nothing."""
    why = why_it_stays(model)
    return emptied(model) is not None if why is None else bool(why)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one kind of record: it goes, or it stays, and why."""

    title: str
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Foretold:
    """What will go and what will stay, to be read before it happens."""

    goes: list[Fate]
    stays: list[Fate]


def foretell(person: Person) -> Foretold:
    """What would become of everything that is kept of a person."""
    told = Foretold([], [])
    for kind, ids in human(person).rows.items():
        model = apps.get_model(kind)
        if model is Person:
            continue
        fate = Fate(str(model._meta.verbose_name), len(ids), str(why_it_stays(model) or ""))
        (told.stays if stays(model) else told.goes).append(fate)
    for each in erasers():
        told.goes.extend([Fate(str(each.goes), 0)] if each.goes else [])
        told.stays.extend([Fate(str(each.stays[0]), 0, str(each.stays[1]))] if each.stays else [])
    return told
