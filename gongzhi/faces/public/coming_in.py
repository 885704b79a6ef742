"""The way in: a telephone and a code for residents, name, password and second factor for staff."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.faces.doors import Request
from gongzhi.faces.forms import attempt
from gongzhi.faces.public.sessions import browser_of, let_in, take_key
from gongzhi.faces.public.sign_in_forms import CodeForm, NameForm, SetUpForm, Shared, StaffForm, TelephoneForm
from gongzhi.faces.squares import drawn
from gongzhi.kernel.organizations.actions import set_up
from gongzhi.kernel.people import coming_in
from gongzhi.kernel.people.actions import ask_code, end_session
from gongzhi.kernel.people.credentials import proven, second_factor_of, session_with, ticket
from gongzhi.kernel.people.models import SignInCode
from gongzhi.kernel.people.states import TicketKind
from gongzhi.kernel.places.queries import streets

form_view = require_http_methods(["GET", "HEAD", "POST"])


def carried(request: Request) -> dict[str, str]:
    """What goes along from page to page of the way in."""
    return {name: request.POST.get(name, "") for name in ("kept", "request", "shared")}


@never_cache
@form_view
def come_in(request: Request) -> HttpResponse:
    """The telephone; then a code is on its way."""
    asked = "number" in request.POST
    form = TelephoneForm(request.POST if asked else None)
    if asked and form.is_valid():
        key = attempt(form, lambda: ask_code(form.cleaned_data["number"], by=request.actor))
        if key:
            along = carried(request) | {"request": key}
            return render(request, "public/code.html", {"form": CodeForm(), "carried": along})
    return render(request, "public/come_in.html", {"form": form, "carried": carried(request)})


@never_cache
@require_POST
def code(request: Request) -> HttpResponse:
    """The digits; then who of those on this telephone it is."""
    form = CodeForm(request.POST)
    if form.is_valid():
        key, digits = request.POST.get("request", ""), form.cleaned_data["code"]
        asked = attempt(form, lambda: coming_in.prove_telephone(key, digits, by=request.actor))
        if asked:
            return choose(request, asked, NameForm())
    return render(request, "public/code.html", {"form": form, "carried": carried(request)})


def choose(request: Request, asked: SignInCode, form: NameForm, *, unknown: bool = False) -> HttpResponse:
    """The page that asks who it is."""
    people = coming_in.familiar(asked)
    read = {"form": form, "people": people, "unknown": unknown, "carried": carried(request)}
    return render(request, "public/who.html", read)


@never_cache
@require_POST
def chosen(request: Request) -> HttpResponse:
    """Whoever it is comes in."""
    asked = proven(request.POST.get("request", ""))
    if asked is None:
        return redirect("come_in")
    form = NameForm(request.POST)
    if (person := request.POST.get("person", "")).isdecimal() and len(person) < 19:
        opened = attempt(form, lambda: coming_in.by_choice(asked, int(person), browser_of(request), by=request.actor))
    elif form.is_valid():
        return by_name(request, asked, form)
    else:
        opened = None
    return let_in(request, opened, request.POST.get("kept", "")) if opened else choose(request, asked, form)


def by_name(request: Request, asked: SignInCode, form: NameForm) -> HttpResponse:
    """Somebody who came for the first time, or long ago, says their name."""
    street, first_time = streets().first(), "first_time" in request.POST
    if street is None:
        raise Http404
    name = form.cleaned_data["name"]
    browser, by = browser_of(request), request.actor
    opened = attempt(form, lambda: coming_in.by_name(asked, name, browser, street=street, first_time=first_time, by=by))
    if opened:
        return let_in(request, opened, request.POST.get("kept", ""))
    return choose(request, asked, form, unknown=not form.errors)


@never_cache
@form_view
def staff(request: Request) -> HttpResponse:
    """Name, password and second factor in one go."""
    asked = "name" in request.POST
    form = StaffForm(request.POST if asked else None)
    if asked and form.is_valid():
        given = form.cleaned_data
        browser, by = browser_of(request), request.actor
        opened = attempt(
            form, lambda: coming_in.by_password(given["name"], given["password"], given["code"], browser, by=by)
        )
        if opened:
            return let_in(request, opened, request.POST.get("kept", ""))
    return render(request, "public/staff.html", {"form": form, "carried": carried(request)})


@never_cache
@form_view
def set_up_account(request: Request, kind: str, key: str) -> HttpResponse:
    """What an invitation or a recovery opens: a name, a password, a second factor."""
    found = ticket(key, kind)
    if found is None:
        return render(request, "public/link_over.html", status=410)
    has_name = hasattr(found.person, "account") and bool(found.person.account.name)
    form = SetUpForm(request.POST or None, has_name=has_name)
    if form.is_valid():
        given = {"name": ""} | form.cleaned_data
        if attempt(form, lambda: set_up(key, kind, by=request.actor, **given)):
            return redirect("staff")
    secret, address = second_factor_of(found)
    read = {"form": form, "ticket": found, "secret": secret, "drawing": drawn(address)}
    return render(request, "public/set_up.html", read)


@never_cache
@form_view
def at_the_desk(request: Request, key: str) -> HttpResponse:
    """What the QR code at the desk opens: one button, so that a preview of the link does not use it up."""
    found = ticket(key, TicketKind.DESK)
    if found is None:
        return render(request, "public/link_over.html", status=410)
    form = Shared(request.POST if request.method == "POST" else None)
    if form.is_valid():
        opened = attempt(form, lambda: coming_in.by_desk_link(key, browser_of(request), by=request.actor))
        if opened:
            return let_in(request, opened, "")
    return render(request, "public/desk_link.html", {"form": form, "ticket": found})


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """One button on every page."""
    if request.signed_in:
        end_session(session_with(request.signed_in.session_id), by=request.actor)
    response = redirect("home")
    take_key(response)
    return response
