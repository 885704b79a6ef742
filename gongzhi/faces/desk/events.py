"""What is held, one by one: the list, a page for each, and what is done to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.faces.desk.event_forms import BackForm, CancelForm, EventForm, MoveEventForm, WhatForm, as_times
from gongzhi.faces.desk.lists import shown
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import Edit, edited
from gongzhi.faces.forms import attempt, submitted
from gongzhi.faces.held import facts_of
from gongzhi.kernel.events import may
from gongzhi.kernel.events.actions import (
    add_event,
    cancel_event,
    correct_event,
    move_event,
    publish_event,
    send_back_event,
    submit_event,
)
from gongzhi.kernel.events.kinds import kind_of
from gongzhi.kernel.events.models import Event
from gongzhi.kernel.events.queries import RIGHT, access_event, what_is_on_record, when_it_is
from gongzhi.lib.actions import No, Refused

Said = dict[str, Any]
form_view = require_http_methods(["GET", "HEAD", "POST"])


def home_of(event: Event) -> str:
    return reverse("event", args=(event.pk,))


@require_safe
def events(request: Request) -> HttpResponse:
    """Everything that is held within reach, the newest first."""
    ways = [(reverse("add_event"), _("安排一次活动")), (reverse("all_series"), _("定期活动"))]
    return shown(request, "events", ways=ways)


@form_view
def add(request: Request) -> HttpResponse:
    """A new event, as a draft."""
    form = EventForm(request.POST or None, by=request.actor, right=RIGHT)
    onward = submitted(
        request, form, lambda _said: add_event(form.new_facts(), **form.times(), by=request.actor), home_of
    )
    return onward or _asking(request, Edit(form, ""), reverse("events"), title=_("安排一次活动"), way=_("存成草稿"))


def _asking(request: Request, edit: HttpResponse | Edit, back: str, **said: Any) -> HttpResponse:
    if isinstance(edit, HttpResponse):
        return edit
    return render(request, "desk/event_form.html", {"edit": edit, "back": back, "hint": "", "trail": _("活动")} | said)


@require_safe
def event(request: Request, pk: int) -> HttpResponse:
    """One event, and what may be done with it now."""
    found = access_event(request.actor, pk)
    return _page(request, found, BackForm())


def _page(request: Request, found: Event, form: BackForm, refused: str = "") -> HttpResponse:
    by = request.actor
    verdicts = {"submit": may.submit(by, found), "publish": may.publish(by, found)}
    allowed = {name: bool(verdict) for name, verdict in verdicts.items()} | {
        "back": bool(may.send_back(by, found, "……")),
        "change": bool(may.correct_event(by, found, found.host, found.place)),
        "cancel": bool(may.cancel_event(by, found, "……")),
    }
    read = {"event": found, "facts": facts_of(found), "kind": kind_of(found.kind).label}
    return render(request, "desk/event.html", read | {"may": allowed, "form": form, "refused": refused})


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Hand it in, publish it, or give it back with what is to be changed."""
    found, by, form = access_event(request.actor, pk), request.actor, BackForm(request.POST)
    do = {"submit": submit_event, "publish": publish_event}.get(request.POST.get("answer", ""))
    if do:
        try:
            do(found, by=by)
        except Refused as refusal:
            return _page(request, found, BackForm(), refusal.reason)
    elif not form.is_valid() or not attempt(form, lambda: send_back_event(found, **form.cleaned_data, by=by)):
        return _page(request, found, form)
    return redirect(home_of(found))


@form_view
def correct(request: Request, pk: int) -> HttpResponse:
    """What an event is, said anew."""
    found, by = access_event(request.actor, pk), request.actor
    now = what_is_on_record(found)
    form = WhatForm(request.POST or None, initial=now, by=by, right=RIGHT)

    def save(_said: Said, version: str) -> Event:
        return correct_event(found, form.facts(found.kind), version=version, by=by)

    edit = edited(request, form, now, save, to=home_of)
    return _asking(request, edit, home_of(found), title=_("改内容"), way=_("改好了"), trail=found.title)


@form_view
def move(request: Request, pk: int) -> HttpResponse:
    """Another time; who is concerned is told."""
    found, by = access_event(request.actor, pk), request.actor
    now = when_it_is(found)
    form = MoveEventForm(request.POST or None, initial=as_times(now))

    def save(said: Said, version: str) -> Event:
        return move_event(found, **form.times(), reason=said["reason"], version=version, by=by)

    edit = edited(request, form, now, save, to=home_of, as_fields=as_times)
    said = {"title": _("改时间"), "way": _("改时间"), "hint": _("已经发布的，会告诉相关的人。"), "trail": found.title}
    return _asking(request, edit, home_of(found), **said)


@form_view
def cancel(request: Request, pk: int) -> HttpResponse:
    """Call it off, for a reason that everybody reads."""
    found, by, form = access_event(request.actor, pk), request.actor, CancelForm(request.POST or None)
    done = submitted(request, form, lambda said: cancel_event(found, **said, by=by), home_of)
    if done:
        return done
    verdict = may.cancel_event(by, found, "……")
    why_not = verdict.reason if isinstance(verdict, No) else ""
    return render(request, "desk/event_cancel.html", {"event": found, "form": form, "why_not": why_not})
