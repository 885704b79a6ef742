"""Who may change the tree, and when."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.places.models import PARENTS, Place
from gongzhi.kernel.places.states import PlaceState
from gongzhi.lib.actions import YES, Actor, No, Verdict

ENDED = PlaceState.ENDED


def keep_the_tree(by: Actor, path: str) -> Verdict:
    """Who: the named system, or a street officer over the place."""
    if by.is_system or by.can("keep_places", path):
        return YES
    return No(_("社区和网格由街道维护。"), rights=True)


def found_a_street(by: Actor) -> Verdict:
    """Who: the named system alone; no seat reaches beyond its own street."""
    return YES if by.is_system else No(_("新的街道由系统管理员开通。"), rights=True)


def add_place(by: Actor, kind: str, name: str, parent: Place | None) -> Verdict:
    if not (who := keep_the_tree(by, parent.path) if parent else found_a_street(by)):
        return who
    return fits(kind, parent) and _free(kind, name, parent)


def fits(kind: str, parent: Place | None) -> Verdict:
    """When: a place of this kind may stand there, and there is in use."""
    if (parent.kind if parent else None) not in (PARENTS[kind] or (None,)):
        return No(_("这里下面不能设这一级，请选上一级的地方。"))
    if parent and parent.state == ENDED:
        return No(_("上级已经撤销，请选在用的地方。"))
    return YES


def move_place(by: Actor, place: Place, parent: Place, on: dt.date) -> Verdict:
    if not (who := keep_the_tree(by, place.path) and keep_the_tree(by, parent.path)):
        return who
    if place.street_id != parent.street_id:
        return No(_("不能移到另一个街道。"))
    if place.state == ENDED:
        return No(_("已撤销的地方不能移动。"))
    if place.parent_id == parent.pk:
        return No(_("它已经在这里了。"))
    return fits(place.kind, parent) and _free(place.kind, place.name, parent) and _in_time(place, on)


def end_place(by: Actor, place: Place, on: dt.date) -> Verdict:
    if not (who := keep_the_tree(by, place.path)):
        return who
    if place.children.active().exists():
        return No(_("下面还有在用的地方，请先移走或撤销。"))
    return _in_time(place, on)


def _free(kind: str, name: str, parent: Place | None) -> Verdict:
    if Place.objects.active().filter(parent=parent, kind=kind, name=name).exists():
        return No(_("同一个上级下面已经有这个名称。"))
    return YES


def _in_time(place: Place, on: dt.date) -> Verdict:
    """The tree is that of today, and its history goes forward."""
    if on > timezone.localdate():
        return No(_("日期还没有到，到了那天再办。"))
    begun = place.placements.filter(until=None, since__gt=on)
    if begun.exists() or (place.since and on < place.since):
        return No(_("日期不能早于它到这里的那一天。"))
    return YES
