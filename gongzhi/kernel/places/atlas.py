"""Where places lie, as features of a map: their bounds if they are known, else a point. Nothing about people.

A feature has the id of its place, so that figures by place can be laid over a map without another one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from gongzhi.kernel.places.models import Kind, Place, PlaceCode, PlaceShape
from gongzhi.lib import geojson
from gongzhi.lib.geojson import Feature, Geometry, Position

#: What anybody may see on a map.
PUBLIC = (Kind.SUBDISTRICT, Kind.COMMUNITY, Kind.COURTYARD)


def lies_somewhere(path: str) -> bool:
    """Whether there is a map of the place at ``path``: it has bounds, or something in it has bounds or a point."""
    drawn = Q(shape__isnull=False) | (Q(longitude__isnull=False) & ~Q(path=path))
    return Place.objects.active().within(path).filter(drawn).exists()


def features(path: str, *kinds: str) -> list[Feature]:
    """The places in use in the place at ``path``, itself too, that lie somewhere; of the ``kinds`` named, else of all.

    A place without bounds and point of its own lies in the middle of the points in it, and says so
    (``derived``).
    """
    places = list(Place.objects.active().within(path).order_by("position", "id"))
    asked = sorted((place for place in places if not kinds or place.kind in kinds), key=_size)
    shapes = dict(PlaceShape.objects.filter(place__in=asked).values_list("place_id", "geometry"))
    codes = dict(PlaceCode.objects.filter(place__in=asked, valid_to=None).values_list("place_id", "code"))
    derived = _middles(places)
    found = []
    for place in asked:
        told = _properties(place, codes.get(place.pk, ""))
        if geometry := shapes.get(place.pk) or own_point(place):
            found.append(Feature(geometry, told, place.pk))
        elif middle := derived.get(place.pk):
            found.append(Feature(geojson.point(*middle), told | {"derived": True}, place.pk))
    return found


def seen_in(path: str, kind: str) -> list[Feature]:
    """What a map of one place shows: of a street its communities, else all that lies somewhere by itself."""
    if kind == Kind.SUBDISTRICT:
        return features(path, Kind.SUBDISTRICT, Kind.COMMUNITY)
    return [feature for feature in features(path) if "derived" not in feature.properties]


def _size(place: Place) -> int:
    """The larger first: what is drawn later lies above, and labels of what comes first have the room."""
    return Kind.values.index(place.kind)


def _properties(place: Place, code: str) -> dict[str, Any]:
    told = {"kind": place.kind, "name": place.name, "code": code, "parent": place.parent_id}
    said = {"short": place.short_name} if place.short_name != place.name else {}
    return {name: value for name, value in told.items() if value} | said


def own_point(place: Place) -> Geometry | None:
    """Where somebody said that a place lies."""
    if place.longitude is None or place.latitude is None:
        return None
    return geojson.point(place.longitude, place.latitude)


def _middles(places: Sequence[Place]) -> dict[int, Position]:
    """For every place in which points lie, the middle of these; a place that has one lends it to all above it."""
    inside: dict[int, list[Position]] = defaultdict(list)
    for place in places:
        if place.longitude is not None and place.latitude is not None:
            for above in _steps(place.path):
                inside[above].append((place.longitude, place.latitude))
    return {pk: _mean(points) for pk, points in inside.items()}


def _steps(path: str) -> Iterable[int]:
    return map(int, path.rstrip(".").split("."))


def _mean(points: Sequence[Position]) -> Position:
    east, north = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return east, north
