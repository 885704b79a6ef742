"""Places as registers bring them: many created at once, one revised by a newer register."""

import datetime as dt
from collections.abc import Sequence

from gongzhi.kernel.places import may
from gongzhi.kernel.places.actions.entering import PlaceFacts, create, parents_of
from gongzhi.kernel.places.models import Place, PlaceCode, PlaceCount, system_of
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.sheets import Effect, Source, Trace


@action
def take_over_places(facts: Sequence[PlaceFacts], *, as_of: dt.date, by: Actor) -> list[Place]:
    """Create places from a register, all at once, in the order given.

    Parents are on record already. Raises Refused if one of them cannot have such a place below it.
    The journal line is the batch's.
    """
    parents = parents_of(facts)
    for fact in facts:
        demand(may.fits(fact.kind, parents.get(fact.parent.pk) if fact.parent else None))
    return create(facts, parents, Source.TAKEN_OVER, as_of)


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
    current = place.codes.filter(valid_to=None, system=system_of(place.kind)).first()
    if not code or (current and (current.code == code or (current.valid_from and current.valid_from > as_of))):
        return []
    traces = []
    if current:
        traces.append(Trace.of(current, Effect.CHANGED, {"valid_to": None}))
        current.valid_to = as_of
        current.save(update_fields=["valid_to"])
    new = PlaceCode.objects.create(
        place=place, system=system_of(place.kind), code=code, valid_from=as_of if current else None
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
