"""Creating, revising, moving and ending places."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

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

    Parents must exist. The journal line is the batch's.
    """
    ids = bulk.next_ids(Place, len(facts))
    places = [_place(fact, key) for fact, key in zip(facts, ids, strict=True)]
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


def _place(fact: PlaceFacts, key: int) -> Place:
    parent = fact.parent
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
        source=Source.TAKEN_OVER,
    )


def _system(kind: str) -> CodeSystem:
    return CodeSystem.GRID if kind == Kind.GRID else CodeSystem.DIVISION


def trace_of(place: Place, effect: Effect, before: dict[str, object] | None = None) -> Trace:
    return Trace("places.place", place.pk, effect, before)


@action
def revise_place(place: Place, fact: PlaceFacts, *, as_of: dt.date, by: Actor) -> list[Trace]:
    """Bring a place up to what a newer register says; empty cells change nothing.

    A new number is added with its day, a former code gets its last day; nothing is overwritten
    but position, address and coordinates. Returns what was touched, for undoing.
    """
    place = Place.objects.lock(place)
    before = _overwrite(place, fact)
    traces = [trace_of(place, Effect.CHANGED if before else Effect.KEPT, before or None)]
    traces += _revise_code(place, fact.code, as_of)
    traces += _revise_counts(place, fact.counts, as_of)
    return traces


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
    if not code or (current and current.code == code):
        return []
    traces = []
    if current:
        traces.append(Trace("places.placecode", current.pk, Effect.CHANGED, {"valid_to": None}))
        current.valid_to = as_of
        current.save(update_fields=["valid_to"])
    new = PlaceCode.objects.create(
        place=place, system=_system(place.kind), code=code, valid_from=as_of if current else None
    )
    return [*traces, Trace("places.placecode", new.pk, Effect.CREATED)]


def _revise_counts(place: Place, counts: dict[str, int], as_of: dt.date) -> list[Trace]:
    traces = []
    for measure, number in counts.items():
        newest = place.counts.filter(measure=measure).order_by("-as_of").first()
        if newest and newest.number == number:
            continue
        if newest and newest.as_of == as_of:
            traces.append(Trace("places.placecount", newest.pk, Effect.CHANGED, {"number": newest.number}))
            newest.number = number
            newest.save(update_fields=["number"])
        else:
            new = PlaceCount.objects.create(place=place, measure=measure, number=number, as_of=as_of)
            traces.append(Trace("places.placecount", new.pk, Effect.CREATED))
    return traces


@action
def move_place(place: Place, parent: Place, *, on: dt.date, by: Actor) -> Place:
    """Put a place, with all that stands in it, under another parent from ``on``; its placements stay."""
    place = Place.objects.lock(place)
    parent = Place.objects.lock(parent)
    demand(may.move_place(by, place, parent))
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
    place = Place.objects.lock(place)
    demand(may.end_place(by, place))
    move(place, "end", until=on)
    place.codes.filter(valid_to=None).update(valid_to=on)
    place.placements.filter(until=None).update(until=on)
    record(by, "place.ended", place)
    return place


@action
def add_place(fact: PlaceFacts, *, as_of: dt.date, by: Actor) -> Place:
    """Enter one place by hand."""
    demand(may.add_place(by, fact.kind, fact.parent))
    (place,) = take_over_places([replace(fact)], as_of=as_of, by=by)
    Place.objects.filter(pk=place.pk).update(source=Source.LIVE)
    place.source = Source.LIVE
    record(by, "place.added", place)
    return place
