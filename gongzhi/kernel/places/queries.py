"""Reads of the governance tree."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongzhi.kernel.places import may
from gongzhi.kernel.places.models import (
    CodeSystem,
    FormerName,
    Kind,
    Measure,
    Place,
    PlaceCode,
    PlaceCount,
    short,
    system_of,
)
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.bulk import among
from gongzhi.lib.search import tidy

#: Of the code of a community; a street's has nine, or is filled up with noughts (domain.md 2.0.2).
COMMUNITY_DIGITS = 12


def streets() -> QuerySet[Place]:
    """The sub-districts on record, oldest first."""
    return Place.objects.active().of_kind(Kind.SUBDISTRICT).order_by("id")


def place_with_code(code: str) -> Place | None:
    """The place that a code means today, of whatever kind; a street's may be written with twelve digits."""
    short_code = code.removesuffix("000") if len(code) == COMMUNITY_DIGITS else code
    found = PlaceCode.objects.filter(code__in={code, short_code}, valid_to=None).select_related("place").first()
    return found.place if found else None


def access_place(by: Actor, pk: int) -> Place:
    """The place with this id, for whoever may see it: the one door to places at the desk (trust.md S3).

    Raises NotThere, whether there is none of that id or none for this actor.
    """
    place = Place.objects.select_related("parent", "street").filter(pk=pk).first()
    if place is None or not may.see_place(by, place.path):
        raise NotThere
    return place


def where_it_stands(place: Place) -> dict[str, Any]:
    """What a form that moves a place shows of it."""
    return {"parent": place.parent_id}


def where_it_lies(place: Place) -> dict[str, Any]:
    """What a form that corrects a place shows of it."""
    return {"address": place.address, "latitude": place.latitude, "longitude": place.longitude}


def what_it_is_called(place: Place) -> dict[str, Any]:
    """What a form that renames a place shows of it."""
    return {"name": place.name}


def what_code_it_has(place: Place) -> dict[str, Any]:
    """What a form that gives a place another code shows of it."""
    codes = place.codes.filter(system=system_of(place.kind), valid_to=None)
    return {"code": codes.values_list("code", flat=True).first() or ""}


def order_below(parent: Place) -> dict[str, Any]:
    """What a form that orders the places below another shows of them."""
    return {"order": list(parent.children.active().order_by("position", "id").values_list("pk", flat=True))}


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The names of places, in administrative order."""
    return dict(Place.objects.filter(pk__in=list(ids)).order_by("position", "id").values_list("pk", "name"))


def path_of(pk: int) -> str:
    """The path of a place. Raises Place.DoesNotExist."""
    return Place.objects.values_list("path", flat=True).get(pk=pk)


def communities_in(paths: Iterable[str]) -> dict[int, str]:
    """The communities that lie in one of these places: id → name, in administrative order."""
    inside = Q(pk__in=())
    for path in paths:
        inside |= Q(path__startswith=path) & ~Q(path=path)
    found = Place.objects.active().of_kind(Kind.COMMUNITY).filter(inside)
    return dict(found.order_by("position", "id").values_list("pk", "name"))


def newest_count(measure: Measure) -> Subquery:
    """A place's newest declared number, for annotating places."""
    newest = PlaceCount.objects.filter(place=OuterRef("pk"), measure=measure).order_by("-as_of")
    return Subquery(newest.values("number")[:1])


def places_with_codes(codes: Iterable[str]) -> dict[tuple[str, str], Place]:
    """The places, of whatever street, that codes mean today: (system, code) → place."""
    found = PlaceCode.objects.filter(code__in=set(codes), valid_to=None).select_related("place")
    return {(code.system, code.code): code.place for code in found}


#: Whoever serves a community is often written for the community itself.
_COMMITTEE = re.compile(r"(?:居民委员会|居委会|(?<=社区)(?:大?党委|党总支|党支部|党群服务中心))$")


class Territory:
    """The communities, grids, courtyards and entrances of one street, looked up by name or code.

    Only places of the ``kinds`` that are named, else all of them; each sort of fact about them is read
    once, when it is first asked for.
    """

    def __init__(self, street_id: int | None, *kinds: str) -> None:
        found = Place.objects.active().filter(street_id=street_id).order_by("position", "id")
        places = list(found.filter(kind__in=kinds) if kinds else found)
        self.places: dict[int, Place] = {place.pk: place for place in places}
        self.street = self.places.get(street_id) if street_id else None
        self._named = {(p.kind, p.parent_id, tidy(p.name)): p for p in places}
        self._communities = {short(tidy(p.name)): p for p in places if p.kind == Kind.COMMUNITY}
        self._courtyards: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            if place.kind == Kind.COURTYARD:
                self._courtyards[tidy(place.name)].append(place)

    @cached_property
    def _former(self) -> dict[tuple[str, str], list[Place]]:
        """Places of today by the names they went by before: (kind, name) → places. Read when a name is not known."""
        found: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for former in FormerName.objects.filter(among("place", self.places)):
            place = self.places[former.place_id]
            name = short(tidy(former.name)) if place.kind == Kind.COMMUNITY else tidy(former.name)
            found[place.kind, name].append(place)
        return found

    def _formerly(self, kind: str, name: str, within: int | None = None) -> Place | None:
        """The one place that had this name, in the place ``within``; None if several had it."""
        inside = {p for p in self._former.get((kind, name), ()) if not within or f".{within}." in f".{p.path}"}
        return inside.pop() if len(inside) == 1 else None

    @cached_property
    def code_of(self) -> dict[int, str]:
        """By the id of a place, its code of today."""
        return {code.place_id: code.code for code in self._codes}

    @cached_property
    def _codes(self) -> list[PlaceCode]:
        return list(PlaceCode.objects.filter(among("place", self.places), valid_to=None))

    @cached_property
    def _coded(self) -> dict[tuple[str, str], Place]:
        return {(code.system, code.code): self.places[code.place_id] for code in self._codes}

    @cached_property
    def counts(self) -> dict[int, dict[str, int]]:
        """By the id of a place, its newest declared numbers."""
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        for count in self._declared:
            counts[count.place_id][count.measure] = count.number
        return counts

    @cached_property
    def counted_on(self) -> dict[int, dt.date]:
        """By the id of a place, the day of its newest declared number."""
        return {count.place_id: count.as_of for count in self._declared}

    @cached_property
    def _declared(self) -> list[PlaceCount]:
        return list(PlaceCount.objects.filter(among("place", self.places)).order_by("as_of"))

    def community(self, name: str) -> Place | None:
        """By full or short name, or that of its committee: 通信花园社区, 通信花园, 通信花园社区居委会."""
        bare = tidy(name)
        names = (short(bare), short(_COMMITTEE.sub("", bare)))
        known = (self._communities.get(each) for each in names)
        former = (self._formerly(Kind.COMMUNITY, each) for each in names if each)
        return next(filter(None, chain(known, former)), None)

    def community_in(self, texts: Iterable[str]) -> Place | None:
        """The one community named inside the first of ``texts`` (tab, title) that names one and no other.

        The name of the street does not count: many a street has a community called like it.
        """
        for text in texts:
            named = self._communities_in(tidy(text).replace(tidy(self.street.name), "") if self.street else "")
            if len(named) == 1:
                return named[0]
        return None

    def _communities_in(self, text: str) -> list[Place]:
        found = []
        for name in sorted(self._communities, key=len, reverse=True):
            if name in text:
                found.append(self._communities[name])
                text = text.replace(name, "")
        return found

    def grid(self, code: str) -> Place | None:
        return self._coded.get((CodeSystem.GRID, code))

    def named(self, kind: str, parent_id: int, name: str) -> Place | None:
        return self._named.get((kind, parent_id, tidy(name))) or self._formerly(kind, tidy(name), parent_id)

    def courtyard(self, community_id: int, name: str) -> Place | None:
        """By name within a community, whichever grid it stands in."""
        for place in self._courtyards.get(tidy(name), ()):
            if f".{community_id}." in f".{place.path}":
                return place
        return self._formerly(Kind.COURTYARD, tidy(name), community_id)
