"""The desk worker's day: what waits for me, and what happens today."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gongzhi.faces.doors import Request
from gongzhi.lib.happening import Happening, happening_on
from gongzhi.lib.waiting import Waiting, waiting_for

MOST = 100


@dataclass(frozen=True, slots=True)
class Todo:
    """One line as the page shows it: when, with a word and a shape; what; and the button."""

    when: str
    kind: str
    title: str
    line: str
    href: str
    action: str
    main: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What happens, as the page shows it: a clock time or nothing, what, more of it, and its page if it has one."""

    at: dt.datetime | None
    title: str
    line: str
    href: str


@require_safe
def today(request: Request) -> HttpResponse:
    """The first page of the desk."""
    day = timezone.localdate()
    waiting = waiting_for(request.actor)
    todos = [todo(each, day, first=number == 0) for number, each in enumerate(waiting[:MOST])]
    late = sum(each.due is not None and each.due < day for each in waiting)
    happening = [line(each) for each in happening_on(day, request.actor)]
    read = {"day": day, "todos": todos, "total": len(waiting), "late": late, "happening": happening}
    return render(request, "desk/today.html", read)


def todo(waiting: Waiting, day: dt.date, *, first: bool) -> Todo:
    """Only the first button is the main one, so that the eye has a place to begin."""
    when, kind = _when(waiting.due, day)
    href = reverse(waiting.page, kwargs=waiting.arguments)
    return Todo(when, kind, waiting.title, waiting.line, href, waiting.do, first)


def line(happening: Happening) -> Line:
    href = reverse(happening.page, kwargs=happening.arguments) if happening.page else ""
    return Line(happening.at, happening.title, happening.line, href)


def _when(due: dt.date | None, day: dt.date) -> tuple[str, str]:
    if due is None:
        return _("不急"), "info"
    left = (due - day).days
    if left < 0:
        return ngettext("逾期 %(days)s 天", "逾期 %(days)s 天", -left) % {"days": -left}, "stop"
    if left == 0:
        return _("今天"), "warn"
    return ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}, "info" if left > 3 else "warn"
