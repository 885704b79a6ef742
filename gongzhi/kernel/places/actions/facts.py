"""What is said of one place by hand: its name, where it lies, its code. What was said before stays on record."""

import datetime as dt

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.places import may
from gongzhi.kernel.places.actions.entering import hold_still
from gongzhi.kernel.places.models import FormerName, Place, PlaceCode, system_of
from gongzhi.kernel.places.queries import what_code_it_has, what_it_is_called, where_it_lies
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.versions import demand_unchanged


@action
def rename_place(place: Place, name: str, *, on: dt.date, version: str | None = None, by: Actor) -> Place:
    """Call a place otherwise from ``on``; registers that use the former name still mean it."""
    hold_still([place.street_id])
    place, name = Place.objects.lock(place), name.strip()
    demand(may.rename_place(by, place, name, on))
    demand_unchanged(version, what_it_is_called(place))
    FormerName.objects.create(place=place, name=place.name, until=on)
    place.name = name
    place.save(update_fields=["name"])
    record(by, "place.renamed", place)
    return place


@action
def correct_place(
    place: Place,
    *,
    address: str,
    latitude: float | None,
    longitude: float | None,
    version: str | None = None,
    by: Actor,
) -> Place:
    """Say where a place lies: address, and coordinates in degrees of WGS 84 or none."""
    place = Place.objects.lock(place)
    demand(may.correct_place(by, place))
    demand_unchanged(version, where_it_lies(place))
    said = {"address": address.strip(), "latitude": latitude, "longitude": longitude}
    changed = [name for name, value in said.items() if getattr(place, name) != value]
    if changed:
        for name in changed:
            setattr(place, name, said[name])
        place.save(update_fields=changed)
        record(by, "place.corrected", place, fields=changed)
    return place


@action
def give_code(place: Place, code: str, *, since: dt.date, version: str | None = None, by: Actor) -> PlaceCode:
    """Give a place another code from ``since``; the one it had ends on that day."""
    hold_still([place.street_id])
    place = Place.objects.lock(place)
    demand(may.give_code(by, place, code, since))
    demand_unchanged(version, what_code_it_has(place))
    system = system_of(place.kind)
    place.codes.filter(system=system, valid_to=None).update(valid_to=since)
    given = PlaceCode.objects.create(place=place, system=system, code=code, valid_from=since)
    record(by, "place.code_given", place, code=given.pk)
    return given
