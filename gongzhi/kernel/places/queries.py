"""Reads of the governance tree."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from gongzhi.kernel.places.models import CodeSystem, Kind, Measure, Place, PlaceCode, PlaceCount, short


def streets() -> QuerySet[Place]:
    """The sub-districts on record, oldest first."""
    return Place.objects.active().of_kind(Kind.SUBDISTRICT).order_by("id")


def place_with_code(code: str) -> Place | None:
    """The place that a code means today, of whatever kind."""
    found = PlaceCode.objects.filter(code=code, valid_to=None).select_related("place").first()
    return found.place if found else None


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """The names of places, in administrative order."""
    return dict(Place.objects.filter(pk__in=list(ids)).order_by("position", "id").values_list("pk", "name"))


def newest_count(measure: Measure) -> Subquery:
    """A place's newest declared number, for annotating places."""
    newest = PlaceCount.objects.filter(place=OuterRef("pk"), measure=measure).order_by("-as_of")
    return Subquery(newest.values("number")[:1])


class Territory:
    """The communities, grids, courtyards and entrances of one street, read once and looked up by name or code."""

    def __init__(self, street_id: int | None) -> None:
        places = list(Place.objects.active().filter(street_id=street_id).order_by("position", "id"))
        self.places: dict[int, Place] = {place.pk: place for place in places}
        self.street = self.places.get(street_id) if street_id else None
        self._named = {(p.kind, p.parent_id, p.name): p for p in places}
        self._communities = {short(p.name): p for p in places if p.kind == Kind.COMMUNITY}
        self._courtyards: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            if place.kind == Kind.COURTYARD:
                self._courtyards[place.name].append(place)
        self._load_facts()

    def _load_facts(self) -> None:
        codes = PlaceCode.objects.filter(place__in=self.places, valid_to=None)
        self.code_of: dict[int, str] = {code.place_id: code.code for code in codes}
        self._coded = {(code.system, code.code): self.places[code.place_id] for code in codes}
        self.counts: dict[int, dict[str, int]] = defaultdict(dict)
        for count in PlaceCount.objects.filter(place__in=self.places).order_by("as_of"):
            self.counts[count.place_id][count.measure] = count.number

    def community(self, name: str) -> Place | None:
        """By full or short name: 通信花园社区, 通信花园."""
        return self._communities.get(short(name.strip()))

    def community_in(self, texts: Iterable[str]) -> Place | None:
        """The community named inside one of ``texts`` (tab, title), the longest name first."""
        names = sorted(self._communities, key=len, reverse=True)
        for text in texts:
            for name in names:
                if name in text:
                    return self._communities[name]
        return None

    def community_of(self, place: Place) -> Place | None:
        """The community that ``place`` stands in."""
        chain = [self.places.get(int(step)) for step in place.path.rstrip(".").split(".")]
        return next((p for p in chain if p and p.kind == Kind.COMMUNITY), None)

    def grid(self, code: str) -> Place | None:
        return self._coded.get((CodeSystem.GRID, code))

    def named(self, kind: str, parent_id: int, name: str) -> Place | None:
        return self._named.get((kind, parent_id, name))

    def courtyard(self, community_id: int, name: str) -> Place | None:
        """By name within a community, whichever grid it stands in."""
        for place in self._courtyards.get(name, ()):
            if f".{community_id}." in f".{place.path}":
                return place
        return None
