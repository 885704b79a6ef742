"""Cookies of those who come in and go out."""

import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse

from gongzhi.faces.doors import Request
from gongzhi.faces.keeping import Kept, kept
from gongzhi.faces.public.display import remember
from gongzhi.kernel.organizations.actions import take_usual_role
from gongzhi.kernel.organizations.actors import signed_in
from gongzhi.kernel.people.actions.sessions import Opened
from gongzhi.kernel.people.coming_in import Browser, device_mark
from gongzhi.kernel.people.states import Device, SessionKind
from gongzhi.lib.actions import Actor

YEAR = dt.timedelta(days=365)


def let_in(request: Request, opened: Opened, carried: str) -> HttpResponse:
    """Sign the browser in, and on to where its person wanted to go, with what they had typed."""
    take_usual_role(opened.session, by=Actor.system("sign-in"))
    response = _onward(request, opened, kept(carried))
    give_key(response, opened.key, opened.session.shared)
    account = opened.session.account
    if opened.session.kind == SessionKind.STAFF and not opened.session.shared:
        _set(response, settings.DEVICE_COOKIE, device_mark(account), YEAR)
    if not opened.session.shared:  # there the choices follow the account and never stay (trust.md A18)
        remember(request, response, account.display)
    return response


def _onward(request: Request, opened: Opened, waiting: Kept | None) -> HttpResponse:
    if waiting and waiting.fields and waiting.account_id == opened.session.account_id:
        rotate_token(request)
        return render(request, "public/still_here.html", {"waiting": waiting})
    if waiting:
        return redirect(waiting.address)
    return redirect(start_page(opened.key))


def start_page(key: str) -> str:
    """The desk for who has one, else one's own page."""
    entered = signed_in(key)
    return reverse("desk" if entered and entered.actor.can("work_at_the_desk") else "mine")


def give_key(response: HttpResponse, key: str, shared: bool) -> None:
    """On a shared device the browser forgets the key when it is closed."""
    _set(response, settings.SIGN_IN_COOKIE, key, None if shared else dt.timedelta(days=30))


def take_key(response: HttpResponse) -> None:
    response.delete_cookie(settings.SIGN_IN_COOKIE, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'


def _set(response: HttpResponse, name: str, value: str, lasts: dt.timedelta | None) -> None:
    response.set_cookie(name, value, max_age=lasts, secure=settings.HTTPS, httponly=True, samesite="Lax")


def browser_of(request: Request) -> Browser:
    """The browser of a request, called so that its owner recognises it."""
    known = request.COOKIES.get(settings.DEVICE_COOKIE, "")
    return Browser(_called(request), "shared" in request.POST, known)


def _called(request: Request) -> str:
    agent = request.headers.get("User-Agent", "")
    return next((device for sign, device in _SIGNS if sign in agent), Device.COMPUTER)


_SIGNS = (("iPad", Device.TABLET), ("iPhone", Device.IPHONE), ("Android", Device.ANDROID))
