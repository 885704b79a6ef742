"""Adding, moving, ordering and ending places: what changes the tree."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.places import may
from gongzhi.kernel.places.actions.entering import PlaceFacts, create, hold_still, parents_of
from gongzhi.kernel.places.models import Place, Placement
from gongzhi.kernel.places.queries import order_below, where_it_stands
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import Source
from gongzhi.lib.states import move
from gongzhi.lib.versions import demand_unchanged


@action
def add_place(fact: PlaceFacts, *, as_of: dt.date, by: Actor) -> Place:
    """Enter one place by hand."""
    parents = parents_of([fact])
    parent = parents.get(fact.parent.pk) if fact.parent else None
    demand(may.add_place(by, fact.kind, fact.name, parent, fact.code))
    (place,) = create([fact], parents, Source.LIVE, as_of)
    record(by, "place.added", place)
    return place


@action
def move_place(place: Place, parent: Place, *, on: dt.date, version: str | None = None, by: Actor) -> Place:
    """Put a place, with all that stands in it, under another parent from ``on``; its placements stay."""
    hold_still([place.street_id, parent.street_id])
    place, parent = Place.objects.lock(place), Place.objects.lock(parent)
    demand(may.move_place(by, place, parent, on))
    demand_unchanged(version, where_it_stands(place))
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
    hold_still([place.street_id])
    place = Place.objects.lock(place)
    demand(may.end_place(by, place, on))
    move(place, "end", until=on)
    place.codes.filter(valid_to=None).update(valid_to=on)
    place.placements.filter(until=None).update(until=on)
    record(by, "place.ended", place)
    return place


@action
def reorder_places(parent: Place, order: Sequence[int], *, version: str | None = None, by: Actor) -> None:
    """Have the places right below a parent stand in this order, by their ids, wherever places are listed."""
    hold_still([parent.street_id])
    parent = Place.objects.lock(parent)
    demand(may.reorder_places(by, parent))
    demand_unchanged(version, order_below(parent))
    below = {place.pk: place for place in parent.children.active()}
    if set(order) != set(below) or len(order) != len(below):
        raise Refused(_("下面的地方有变化，请重新打开再排。"))
    for position, pk in enumerate(order, start=1):
        below[pk].position = position
    Place.objects.bulk_update(below.values(), ["position"])
    record(by, "place.reordered", parent)
