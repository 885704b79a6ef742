"""Whose shapes a file of GeoJSON holds: each feature is matched to a place of the street by code or by name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.places.atlas import own_point
from gongzhi.kernel.places.models import Kind, Place, PlaceCode, PlaceShape, short
from gongzhi.lib import geojson
from gongzhi.lib.geojson import Feature, Geometry
from gongzhi.lib.search import tidy
from gongzhi.lib.values import BadValue

#: How programs and offices call the properties that say whose shape it is.
CODES = ("code", "adcode", "代码", "编码", "区划代码", "社区代码", "网格编码", "网格代码")
NAMES = ("name", "名称", "社区", "社区名称", "网格", "网格名称", "楼院", "楼院名称", "mc")
KINDS = ("kind", "种类", "类型", "级别")


class Fate(TextChoices):
    """What becomes of a feature."""

    NEW = "new", gettext_lazy("新增")
    CHANGED = "changed", gettext_lazy("更新")
    SAME = "same", gettext_lazy("已有，没有变化")
    LEFT = "left", gettext_lazy("不写入")


@dataclass(frozen=True, slots=True)
class Match:
    """A feature and its place; ``called`` is how the file calls it, ``why`` says why it is left out."""

    number: int
    called: str
    fate: Fate
    place: Place | None = None
    geometry: Geometry | None = None
    why: str = ""

    @property
    def is_written(self) -> bool:
        return self.fate in (Fate.NEW, Fate.CHANGED)


def matched(features: Iterable[Feature], street: Place, as_of: dt.date) -> list[Match]:
    """What becomes of every feature of a file, in its order; a place takes the first shape it is given."""
    known, taken, matches = _Known(street, as_of), set[tuple[int, str]](), []
    for feature in features:
        match = known.match(feature)
        if match.place and match.geometry:
            claim = (match.place.pk, "point" if match.geometry["type"] == "Point" else "shape")
            if claim in taken:
                match = Match(feature.number, match.called, Fate.LEFT, why=_("文件里前面已经有它了，只用第一个。"))
            taken.add(claim)
        matches.append(match)
    return matches


class _Known:
    """The places of a street by code and by name, with the bounds they have."""

    def __init__(self, street: Place, as_of: dt.date) -> None:
        self.as_of = as_of
        self.places = {place.pk: place for place in Place.objects.active().within(street.path)}
        codes = PlaceCode.objects.filter(place__in=self.places, valid_to=None)
        self.coded = {code.code: self.places[code.place_id] for code in codes}
        self.shapes = {shape.place_id: shape for shape in PlaceShape.objects.filter(place__in=self.places)}
        self.named: dict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            self.named[short(tidy(place.name))].append(place)

    def match(self, feature: Feature) -> Match:
        called = _called(feature)
        if feature.properties.get("derived") is True:
            return Match(feature.number, called, Fate.LEFT, why=_("这个点是由下面的地方推算的，不写入。"))
        place = self._place(feature)
        if isinstance(place, str):
            return Match(feature.number, called, Fate.LEFT, why=place)
        try:
            geometry = _read(feature)
        except BadValue as bad:
            return Match(feature.number, called, Fate.LEFT, place, why=bad.sentence)
        return self._compared(feature.number, called, place, geometry)

    def _place(self, feature: Feature) -> Place | str:
        """The place, or why there is none."""
        code = _said(feature, CODES)
        if code and (place := self.coded.get(code) or self.coded.get(code.removesuffix("000"))):
            return place
        name = short(tidy(_said(feature, NAMES)))
        if not name:
            return _("没有写名称，代码也对不上。") if code else _("没有写代码或名称。")
        found = _narrowed(self.named.get(name, []), feature)
        if not found:
            return _("本街道没有叫“%(name)s”的地方。") % {"name": name}
        return found[0] if len(found) == 1 else _("有%(count)s个地方都叫这个名称，请写代码。") % {"count": len(found)}

    def _compared(self, number: int, called: str, place: Place, geometry: Geometry) -> Match:
        if geometry["type"] == "Point":
            point = own_point(place)
            had, same = point is not None, geometry == point
        else:
            standing = self.shapes.get(place.pk)
            had, same = standing is not None, standing is not None and standing.geometry == geometry
            if standing and not same and standing.as_of > self.as_of:
                return Match(number, called, Fate.LEFT, place, why=_("已有更新的边界，没有用这个旧的。"))
        fate = Fate.SAME if same else Fate.CHANGED if had else Fate.NEW
        return Match(number, called, fate, place, geometry)


def _said(feature: Feature, names: Sequence[str]) -> str:
    told = {str(name).lower(): value for name, value in feature.properties.items()}
    return next((text for name in names if (text := _text(told.get(name)))), "")


def _text(value: Any) -> str:
    """Codes may be numbers in a file, 410105002000.0 among them."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _called(feature: Feature) -> str:
    told = (_said(feature, NAMES), _said(feature, CODES))
    return " ".join(filter(None, told))[:80] or _("第%(number)s个图形") % {"number": feature.number}


def _narrowed(places: list[Place], feature: Feature) -> list[Place]:
    """Those that the file does not rule out by saying of which kind they are, or which of ours."""
    kind = _said(feature, KINDS)
    if kind:
        places = [place for place in places if kind in (place.kind, Kind(place.kind).label)]
    ours = [place for place in places if place.pk == feature.id]
    return ours if len(places) > 1 and ours else places


def _read(feature: Feature) -> Geometry:
    if feature.geometry is None:
        raise BadValue("SHAPE_EMPTY", _("这个图形是空的。"))
    if feature.geometry.get("type") == "Point":
        return geojson.point(*geojson.position(feature.geometry))
    return geojson.shape(feature.geometry)


def what_comes_of(matches: Iterable[Match]) -> dict[str, Any]:
    """What a preview shows: which feature goes where, and what it does there."""
    return {"matches": [[match.number, match.fate, match.place.pk if match.place else None] for match in matches]}
