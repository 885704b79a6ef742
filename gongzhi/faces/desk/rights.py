"""What people ask about their own record, at the desk: corrections, copies on paper, being erased; and deaths."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.faces.desk.rights_forms import AnswerForm, AskedForm, CopyForm, DeathForm, ProposalForm
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import edited
from gongzhi.faces.forms import attempt, submitted
from gongzhi.faces.looks import looks_told
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import (
    confirm_erasure,
    copy_record,
    enter_correction,
    note_death,
    propose_erasure,
    read_correction,
    refuse_correction,
    settle_correction,
    take_back_death,
    take_back_erasure,
    turn_down_erasure,
)
from gongzhi.kernel.people.erasure import foretell, held_back
from gongzhi.kernel.people.models import Correction, Person
from gongzhi.kernel.people.queries import access_person
from gongzhi.kernel.people.record import what_an_answer_stands_on, when_they_died
from gongzhi.kernel.people.requests import (
    KEEP,
    access_correction,
    access_erasure,
    opened,
    reason_of,
)

form_view = require_http_methods(["GET", "HEAD", "POST"])


def kept(request: Request, pk: int) -> Person:
    """Somebody whose record this desk keeps."""
    return access_person(request.actor, pk, KEEP)


def page_of(person: Person) -> str:
    return reverse("person", args=[person.pk])


@form_view
def enter(request: Request, pk: int) -> HttpResponse:
    """What somebody at the window or on the telephone finds wrong."""
    person, form = kept(request, pk), AskedForm(request.POST or None)
    onward = submitted(request, form, lambda said: enter_correction(person, by=request.actor, **said), page_of(person))
    return onward or render(request, "desk/enter_correction.html", {"form": form, "person": person})


@form_view
def correction(request: Request, pk: int) -> HttpResponse:
    """One request, and what the desk answers."""
    found = access_correction(request.actor, pk)
    if request.method != "POST":  # who answers has read it
        read_correction(found, by=request.actor)
    form, shown = AnswerForm(request.POST or None, person=found.person), what_an_answer_stands_on(found)

    def save(_said: dict[str, Any], version: str) -> Correction:
        return answer(request, found, form, version)

    edit = edited(request, form, shown, save, to=page_of(found.person), as_fields=form.beside)
    if isinstance(edit, HttpResponse):
        return edit
    read = {"asked": opened(found), "person": found.person, "edit": edit}
    return render(request, "desk/correction.html", read | {"may": may.answer_correction(request.actor, found)})


def answer(request: Request, found: Correction, form: AnswerForm, version: str) -> Correction:
    """Corrected as the form says, or not, with the reason."""
    said = form.cleaned_data["answer"]
    if form.cleaned_data["outcome"] == "refuse":
        return refuse_correction(found, said, version=version, by=request.actor)
    return settle_correction(found, form.corrected(), said, version=version, by=request.actor)


@form_view
def copy(request: Request, pk: int) -> HttpResponse:
    """Everything that is kept of somebody, to be printed and handed over."""
    person, form = kept(request, pk), CopyForm(request.POST or None)
    by, read = request.actor, {"form": form, "person": person}
    kinds = attempt(form, lambda: copy_record(person, by=by, **form.cleaned_data)) if form.is_valid() else None
    if not kinds:
        return render(request, "desk/copy_record.html", read)
    return render(request, "desk/copy.html", read | {"kinds": kinds, "looks": looks_told(person)})


@form_view
def death(request: Request, pk: int) -> HttpResponse:
    """Somebody died, or it was a mistake."""
    person, by = kept(request, pk), request.actor
    form = DeathForm(request.POST or None, person=person)
    if request.POST.get("answer") == "mistake":
        return redirect(page_of(take_back_death(person, by=by)))

    def save(said: dict[str, Any], version: str) -> Person:
        return note_death(person, on=said["on"], version=version, by=by)

    edit = edited(request, form, when_they_died(person), save, to=page_of(person))
    if isinstance(edit, HttpResponse):
        return edit
    return render(request, "desk/note_death.html", {"edit": edit, "person": person})


@form_view
def propose(request: Request, pk: int) -> HttpResponse:
    """What would go and stay, and who asked for it."""
    person, form = kept(request, pk), ProposalForm(request.POST or None)
    onward = submitted(
        request,
        form,
        lambda said: propose_erasure(person, by=request.actor, **said),
        to=lambda erasure: reverse("erasure", args=[erasure.pk]),
    )
    read = {"form": form, "person": person, "foretold": foretell(person), "held": held_back(person)}
    return onward or render(request, "desk/propose_erasure.html", read)


@require_http_methods(["GET", "HEAD"])
def erasure(request: Request, pk: int) -> HttpResponse:
    """A request to erase somebody, and who may decide it."""
    found = access_erasure(request.actor, pk)
    held = held_back(found.person)
    read = {"erasure": found, "reason": reason_of(found), "foretold": foretell(found.person), "held": held}
    verdicts = {
        "confirms": may.confirm_erasure(request.actor, found, held),
        "takes_back": may.take_back_erasure(request.actor, found),
    }
    return render(request, "desk/erasure.html", read | verdicts)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Confirm it, turn it down, or take it back."""
    found, said = access_erasure(request.actor, pk), request.POST.get("answer", "")
    does = {"confirm": confirm_erasure, "turn_down": turn_down_erasure, "take_back": take_back_erasure}
    if said in does:
        does[said](found, by=request.actor)
    return redirect("erasure", pk)
