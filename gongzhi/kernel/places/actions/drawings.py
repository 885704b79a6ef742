"""Bounds and points of many places, taken in from a map that another program made."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.places import may
from gongzhi.kernel.places.actions.entering import hold_still
from gongzhi.kernel.places.matching import Match, matched, what_comes_of
from gongzhi.kernel.places.models import Place, PlaceShape
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.geojson import Feature, Geometry, position
from gongzhi.lib.versions import demand_unchanged


@action
def take_in_map(
    street: Place, features: Sequence[Feature], *, as_of: dt.date, version: str | None = None, by: Actor
) -> list[Match]:
    """Write the bounds and points of a file of GeoJSON to the places they belong to; what is left out says why.

    ``version`` is that of the preview: raises Overtaken if it would come out otherwise now.
    """
    hold_still([street.pk])
    list(Place.objects.within(street.path).select_for_update(no_key=True, of=("self",)).values_list("pk"))
    street = Place.objects.get(pk=street.pk)
    demand(may.take_in_map(by, street))
    if as_of > timezone.localdate():
        raise Refused(_("日期还没有到，到了那天再办。"))
    matches = matched(features, street, as_of)
    demand_unchanged(version, what_comes_of(matches))
    for match in matches:
        if match.is_written and match.place and match.geometry:
            _write(match.place, match.geometry, as_of)
            record(by, "place.drawn", match.place)
    return matches


def _write(place: Place, geometry: Geometry, as_of: dt.date) -> None:
    if geometry["type"] == "Point":
        place.longitude, place.latitude = position(geometry)
        place.save(update_fields=["longitude", "latitude"])
    else:
        PlaceShape.objects.update_or_create(place=place, defaults={"geometry": geometry, "as_of": as_of})


@action
def erase_shape(place: Place, *, by: Actor) -> Place:
    """Take the bounds of a place off the map again."""
    place = Place.objects.lock(place)
    demand(may.correct_place(by, place))
    if PlaceShape.objects.filter(place=place).delete()[0]:
        record(by, "place.shape_erased", place)
    return place
