"""Who may change the tree, and when."""

from django.utils.translation import gettext as _

from gongzhi.kernel.places.models import PARENTS, Place
from gongzhi.kernel.places.states import PlaceState
from gongzhi.lib.actions import YES, Actor, No, Verdict


def keep_the_tree(by: Actor, path: str) -> Verdict:
    """Who: the named system, or a street officer over the place."""
    if by.is_system or by.holds("street_leader", "street_city_officer", "admin", path=path):
        return YES
    return No(_("社区和网格由街道维护。"), rights=True)


def add_place(by: Actor, kind: str, parent: Place | None) -> Verdict:
    if not (who := keep_the_tree(by, parent.path if parent else "")):
        return who
    allowed = PARENTS[kind]
    if (parent.kind if parent else None) in (allowed or (None,)):
        return YES
    return No(_("这里下面不能设这一级，请选上一级的地方。"))


def move_place(by: Actor, place: Place, parent: Place) -> Verdict:
    if not (who := keep_the_tree(by, place.path)):
        return who
    if parent.path.startswith(place.path):
        return No(_("不能移到它自己下面。"))
    if place.street_id != parent.street_id:
        return No(_("不能移到另一个街道。"))
    if parent.state != PlaceState.ACTIVE or place.state != PlaceState.ACTIVE:
        return No(_("已撤销的地方不能移动，也不能移进去。"))
    if parent.kind not in PARENTS[place.kind]:
        return No(_("这里下面不能设这一级，请选上一级的地方。"))
    return YES


def end_place(by: Actor, place: Place) -> Verdict:
    if not (who := keep_the_tree(by, place.path)):
        return who
    if place.children.active().exists():
        return No(_("下面还有在用的地方，请先移走或撤销。"))
    return YES
