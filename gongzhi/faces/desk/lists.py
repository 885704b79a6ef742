"""The lists of the desk: narrowed, sorted, turned page by page, and taken along. Each is declared by its app."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongzhi.faces.doors import Request
from gongzhi.lib import lists
from gongzhi.lib.forms import Filters, Pick

#: The page that a line of a list opens, and what the orders of lists are called.
OPENS = {
    "people": "person",
    "households": "household",
    "organizations": "organization",
    "seats": "seat",
    "events": "event",
}
ORDERS = {
    "name": gettext_lazy("按姓名"),
    "newest": gettext_lazy("新登记的在前"),
    "title": gettext_lazy("按名称"),
    "kind": gettext_lazy("按种类"),
    "place": gettext_lazy("按地方"),
    "role": gettext_lazy("按角色"),
    "ending": gettext_lazy("快到期的在前"),
    "latest": gettext_lazy("日期近的在前"),
    "soonest": gettext_lazy("日期早的在前"),
}


class Narrowed(Filters):
    """The filters of a list and its order, as questions."""

    def __init__(self, page: lists.Page, listing: lists.List) -> None:
        chosen = {one.key: one.chosen for one in page.filters} | {"sort": page.asked.sort}
        super().__init__(data=chosen if any(chosen.values()) else None, initial=chosen)
        for one in (some for some in page.filters if len(some.choices) > 1):
            self.fields[one.key] = Pick(label=one.title, choices=one.choices, none=_("全部"), required=False)
        if len(listing.sorts) > 1:
            self.fields["sort"] = Pick(label=_("次序"), choices=_orders(listing), none=_first(listing), required=False)


def _orders(listing: lists.List) -> list[tuple[str, Any]]:
    return [(name, ORDERS[name]) for name in list(listing.sorts)[1:]]


def _first(listing: lists.List) -> Any:
    return ORDERS[next(iter(listing.sorts))]


def shown(request: Request, key: str, **beside: Any) -> HttpResponse:
    """One list as a page."""
    listing = lists.access(key, request.actor)
    page = listing.read(request.actor, listing.ask(request.GET.lists(), request.actor))
    export = f"{reverse('ask_export', args=(key,))}?{page.asked.address()}" if _exports(request, listing) else ""
    rows = list(_rows(page, OPENS[key]))
    read = {"page": page, "filters": Narrowed(page, listing), "rows": rows, "export": export}
    return render(request, "desk/list.html", read | {"note": "", "tabs": [], "ways": [], "proposals": []} | beside)


def _exports(request: Request, listing: lists.List) -> bool:
    return bool(listing.export_right) and request.actor.can(listing.export_right)


def _rows(page: lists.Page, opens: str) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """The address of every line, and its cells with their headings."""
    for line in page.lines:
        yield reverse(opens, args=(line.id,)), list(zip(page.headings, line.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists of people beside each other."""

    href: str
    label: str
    current: str
    count: None = None


def _tabs(request: Request, here: str) -> list[Tab]:
    """People, and where they live, for who sees both."""
    every = [listing for key in ("people", "households") if (listing := lists.get(key))]
    seen = [listing for listing in every if listing.is_for(request.actor)]
    tabs = [Tab(reverse(one.key), str(one.title), "page" if one.key == here else "") for one in seen]
    return tabs if len(tabs) > 1 else []


@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody within reach; names whole, numbers masked."""
    return shown(request, "people", tabs=_tabs(request, "people"))


@require_safe
def households(request: Request) -> HttpResponse:
    """The homes behind the doors of this desk's places; names masked."""
    note = _("要登记新的一户，先找到住在那里的人，再从他的页面“改住处”。")
    return shown(request, "households", tabs=_tabs(request, "households"), note=note)


@require_safe
def organizations(request: Request) -> HttpResponse:
    """Every organisation within reach."""
    return shown(request, "organizations")
