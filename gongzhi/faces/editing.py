"""Pages that change a record: what somebody else saved in between is shown beside what was typed (trust.md R8).

The form carries the version of what it showed; the action compares it under its lock (``gongzhi.lib.versions``).
If it was overtaken, the page comes back with both texts, nothing typed is lost, and the next save is
a decision made with open eyes. A view uses it so::

    form = PlaceForm(request.POST or None, initial=shown)
    edit = edited(request, form, shown, lambda said, version: correct_place(…, version=version, by=…), to=…)
    return edit if isinstance(edit, HttpResponse) else render(request, "…", {"edit": edit})

and its template includes ``ui/edit.html``.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse

from gongzhi.faces.doors import Request
from gongzhi.faces.forms import submitted
from gongzhi.lib.forms.form import told
from gongzhi.lib.versions import Overtaken, Shown, version_of

VERSION = "version"


@dataclass(frozen=True, slots=True)
class Line:
    """One question: what was typed, and what stands now."""

    label: Any
    yours: str | dt.date
    theirs: str | dt.date

    @property
    def differs(self) -> bool:
        return self.yours != self.theirs


@dataclass(slots=True)
class Edit:
    """A form to be shown: the version it stands on, and if it was overtaken, both texts."""

    form: forms.Form
    version: str
    lines: list[Line] = field(default_factory=list)


def edited(
    request: Request,
    form: forms.Form,
    shown: Shown,
    save: Callable[[dict[str, Any], str], Any],
    *,
    to: str | Callable[[Any], str],
    as_fields: Callable[[Shown], Shown] = dict,
) -> HttpResponse | Edit:
    """Save what a valid form says, and go on; else what is to be shown.

    ``shown`` is what the action compares, by names and values; ``save`` gets the answers and the version.
    ``as_fields`` turns what stands now into values of the fields, where their names differ.
    """
    edit, overtaken = Edit(form, version_shown(request, shown)), list[Overtaken]()

    def do(said: dict[str, Any]) -> Any:
        try:
            return save(said, edit.version)
        except Overtaken as problem:
            overtaken.append(problem)
            raise

    if onward := submitted(request, form, do, to):
        return onward
    for problem in overtaken:
        edit.version, edit.lines = version_of(problem.now), both(form, as_fields(problem.now))
    return edit


def version_shown(request: Request, shown: Shown) -> str:
    """What a form that comes back stood on, nothing if it does not say; for a new one, what it will show."""
    return request.POST.get(VERSION, "") if request.method == "POST" else version_of(shown)


def both(form: forms.Form, now: Shown) -> list[Line]:
    """What was typed beside what stands, for every question that shows something of the record, and differs."""
    lines = [
        Line(field.label, _said(field.field, form.cleaned_data.get(field.name)), _said(field.field, now[field.name]))
        for field in form.visible_fields()
        if field.name in now
    ]
    return [line for line in lines if line.differs]


def _said(field: forms.Field, value: Any) -> str | dt.date:
    """A day stays one, so that the page says it as it is spoken."""
    return value if isinstance(value, dt.date) else told(field, value)
