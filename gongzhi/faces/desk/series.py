"""What is held again and again: the rule, its days ahead, and the days that somebody has to decide."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.faces.desk.event_forms import AnswerForm, SeriesForm, StopForm
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import Edit
from gongzhi.faces.forms import submitted
from gongzhi.faces.held import what_it_is
from gongzhi.kernel.events import may
from gongzhi.kernel.events.actions import hold_occurrence, open_series, skip_occurrence, stop_series
from gongzhi.kernel.events.models import Occurrence, Series
from gongzhi.kernel.events.queries import access_occurrence, access_series, days_ahead, series_for
from gongzhi.kernel.events.rules import spoken
from gongzhi.lib.actions import No

form_view = require_http_methods(["GET", "HEAD", "POST"])
PUBLISH = "publish_events"


def _home(series: Series) -> str:
    return reverse("series", args=(series.pk,))


@require_safe
def all_series(request: Request) -> HttpResponse:
    """Every series within reach, with its rule in words."""
    lines = [(each, spoken(each.rule)) for each in series_for(request.actor)]
    return render(request, "desk/all_series.html", {"lines": lines, "opens": request.actor.can(PUBLISH)})


@form_view
def add(request: Request) -> HttpResponse:
    """A new series; its first events stand at once."""
    by, form = request.actor, SeriesForm(request.POST or None, by=request.actor, right=PUBLISH)
    onward = submitted(
        request, form, lambda _said: open_series(form.series(), today=timezone.localdate(), by=by), to=_home
    )
    said = {"title": _("开办定期活动"), "way": _("开办"), "trail": _("定期活动"), "back": reverse("all_series")}
    hint = _("按规律提前排好，排好就发布；放假那几天先问您。")
    return onward or render(request, "desk/event_form.html", said | {"edit": Edit(form, ""), "hint": hint})


@require_safe
def series(request: Request, pk: int) -> HttpResponse:
    """One series: what it is, and its days ahead."""
    found = access_series(request.actor, pk)
    decides = bool(may.publishes(request.actor, found.place.path)) and found.state == "active"
    read = {"series": found, "rule": spoken(found.rule), "days": days_ahead(found), "facts": what_it_is(found)}
    return render(request, "desk/series.html", read | {"decides": decides})


@form_view
def stop(request: Request, pk: int) -> HttpResponse:
    """Hold it no more; what is ahead is called off."""
    found, by, form = access_series(request.actor, pk), request.actor, StopForm(request.POST or None)
    done = submitted(request, form, lambda said: stop_series(found, said["reason"], by=by), _home)
    if done:
        return done
    verdict = may.stop_series(by, found, "……")
    why_not = verdict.reason if isinstance(verdict, No) else ""
    return render(request, "desk/series_stop.html", {"series": found, "form": form, "why_not": why_not})


@form_view
def occurrence(request: Request, pk: int) -> HttpResponse:
    """Decide one day that is special."""
    found, by = access_occurrence(request.actor, pk), request.actor
    initial = {"answer": "move", "on": found.on} if found.on and found.on != found.by_rule else {}
    form = AnswerForm(request.POST or None, occurrence=found, initial=initial)

    def save(_said: object) -> Occurrence:
        day = form.day()
        return hold_occurrence(found, on=day, by=by) if day else skip_occurrence(found, by=by)

    if onward := submitted(request, form, save, _home(found.series)):
        return onward
    verdict = may.answer(by, found, None)
    why_not = verdict.reason if isinstance(verdict, No) else ""
    return render(request, "desk/occurrence.html", {"occurrence": found, "form": form, "why_not": why_not})
