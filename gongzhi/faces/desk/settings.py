"""The rules of the street that it may set itself, each from a day on, and the work calendar."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.faces.desk.forms import SettingForm
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import edited
from gongzhi.kernel.people.names import names_of
from gongzhi.kernel.rulebook import may
from gongzhi.kernel.rulebook.actions import set_setting
from gongzhi.kernel.rulebook.calendar import special_days
from gongzhi.kernel.rulebook.declared import Declared, declared
from gongzhi.kernel.rulebook.models import Setting
from gongzhi.kernel.rulebook.queries import history, settings_of, what_is_set


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
    street, form = street_of(request), SettingForm(request.POST or None, setting=wanted)

    def save(said: dict[str, Any], version: str) -> Setting:
        return set_setting(key, **said, street_id=street, version=version, by=request.actor)

    edit = edited(request, form, what_is_set(key, street), save, to=reverse("settings"))
    if isinstance(edit, HttpResponse):
        return edit
    return render(request, "desk/setting.html", _read(request, wanted, street) | {"edit": edit})


def _read(request: Request, wanted: Declared, street: int) -> dict[str, Any]:
    """What the page of a setting says besides its form."""
    lines = history(wanted.key, street)
    names = names_of(line.set_by for line in lines)
    changes = bool(may.change_setting(request.actor, street))
    return {"setting": wanted, "lines": lines, "names": names, "changes": changes}


def street_of(request: Request) -> int:
    """The street of the active seat."""
    paths = request.actor.reach("see_settings")
    if not paths:
        raise Http404
    return int(paths[0].split(".")[0])
