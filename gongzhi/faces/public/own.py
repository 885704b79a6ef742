"""What is mine: messages, consents, who may act for me, where I am signed in."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.faces.doors import Request, inside
from gongzhi.faces.forms import submitted
from gongzhi.faces.looks import looks_told
from gongzhi.faces.public.own_forms import MandateForm
from gongzhi.kernel.notices.actions import mark_all_read
from gongzhi.kernel.notices.queries import inbox_of
from gongzhi.kernel.people.actions import (
    end_other_sessions,
    give_consent,
    name_helper,
    read_for,
    revoke_mandate,
    withdraw_consent,
)
from gongzhi.kernel.people.credentials import open_sessions, session_with
from gongzhi.kernel.people.erasure import held_back
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.own import mandate_of, mandates_given, mandates_held, oneself
from gongzhi.kernel.people.own_data import kept_about
from gongzhi.kernel.people.purposes import purpose, standings
from gongzhi.kernel.people.requests import corrections_of, last_erasure
from gongzhi.lib.sealing import closed


def me(request: Request) -> Person:
    """The person behind a signed-in request."""
    return oneself(request.actor)


@require_safe
def messages(request: Request) -> HttpResponse:
    """The newest messages to me."""
    return render(request, "public/messages.html", {"messages": inbox_of(me(request).pk)})


@require_POST
def read_all(request: Request) -> HttpResponse:
    """I have seen them."""
    mark_all_read(by=request.actor)
    return redirect("messages")


@require_safe
def consents(request: Request) -> HttpResponse:
    """What I agreed to, and what I may agree to."""
    return render(request, "public/consents.html", {"standings": standings(me(request))})


@require_POST
def agree(request: Request, key: str) -> HttpResponse:
    """Agree to one purpose, or take it back: one button either way."""
    asked, person = purpose(key), me(request)
    if asked is None:
        raise Http404
    given = person.consents.filter(purpose=key, withdrawn_at=None).first()
    if request.POST.get("answer") == "yes":
        give_consent(person, purpose=key, version=asked.version, how="online", given_by=person, by=request.actor)
    elif given:
        withdraw_consent(given, withdrawn_by=person, by=request.actor)
    return redirect("consents")


@require_http_methods(["GET", "HEAD", "POST"])
def helpers(request: Request) -> HttpResponse:
    """Who may act for me, and for whom I may act."""
    person, form = me(request), MandateForm(request.POST or None)
    onward = submitted(
        request,
        form,
        lambda said: name_helper(said["name"], said["number"], said["scope"], by=request.actor),
        to=reverse("helpers"),
    )
    if onward:
        return onward
    read = {"form": form, "given": mandates_given(person), "held": mandates_held(person), "day": timezone.localdate()}
    return render(request, "public/acting_for_me.html", read)


@require_safe
def helped(request: Request, pk: int) -> HttpResponse:
    """The record of somebody who asked me to look, as it is shown to others: numbers masked, nothing sealed."""
    mandate = mandate_of(me(request), pk)
    with closed():
        person = read_for(mandate, by=request.actor)
        read = {"person": person, "until": mandate.until, "kinds": kept_about(person)}
        return render(request, "public/helped.html", read)


@require_POST
def end_help(request: Request, pk: int) -> HttpResponse:
    """A word ends a mandate, mine or one I hold."""
    revoke_mandate(mandate_of(me(request), pk), by=request.actor)
    return redirect("helpers")


@require_safe
def devices(request: Request) -> HttpResponse:
    """Where I am signed in."""
    session = session_with(inside(request).session_id)
    return render(request, "public/devices.html", {"sessions": open_sessions(session.account), "this": session})


@require_POST
def end_devices(request: Request) -> HttpResponse:
    """Everywhere but here I am signed out."""
    session = session_with(inside(request).session_id)
    end_other_sessions(session.account, but=session, by=request.actor)
    return redirect("devices")


@require_safe
def data(request: Request) -> HttpResponse:
    """Everything that is kept about me."""
    person = me(request)
    read = {"kinds": kept_about(person), "looks": looks_told(person)}
    asked = {"corrections": corrections_of(person), "erasure": last_erasure(person), "held": held_back(person)}
    return render(request, "public/own_record.html", read | asked)


@require_safe
def data_file(request: Request) -> HttpResponse:
    """The same as a file to take along."""
    kinds = [{"title": kind.title, "rows": [dict(row) for row in kind.rows]} for kind in kept_about(me(request))]
    response = JsonResponse({"kept": kinds}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = "attachment; filename=my-record.json"
    return response
