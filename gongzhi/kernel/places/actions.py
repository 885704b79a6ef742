"""Creating, revising, moving and ending places."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.places import may
from gongzhi.kernel.places.models import (
    CodeSystem,
    Kind,
    Place,
    PlaceCode,
    PlaceCount,
    Placement,
)
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.sheets import Effect, Source, Trace
from gongzhi.lib.states import move


@dataclass(slots=True)
class PlaceFacts:
    """What a register says of one place. ``counts`` maps a Measure to a number."""

    kind: str
    name: str
    parent: Place | None = None
    position: int = 0
    code: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    counts: dict[str, int] = field(default_factory=dict)


@action
def take_over_places(facts: Sequence[PlaceFacts], *, as_of: dt.date, by: Actor) -> list[Place]:
    """Create places from a register, all at once, in the order given.

    Parents are on record already. Raises Refused if one of them cannot have such a place below it.
    The journal line is the batch's.
    """
    parents = _parents(facts)
    for fact in facts:
        demand(may.fits(fact.kind, parents.get(fact.parent.pk) if fact.parent else None))
    return _create(facts, parents, Source.TAKEN_OVER, as_of)


def _parents(facts: Sequence[PlaceFacts]) -> dict[int, Place]:
    """The places that something is put into as they stand now, in a tree held still."""
    asked = [fact.parent for fact in facts if fact.parent]
    _hold_still(parent.street_id or parent.pk for parent in asked)
    return Place.objects.in_bulk({parent.pk for parent in asked})


def _hold_still(streets: Iterable[int | None]) -> None:
    """Until the action ends nobody else adds, moves or ends a place of these streets: paths stay true."""
    rows = Place.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=set(streets))
    list(rows.order_by("pk").values_list("pk"))


def _create(facts: Sequence[PlaceFacts], parents: dict[int, Place], source: Source, as_of: dt.date) -> list[Place]:
    ids = bulk.next_ids(Place, len(facts))
    places = [
        _place(fact, key, parents[fact.parent.pk] if fact.parent else None, source)
        for fact, key in zip(facts, ids, strict=True)
    ]
    bulk.insert(places)
    pairs = list(zip(places, facts, strict=True))
    bulk.insert([Placement(place=place, parent=fact.parent) for place, fact in pairs if fact.parent])
    bulk.insert(
        [PlaceCode(place=place, system=_system(fact.kind), code=fact.code) for place, fact in pairs if fact.code]
    )
    bulk.insert(
        [
            PlaceCount(place=place, measure=measure, number=number, as_of=as_of)
            for place, fact in pairs
            for measure, number in fact.counts.items()
        ]
    )
    return places


def _place(fact: PlaceFacts, key: int, parent: Place | None, source: Source) -> Place:
    return Place(
        pk=key,
        kind=fact.kind,
        name=fact.name,
        parent=parent,
        street_id=parent.street_id if parent else key,
        path=f"{parent.path if parent else ''}{key}.",
        position=fact.position,
        address=fact.address,
        latitude=fact.latitude,
        longitude=fact.longitude,
        source=source,
    )


def _system(kind: str) -> CodeSystem:
    return CodeSystem.GRID if kind == Kind.GRID else CodeSystem.DIVISION


@action
def revise_place(place: Place, fact: PlaceFacts, *, as_of: dt.date, by: Actor) -> list[Trace]:
    """Bring a place up to what a newer register says; empty cells change nothing.

    A new number is added with its day, a former code ends on that day; nothing is overwritten but
    address and coordinates. Returns what was touched, for undoing.
    """
    place = Place.objects.lock(place)
    before = _overwrite(place, fact)
    parts = _revise_code(place, fact.code, as_of) + _revise_counts(place, fact.counts, as_of)
    return [Trace.of(place, Effect.CHANGED if before or parts else Effect.KEPT, before), *parts]


def _overwrite(place: Place, fact: PlaceFacts) -> dict[str, object]:
    said = {"address": fact.address, "latitude": fact.latitude, "longitude": fact.longitude}
    new = {name: value for name, value in said.items() if value not in ("", None) and getattr(place, name) != value}
    before = {name: getattr(place, name) for name in new}
    for name, value in new.items():
        setattr(place, name, value)
    if new:
        place.save(update_fields=list(new))
    return before


def _revise_code(place: Place, code: str, as_of: dt.date) -> list[Trace]:
    current = place.codes.filter(valid_to=None, system=_system(place.kind)).first()
    if not code or (current and (current.code == code or (current.valid_from and current.valid_from > as_of))):
        return []
    traces = []
    if current:
        traces.append(Trace.of(current, Effect.CHANGED, {"valid_to": None}))
        current.valid_to = as_of
        current.save(update_fields=["valid_to"])
    new = PlaceCode.objects.create(
        place=place, system=_system(place.kind), code=code, valid_from=as_of if current else None
    )
    return [*traces, Trace.of(new, Effect.CREATED)]


def _revise_counts(place: Place, counts: dict[str, int], as_of: dt.date) -> list[Trace]:
    traces = []
    for measure, number in counts.items():
        standing = place.counts.filter(measure=measure, as_of__lte=as_of).order_by("-as_of").first()
        if standing and standing.number == number:
            continue
        if standing and standing.as_of == as_of:
            traces.append(Trace("places.placecount", standing.pk, Effect.CHANGED, {"number": standing.number}))
            standing.number = number
            standing.save(update_fields=["number"])
        else:
            new = PlaceCount.objects.create(place=place, measure=measure, number=number, as_of=as_of)
            traces.append(Trace.of(new, Effect.CREATED))
    return traces


@action
def move_place(place: Place, parent: Place, *, on: dt.date, by: Actor) -> Place:
    """Put a place, with all that stands in it, under another parent from ``on``; its placements stay."""
    _hold_still([place.street_id, parent.street_id])
    place, parent = Place.objects.lock(place), Place.objects.lock(parent)
    demand(may.move_place(by, place, parent, on))
    place.placements.filter(until=None).update(until=on)
    Placement.objects.create(place=place, parent=parent, since=on)
    old, new = place.path, f"{parent.path}{place.pk}."
    Place.objects.within(old).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    place.parent, place.path = parent, new
    place.save(update_fields=["parent"])
    record(by, "place.moved", place, parent=parent.pk)
    return place


@action
def end_place(place: Place, *, on: dt.date, by: Actor) -> Place:
    """Close a place from ``on``: it leaves the figures, its history stays."""
    _hold_still([place.street_id])
    place = Place.objects.lock(place)
    demand(may.end_place(by, place, on))
    move(place, "end", until=on)
    place.codes.filter(valid_to=None).update(valid_to=on)
    place.placements.filter(until=None).update(until=on)
    record(by, "place.ended", place)
    return place


@action
def add_place(fact: PlaceFacts, *, as_of: dt.date, by: Actor) -> Place:
    """Enter one place by hand."""
    parents = _parents([fact])
    demand(may.add_place(by, fact.kind, fact.name, parents.get(fact.parent.pk) if fact.parent else None))
    (place,) = _create([fact], parents, Source.LIVE, as_of)
    record(by, "place.added", place)
    return place
