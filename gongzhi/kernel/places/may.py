"""Who may change the tree, and when."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.places.holding import held_by
from gongzhi.kernel.places.models import PARENTS, Kind, Place, PlaceCode, system_of
from gongzhi.kernel.places.states import PlaceState
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.holding import told

ENDED = PlaceState.ENDED
#: How many digits the code of a place has (domain.md 2.0.2); of smaller places no form is laid down.
DIGITS: dict[str, tuple[int, ...]] = {Kind.SUBDISTRICT: (9, 12), Kind.COMMUNITY: (12,), Kind.GRID: (15,)}


def see_place(by: Actor, path: str) -> Verdict:
    """Who: the named system, or whoever's seat reaches over the place."""
    return YES if by.is_system or by.can("see_places", path) else No(_("这个地方不在您的范围里。"), rights=True)


def keep_the_tree(by: Actor, path: str) -> Verdict:
    """Who: the named system, or a street officer over the place."""
    if by.is_system or by.can("keep_places", path):
        return YES
    return No(_("社区和网格由街道维护。"), rights=True)


def found_a_street(by: Actor) -> Verdict:
    """Who: the named system alone; no seat reaches beyond its own street."""
    return YES if by.is_system else No(_("新的街道由系统管理员开通。"), rights=True)


def add_place(by: Actor, kind: str, name: str, parent: Place | None, code: str = "") -> Verdict:
    if not (who := keep_the_tree(by, parent.path) if parent else found_a_street(by)):
        return who
    return fits(kind, parent) and _free(kind, name, parent) and (_code_fits(kind, code, parent) if code else YES)


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
    if held := held_by(place.path):
        return No(_("这里还有：%(held)s。请先办完或移走，再撤销。") % {"held": told(held)})
    return _in_time(place, on)


def correct_place(by: Actor, place: Place) -> Verdict:
    """Address, coordinates and bounds."""
    return _in_use(place) if (who := keep_the_tree(by, place.path)) else who


def rename_place(by: Actor, place: Place, name: str, on: dt.date) -> Verdict:
    if not (who := correct_place(by, place)):
        return who
    if not name.strip():
        return No(_("请写新名称。"))
    if name == place.name:
        return No(_("它现在就叫这个名称。"))
    former = place.former_names.first()
    if former and on < former.until:
        return No(_("日期不能早于上一次改名的那一天。"))
    return _free(place.kind, name, place.parent) and _in_time(place, on)


def give_code(by: Actor, place: Place, code: str, since: dt.date) -> Verdict:
    """When: the code is of the right form, nobody else's today, and younger than the one it replaces."""
    if not (who := correct_place(by, place)):
        return who
    current = PlaceCode.objects.filter(place=place, system=system_of(place.kind), valid_to=None).first()
    if current and current.code == code:
        return No(_("它现在就是这个代码。"))
    if current and current.valid_from and since < current.valid_from:
        return No(_("日期不能早于现在这个代码的起用日期。"))
    return _code_fits(place.kind, code, place.parent) and _in_time(place, since, placed=False)


def reorder_places(by: Actor, parent: Place) -> Verdict:
    return correct_place(by, parent)


def take_in_map(by: Actor, street: Place) -> Verdict:
    return correct_place(by, street)


def _in_use(place: Place) -> Verdict:
    return No(_("已撤销的地方不能再改。")) if place.state == ENDED else YES


def _free(kind: str, name: str, parent: Place | None) -> Verdict:
    if Place.objects.active().filter(parent=parent, kind=kind, name=name).exists():
        return No(_("同一个上级下面已经有这个名称。"))
    return YES


def _code_fits(kind: str, code: str, parent: Place | None) -> Verdict:
    """When: a code has the digits of its kind, goes on from that of the place above, and means nothing else today."""
    digits = DIGITS.get(kind, ())
    if not re.fullmatch("[0-9]{6,24}", code) or (digits and len(code) not in digits):
        number = _("或").join(map(str, digits)) or _("6到24")
        return No(_("代码应是%(digits)s位数字，请核对。") % {"digits": number})
    if parent and digits and not code.startswith(_begins(parent)):
        return No(_("代码要以上级的代码%(code)s开头，请核对。") % {"code": _begins(parent)})
    holder = PlaceCode.objects.filter(system=system_of(kind), code=code, valid_to=None).select_related("place").first()
    if holder:
        return No(_("这个代码现在是%(name)s的，请核对。") % {"name": holder.place.name})
    return YES


def _begins(parent: Place) -> str:
    """What the codes below a place begin with; a street's may be filled up with noughts."""
    codes = PlaceCode.objects.filter(place=parent, system=system_of(parent.kind), valid_to=None)
    code = codes.values_list("code", flat=True).first() or ""
    return code[:9] if parent.kind == Kind.SUBDISTRICT else code


def _in_time(place: Place, on: dt.date, *, placed: bool = True) -> Verdict:
    """The tree is that of today, and its history goes forward."""
    if on > timezone.localdate():
        return No(_("日期还没有到，到了那天再办。"))
    begun = placed and place.placements.filter(until=None, since__gt=on).exists()
    if begun or (place.since and on < place.since):
        return No(_("日期不能早于它到这里的那一天。"))
    return YES
