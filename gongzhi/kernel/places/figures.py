"""How many communities, grids and courtyards there are."""

from typing import ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.places.models import Kind, Place, PlaceQuerySet
from gongzhi.lib.figures import STOCK, Figure, Period, Shown, register


class Places(Figure):
    """Places of one kind that stand on the last day of the period."""

    of_kind: ClassVar[str]
    kind = STOCK
    unit = _("个")
    place_path = "path"
    shown: ClassVar[tuple[Shown, ...]] = (Shown(_("社区"), "name"), Shown(_("街道"), "parent__name"))

    def counted(self, period: Period) -> PlaceQuerySet:
        standing = Q(since=None) | Q(since__lte=period.end)
        not_ended = Q(until=None) | Q(until__gt=period.end)
        return Place.objects.filter(standing, not_ended, kind=self.of_kind).order_by("path")


@register
class Communities(Places):
    key = "communities"
    title = _("社区")
    definition = _("截至当日在用的社区，每个社区由一个居民委员会服务。")
    of_kind = Kind.COMMUNITY
    position = 10


@register
class Grids(Places):
    key = "grids"
    title = _("网格")
    definition = _("截至当日在用的网格，每个网格属于一个社区。")
    of_kind = Kind.GRID
    position = 11
    shown = (Shown(_("网格"), "name"), Shown(_("社区"), "parent__name"))


@register
class Courtyards(Places):
    key = "courtyards"
    title = _("楼院")
    definition = _("截至当日在用的楼院，以社区楼院花名册为准。")
    of_kind = Kind.COURTYARD
    position = 12
    shown = (Shown(_("楼院"), "name"), Shown(_("归属"), "parent__name"))
