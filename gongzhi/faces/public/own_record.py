"""My own record: what is wrong in it, my telephones and names, and being erased (PIPL art. 46 and 47)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.faces.doors import Request
from gongzhi.faces.forms import attempt, submitted
from gongzhi.faces.public.own_forms import ErasureForm, NewNameForm, NewNumberCodeForm, NewNumberForm, WrongForm
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import (
    add_own_name,
    add_own_telephone,
    ask_code,
    ask_correction,
    ask_erasure,
    stop_own_telephone,
    take_back_correction,
    take_back_erasure,
)
from gongzhi.kernel.people.coming_in import prove_telephone
from gongzhi.kernel.people.erasure import foretell, held_back
from gongzhi.kernel.people.own import oneself
from gongzhi.kernel.people.requests import (
    correction_days,
    open_erasure,
    other_names,
    own_correction,
    own_telephone,
    own_telephones,
)
from gongzhi.kernel.people.states import CodeUse

form_view = require_http_methods(["GET", "HEAD", "POST"])
USE = CodeUse.TELEPHONE


@form_view
def correction(request: Request) -> HttpResponse:
    """What is wrong, and how it is right."""
    person, form = oneself(request.actor), WrongForm(request.POST or None)
    onward = submitted(
        request, form, lambda said: ask_correction(said["wrong"], said["right"], by=request.actor), to=reverse("data")
    )
    return onward or render(request, "public/correction.html", {"form": form, "days": correction_days(person)})


@require_POST
def correction_back(request: Request, pk: int) -> HttpResponse:
    """It need not be answered any more."""
    take_back_correction(own_correction(oneself(request.actor), pk), by=request.actor)
    return redirect("data")


@form_view
def telephones(request: Request) -> HttpResponse:
    """My telephones; a new one is proven by a code first."""
    person, form = oneself(request.actor), NewNumberForm(request.POST or None)
    if form.is_valid():
        key = attempt(form, lambda: ask_code(form.cleaned_data["number"], use=USE, by=request.actor))
        if key:
            return render(request, "public/telephone_code.html", {"form": NewNumberCodeForm(), "key": key})
    return render(request, "public/telephones.html", {"form": form, "numbers": own_telephones(person)})


@require_POST
def telephone_code(request: Request) -> HttpResponse:
    """The digits that came to the new one."""
    oneself(request.actor)
    form, key = NewNumberCodeForm(request.POST), request.POST.get("request", "")
    if form.is_valid() and attempt(form, lambda: _add(request, key, form.cleaned_data["code"])):
        return redirect("own_telephones")
    return render(request, "public/telephone_code.html", {"form": form, "key": key})


def _add(request: Request, key: str, code: str) -> bool:
    add_own_telephone(prove_telephone(key, code, use=USE, by=request.actor), by=request.actor)
    return True


@require_POST
def stop_telephone(request: Request, pk: int) -> HttpResponse:
    """One that is not mine any more."""
    stop_own_telephone(own_telephone(oneself(request.actor), pk), by=request.actor)
    return redirect("own_telephones")


@form_view
def names(request: Request) -> HttpResponse:
    """By which other names I am found."""
    person, form = oneself(request.actor), NewNameForm(request.POST or None)
    onward = submitted(
        request, form, lambda said: add_own_name(said["name"], by=request.actor), to=reverse("own_names")
    )
    read = {"form": form, "person": person, "names": other_names(person)}
    return onward or render(request, "public/own_names.html", read)


@form_view
def erasure(request: Request) -> HttpResponse:
    """What goes, what stays and why, before it is asked for."""
    person, form = oneself(request.actor), ErasureForm(request.POST or None)
    onward = submitted(request, form, lambda said: ask_erasure(by=request.actor), to=reverse("data"))
    read = {"form": form, "person": person, "foretold": foretell(person), "held": held_back(person)}
    return onward or render(request, "public/erasure.html", read | {"waiting": open_erasure(person)})


@require_POST
def erasure_back(request: Request) -> HttpResponse:
    """Everything stays as it is."""
    waiting = open_erasure(oneself(request.actor))
    if waiting and may.take_back_erasure(request.actor, waiting):
        take_back_erasure(waiting, by=request.actor)
    return redirect("data")
