"""What the frame of the desk needs: its sections for the active role, and who sits there."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.organizations.actors import SignedIn
from gongzhi.kernel.organizations.roster import contact_of


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the side. ``current`` marks where one is; ``count`` what waits there."""

    href: str
    label: str | Promise
    icon: str
    current: bool
    count: int = 0


#: Groups of (name of the address, label, icon, right it asks for).
SECTIONS = (
    (
        ("desk", _("今天"), "today", "work_at_the_desk"),
        ("events", _("活动"), "calendar", "organize_events"),
        ("people", _("人员"), "people", "see_people_masked"),
        ("places", _("社区和网格"), "courtyard", "see_places"),
        ("organizations", _("单位与组织"), "unit", "see_organizations"),
        ("roles_held", _("任职"), "seat", "see_roles"),
        ("intake", _("导入表格"), "intake", "take_in_workbooks"),
    ),
    (
        ("figures", _("数据"), "figures", "work_at_the_desk"),
        ("deliveries", _("消息"), "message", "see_deliveries"),
        ("journal", _("日志"), "journal", "see_own_lines"),
        ("exports", _("导出的名单"), "export", "work_at_the_desk"),
        ("settings", _("设置"), "settings", "see_settings"),
        ("support", _("帮人看看"), "ask", "support"),
    ),
)
#: What stands in a section at an address of its own.
ALSO = {"people": "households"}


def desk(request: HttpRequest) -> dict[str, Any]:
    """For who works at a desk; nothing for anybody else, whose pages have another frame."""
    me: SignedIn | None = getattr(request, "signed_in", None)
    if me is None or not me.actor.can("work_at_the_desk"):
        return {}
    return {
        "desk_sections": [group for each in SECTIONS if (group := _open(each, request.path, me))],
        "who": me.actor.name,
        "seat_label": me.seat_label,
        "contact": SimpleLazyObject(lambda: contact_of(me.actor.reach("work_at_the_desk"))),
        "search_href": reverse("search"),
        "search_text": request.GET.get("q", "")[:64],
        "sign_out_href": reverse("sign_out"),
    }


def _open(group: tuple[tuple[str, Any, str, str], ...], path: str, me: SignedIn) -> list[Section]:
    sections = []
    for name, label, icon, right in group:
        if me.actor.can(right):
            href = reverse(name)
            inside = tuple(reverse(each) for each in (name, ALSO.get(name, name)))
            here = path == href or (name != "desk" and path.startswith(inside))
            sections.append(Section(href, label, icon, here))
    return sections
