"""The rules of the street that it may set itself, each from a day on, and the work calendar."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.faces.desk.forms import SettingForm
from gongzhi.faces.doors import Request
from gongzhi.faces.forms import attempt
from gongzhi.kernel.people.names import names_of
from gongzhi.kernel.rulebook import may
from gongzhi.kernel.rulebook.actions import set_setting
from gongzhi.kernel.rulebook.calendar import special_days
from gongzhi.kernel.rulebook.declared import declared
from gongzhi.kernel.rulebook.queries import history, settings_of


@require_safe
def settings(request: Request) -> HttpResponse:
    """Every setting with the value of today."""
    today = timezone.localdate()
    read = {"settings": settings_of(street_of(request), on=today), "days": special_days(today), "day": today}
    return render(request, "desk/settings.html", read)


@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: Request, key: str) -> HttpResponse:
    """One setting: what it was, is and will be, and a new value from a day on."""
    try:
        wanted = declared(key)
    except KeyError:
        raise Http404 from None
    street = street_of(request)
    form = SettingForm(request.POST or None, setting=wanted)
    if form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            lambda: set_setting(key, said["value"], valid_from=said["valid_from"], street_id=street, by=request.actor),
        )
        if done:
            return redirect("settings")
    lines = history(key, street)
    names = names_of(line.set_by for line in lines)
    changes = bool(may.change_setting(request.actor, street))
    read: dict[str, Any] = {"setting": wanted, "lines": lines, "names": names, "form": form, "changes": changes}
    return render(request, "desk/setting.html", read)


def street_of(request: Request) -> int:
    """The street of the active seat."""
    paths = request.actor.reach("see_settings")
    if not paths:
        raise Http404
    return int(paths[0].split(".")[0])
