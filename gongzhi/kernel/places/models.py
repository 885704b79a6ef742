"""The governance tree: sub-district > community > grid > courtyard > building > entrance.

Its depth is uneven: a courtyard may have entrances and no buildings on record. Codes change every
year and are kept beside the place with their dates, never as its key. A place that moves to
another parent keeps the placements it had.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.places.states import PLACE_MOVES, PlaceState
from gongzhi.lib.geojson import SHAPES
from gongzhi.lib.sheets import Source


class Kind(models.TextChoices):
    SUBDISTRICT = "subdistrict", _("街道")
    COMMUNITY = "community", _("社区")
    GRID = "grid", _("网格")
    COURTYARD = "courtyard", _("楼院")
    BUILDING = "building", _("楼栋")
    ENTRANCE = "entrance", _("门洞")


#: Which kinds a place of a kind may stand in, nearest first. A grid belongs to a community, never to a
#: sub-district directly (domain.md 2.0.2).
PARENTS: dict[str, tuple[str, ...]] = {
    Kind.SUBDISTRICT: (),
    Kind.COMMUNITY: (Kind.SUBDISTRICT,),
    Kind.GRID: (Kind.COMMUNITY,),
    Kind.COURTYARD: (Kind.GRID, Kind.COMMUNITY),
    Kind.BUILDING: (Kind.COURTYARD, Kind.GRID, Kind.COMMUNITY),
    Kind.ENTRANCE: (Kind.BUILDING, Kind.COURTYARD),
}


class PlaceQuerySet(models.QuerySet["Place"]):
    def active(self) -> "PlaceQuerySet":
        return self.filter(state=PlaceState.ACTIVE)

    def of_kind(self, kind: str) -> "PlaceQuerySet":
        return self.filter(kind=kind)

    def within(self, path: str) -> "PlaceQuerySet":
        """The place at ``path`` and everything in it; every place if ``path`` is empty."""
        return self.filter(path__startswith=path) if path else self

    def lock(self, place: "Place") -> "Place":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=place.pk)


class Place(models.Model):
    """One node of the tree. ``path`` is the chain of ids down to itself, as ``"1.4.31."``."""

    moves = PLACE_MOVES

    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    name = models.CharField(_("名称"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    street = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("街道"))
    path = models.CharField(_("路径"), max_length=120, db_collation="C")
    position = models.PositiveIntegerField(_("次序"), default=0)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    latitude = models.FloatField(_("纬度"), null=True, blank=True)
    longitude = models.FloatField(_("经度"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=PlaceState, default=PlaceState.ACTIVE)
    since = models.DateField(_("设立日期"), null=True, blank=True)
    until = models.DateField(_("撤销日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.LIVE)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("地方")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="place_kind"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="place_source"),
            models.CheckConstraint(
                condition=Q(state=PlaceState.ACTIVE, until=None) | Q(state=PlaceState.ENDED, until__isnull=False),
                name="place_state",
                violation_error_message=_("撤销的地方要有撤销日期。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.SUBDISTRICT, parent=None) | (~Q(kind=Kind.SUBDISTRICT) & Q(parent__isnull=False)),
                name="place_root",
                violation_error_message=_("只有街道可以没有上级。"),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="place_dates"
            ),
            models.UniqueConstraint(
                fields=("parent", "kind", "name"),
                condition=Q(state=PlaceState.ACTIVE),
                nulls_distinct=False,
                name="place_name_once",
                violation_error_message=_("同一个上级下面已经有这个名称。"),
            ),
            # What belongs to a street names both, so that one look tells that the place lies in it.
            models.UniqueConstraint(fields=("id", "street"), name="place_in_street"),
        )
        indexes = (
            models.Index(fields=("path",), name="place_path"),
            models.Index(fields=("street", "kind", "state"), name="place_of_street"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """As people say it: 通信花园 for 通信花园社区."""
        return short(self.name)


def short(name: str) -> str:
    """The name of a community or street without the word for what it is."""
    for ending in ("社区", "街道"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


class CodeSystem(models.TextChoices):
    DIVISION = "division", _("统计用区划代码")
    GRID = "grid", _("网格编码")


def system_of(kind: str) -> CodeSystem:
    """The system whose code a place of this kind has."""
    return CodeSystem.GRID if kind == Kind.GRID else CodeSystem.DIVISION


class PlaceCode(models.Model):
    """A code of a place and the days it is valid: statistical codes are reissued every year."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="codes", verbose_name=_("地方"))
    system = models.CharField(_("体系"), max_length=12, choices=CodeSystem)
    code = models.CharField(_("代码"), max_length=24)
    valid_from = models.DateField(_("起用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("代码")
        constraints = (
            models.CheckConstraint(condition=Q(system__in=CodeSystem.values), name="placecode_system"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="placecode_dates",
            ),
            models.UniqueConstraint(
                fields=("system", "code"),
                condition=Q(valid_to=None),
                name="placecode_valid_once",
                violation_error_message=_("这个代码正用在别的地方。"),
            ),
            models.UniqueConstraint(
                fields=("place", "system"), condition=Q(valid_to=None), name="placecode_one_per_system"
            ),
        )

    def __str__(self) -> str:
        return self.code


class SameId(Func):
    """``int8range(id, id, '[]')``: equality that a GiST index without btree_gist can exclude on."""

    function = "INT8RANGE"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class Days(Func):
    """The days from ``since`` up to, not including, ``until``."""

    function = "DATERANGE"

    def __init__(self, *expressions: Any) -> None:
        super().__init__(*expressions, output_field=DateRangeField())


class Placement(models.Model):
    """Under which parent a place stood, and when. The open one is the parent of today."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="placements", verbose_name=_("地方"))
    parent = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("上级"))
    since = models.DateField(_("开始日期"), null=True, blank=True)
    until = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("归属")
        constraints = (
            ExclusionConstraint(
                name="placement_one_at_a_time",
                expressions=(
                    (SameId("place"), RangeOperators.OVERLAPS),
                    (Days("since", "until"), RangeOperators.OVERLAPS),
                ),
                violation_error_message=_("一个地方同一天只能归一个上级。"),
            ),
        )


class FormerName(models.Model):
    """What a place was called until a day; registers of the past still mean it by that name."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="former_names", verbose_name=_("地方"))
    name = models.CharField(_("曾用名"), max_length=80)
    until = models.DateField(_("用到哪天"))

    class Meta:
        verbose_name = _("曾用名")
        ordering = ("-until", "-id")

    def __str__(self) -> str:
        return self.name


class PlaceShape(models.Model):
    """The bounds of a place, as a polygon or several (``gongzhi.lib.geojson.shape``), and the day they are of.

    A row of its own, so that whoever reads a thousand places does not read their bounds.
    """

    place = models.OneToOneField(Place, models.CASCADE, related_name="shape", verbose_name=_("地方"))
    geometry = models.JSONField(_("边界"))
    as_of = models.DateField(_("截至"))

    class Meta:
        verbose_name = _("边界")
        constraints = (
            models.CheckConstraint(
                condition=Q(geometry__has_key="type", geometry__type__in=SHAPES), name="placeshape_geometry"
            ),
        )


class Measure(models.TextChoices):
    HOUSEHOLDS = "households", _("户数")
    POPULATION = "population", _("人口")
    BUILDINGS = "buildings", _("楼栋数")
    ENTRANCES = "entrances", _("单元数")


class PlaceCount(models.Model):
    """A number declared for a place on a day; the newest is today's."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="counts", verbose_name=_("地方"))
    measure = models.CharField(_("项目"), max_length=12, choices=Measure)
    number = models.PositiveIntegerField(_("数量"))
    as_of = models.DateField(_("截至"))

    class Meta:
        verbose_name = _("登记数")
        constraints = (
            models.CheckConstraint(condition=Q(measure__in=Measure.values), name="placecount_measure"),
            models.UniqueConstraint(fields=("place", "measure", "as_of"), name="placecount_once_a_day"),
        )
