"""What every page's frame needs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gongzhi.faces.public.display import Display
from gongzhi.kernel.organizations.queries import street_card


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the main sections. ``current`` is the value of ``aria-current``, empty elsewhere; what is ``wide`` has no
    room in the bar of a phone, where the first page leads to it."""

    href: str
    label: str
    icon: str
    current: str
    wide: bool = False


def page(request: HttpRequest) -> dict[str, Any]:
    """Street, display, sections, and who of support looks along. The street is read only if the view did not bring it.

    ``contact`` is whom to call from this page, if a view knows somebody nearer than the street.
    """
    me = getattr(request, "signed_in", None)
    return {
        "street": SimpleLazyObject(street_card),
        "along": me.along if me else None,
        "watched": me.watched if me else None,
        "contact": None,
        "display": getattr(request, "display", Display()),
        "tabs": tabs(request.path, signed_in=me is not None),
        "here": request.get_full_path(),
    }


def tabs(path: str, *, signed_in: bool = False) -> list[Tab]:
    """The sections there are, with the one that ``path`` belongs to marked; the last is the way in, or what is mine."""
    sections = (
        (reverse("home"), _("首页"), "home"),
        (reverse("public_events"), _("活动"), "calendar"),
        (reverse("communities"), _("社区"), "courtyard"),
        (reverse("figures"), _("数据"), "figures"),
        (reverse("mine"), _("我的"), "people") if signed_in else (reverse("come_in"), _("登录"), "people"),
    )
    return [Tab(href, label, icon, _current(path, href), icon == "figures") for href, label, icon in sections]


def _current(path: str, href: str) -> str:
    if path == href:
        return "page"
    return "true" if href != "/" and path.startswith(href) else ""
