"""What people say at the window, on the telephone or on paper instead of online: that they agree or not any more, and
who acts for them. Everything is read back to them before it is written."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.faces.desk.people_changes import why_not
from gongzhi.faces.desk.rights import form_view, kept, page_of
from gongzhi.faces.desk.window_forms import ConsentForm, MandateForm, WordForm
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import Edit, edited, version_shown
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import enter_consent, enter_end, enter_mandate, enter_withdrawal
from gongzhi.kernel.people.models import Consent, Mandate, Person
from gongzhi.kernel.people.own import mandate_once
from gongzhi.kernel.people.purposes import purpose, standing, what_they_said
from gongzhi.kernel.people.queries import helper_called
from gongzhi.lib.actions import No, Verdict
from gongzhi.lib.forms import Form
from gongzhi.lib.versions import Shown

Said = dict[str, Any]
Save = Callable[[Said, str], Any]


def _step(
    request: Request, person: Person, form: Form, save: Save, verdict: Callable[[Said], Verdict], shown: Shown
) -> tuple[HttpResponse | Edit, bool]:
    """Where the form is: written and gone on from, or to be shown, and whether to be read back first."""
    step = request.POST.get("step")
    if step == "done":
        return edited(request, form, shown, save, to=page_of(person)), False
    edit = Edit(form, version_shown(request, shown))
    return edit, step != "change" and form.is_valid() and _allowed(form, verdict(form.cleaned_data))


def _allowed(form: Form, verdict: Verdict) -> bool:
    """Whether it may be written; else the form says why not, before anybody reads anything back."""
    if isinstance(verdict, No):
        form.add_error(None, verdict.reason)
    return bool(verdict)


def _answer(
    request: Request, person: Person, stage: tuple[HttpResponse | Edit, bool], page: str, read: Said
) -> HttpResponse:
    """On from what was written; else what was said, to be read back, or the page that asks for it."""
    edit, ready = stage
    if isinstance(edit, HttpResponse):
        return edit
    read |= {"person": person, "edit": edit, "why_not": why_not(request, person)}
    return render(request, "desk/read_back.html" if ready else page, read)


@form_view
def consent(request: Request, pk: int, key: str) -> HttpResponse:
    """What somebody says of one purpose: that they agree, or not any more."""
    person, asked, by = kept(request, pk), purpose(key), request.actor
    if asked is None:
        raise Http404

    def save(said: Said, version: str) -> Consent:
        enter = enter_consent if said["answer"] == "yes" else enter_withdrawal
        return enter(person, asked, channel=said["channel"], reason=said["reason"], version=version, by=by)

    def verdict(said: Said) -> Verdict:
        return may.enter_word(by, person, said["channel"], said["reason"])

    stage = _step(request, person, ConsentForm(request.POST or None), save, verdict, what_they_said(person, asked))
    read = {"heading": asked.title, "standing": standing(person, asked)}
    return _answer(request, person, stage, "desk/enter_consent.html", read)


@form_view
def mandate(request: Request, pk: int) -> HttpResponse:
    """Whom somebody lets act for them."""
    person, by = kept(request, pk), request.actor

    def save(said: Said, version: str) -> Mandate:
        return enter_mandate(person, **said, by=by)

    def verdict(said: Said) -> Verdict:
        found = helper_called(person.street_id, said["name"], said["number"])
        until = said["until"] or may.year_later(timezone.localdate())
        return may.enter_mandate(by, person, found, until, said["channel"], said["reason"])

    stage = _step(request, person, MandateForm(request.POST or None), save, verdict, {})
    read = {"heading": _("%(name)s请人帮忙") % {"name": person.name}}
    return _answer(request, person, stage, "desk/enter_mandate.html", read)


@form_view
def mandate_end(request: Request, pk: int, given: int) -> HttpResponse:
    """One of the two ends it: the one on whose page it is."""
    person, by = kept(request, pk), request.actor
    found = mandate_once(person, given)

    def save(said: Said, version: str) -> Mandate:
        return enter_end(found, person=person, **said, by=by)

    def verdict(said: Said) -> Verdict:
        return may.enter_end(by, found, person, said["channel"], said["reason"])

    stage = _step(request, person, WordForm(request.POST or None), save, verdict, {})
    read = {"heading": _ended(found, person), "mandate": found}
    return _answer(request, person, stage, "desk/enter_mandate_end.html", read)


def _ended(mandate: Mandate, person: Person) -> str:
    """What one of the two says."""
    names = {"principal": mandate.principal.name, "helper": mandate.helper.name}
    if person.pk == mandate.principal_id:
        return _("%(principal)s不用%(helper)s帮忙了") % names
    return _("%(helper)s不再帮%(principal)s了") % names
