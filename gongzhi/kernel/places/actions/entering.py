"""How places are written down: steps inside the actions that add them, in a tree held still."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongzhi.kernel.places.models import Place, PlaceCode, PlaceCount, Placement, system_of
from gongzhi.lib import bulk
from gongzhi.lib.sheets import Source


@dataclass(slots=True)
class PlaceFacts:
    """What a register or a form says of one place. ``counts`` maps a Measure to a number."""

    kind: str
    name: str
    parent: Place | None = None
    position: int = 0
    code: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    counts: dict[str, int] = field(default_factory=dict)


def hold_still(streets: Iterable[int | None]) -> None:
    """Until the action ends nobody else adds, moves or ends a place of these streets: paths stay true."""
    rows = Place.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=set(streets))
    list(rows.order_by("pk").values_list("pk"))


def parents_of(facts: Sequence[PlaceFacts]) -> dict[int, Place]:
    """The places that something is put into as they stand now, in a tree held still."""
    asked = [fact.parent for fact in facts if fact.parent]
    hold_still(parent.street_id or parent.pk for parent in asked)
    return Place.objects.in_bulk({parent.pk for parent in asked})


def create(facts: Sequence[PlaceFacts], parents: dict[int, Place], source: Source, as_of: dt.date) -> list[Place]:
    """Write places with their codes and numbers, all at once, in the order given."""
    ids = bulk.next_ids(Place, len(facts))
    places = [
        _place(fact, key, parents[fact.parent.pk] if fact.parent else None, source)
        for fact, key in zip(facts, ids, strict=True)
    ]
    bulk.insert(places)
    pairs = list(zip(places, facts, strict=True))
    bulk.insert([Placement(place=place, parent=fact.parent) for place, fact in pairs if fact.parent])
    bulk.insert(
        [PlaceCode(place=place, system=system_of(fact.kind), code=fact.code) for place, fact in pairs if fact.code]
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
