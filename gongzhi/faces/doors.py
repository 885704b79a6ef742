"""Who stands before the door: every request has an actor, and every address a door that looks at it.

An address without a door opens to nobody. Whoever may not pass learns nothing of what is behind:
it is as if the page did not exist (trust.md S1, S2).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern
from django.views.defaults import page_not_found

from gongzhi.faces.keeping import keep
from gongzhi.faces.once import led_to
from gongzhi.kernel.organizations.actors import SignedIn, signed_in
from gongzhi.kernel.people.actions import see_session
from gongzhi.lib.actions import Actor, NotThere, Refused

Answer = Callable[..., HttpResponse]

PUBLIC, SIGNED_IN = "public", "signed in"


class Request(HttpRequest):
    """A request as our views get it."""

    actor: Actor
    signed_in: SignedIn | None


def inside(request: Request) -> SignedIn:
    """Who came through a door that lets no stranger in."""
    if request.signed_in is None:
        raise PermissionDenied
    return request.signed_in


class Door:
    """Who may come in: everybody, whoever is signed in, or who holds one of the rights by its name in ``roles.py``."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def __call__(self, *routes: URLPattern) -> list[URLPattern]:
        """These addresses stand behind this door."""
        for route in routes:
            route.callback = self._guard(cast(Answer, route.callback))
        return list(routes)

    def _guard(self, view: Answer) -> Answer:
        @wraps(view)
        def enter(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            return self.refuse(request) or view(request, *args, **kwargs)

        enter.door = self  # type: ignore[attr-defined]  # read below and by the house rules
        return enter

    def refuse(self, request: Request) -> HttpResponse | None:
        """What is said to who may not pass; None to who may."""
        if PUBLIC in self.names:
            return None
        if request.signed_in is None:
            return ask_to_sign_in(request)
        if SIGNED_IN in self.names or any(map(request.actor.can, self.names)):
            return None
        if request.signed_in.ended:
            return render(request, "public/role_ended.html", status=403)
        raise Http404


def ask_to_sign_in(request: Request) -> HttpResponse:
    """The way in; what was typed waits on the other side (trust.md A12)."""
    return render(request, "public/sign_in_first.html", {"kept": keep(request)}, status=401)


def who(get_response: Answer) -> Answer:
    """Middleware: find out once per request who acts."""

    def respond(request: Request) -> HttpResponse:
        key, address = request.COOKIES.get(settings.SIGN_IN_COOKIE, ""), address_of(request)
        request.signed_in = signed_in(key, address=address) if key else None
        request.actor = request.signed_in.actor if request.signed_in else Actor(address=address)
        if request.signed_in and request.signed_in.rested:
            see_session(request.signed_in.browser_id, by=Actor.system("sessions"))
        return get_response(request)

    return respond


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. A header is believed only from our own proxy on this machine, and of what it
    says only the last entry, which the proxy itself wrote (trust.md S8)."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY and peer in ("127.0.0.1", "::1", ""):
        return str(request.META.get("HTTP_X_FORWARDED_FOR", peer)).rsplit(",", 1)[-1].strip()
    return peer


def no_way_around(get_response: Answer) -> Answer:
    """Middleware: a view that stands behind no door opens to nobody."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: Answer, args: Any, kwargs: Any) -> None:
        if not hasattr(view, "door"):
            raise PermissionDenied

    respond.process_view = process_view  # type: ignore[attr-defined]
    return respond


def sentences(get_response: Answer) -> Answer:
    """Middleware: a refusal that no form took up is a page with its sentence and a way back; what is out of reach
    does not exist."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, NotThere):
            before = led_to(request)
            return redirect(before) if before else page_not_found(request, Http404())
        if not isinstance(problem, Refused):
            return None
        return render(request, "public/refused.html", {"reason": problem.reason, "back": back(request)}, status=409)

    respond.process_exception = process_exception  # type: ignore[attr-defined]
    return respond


def back(request: HttpRequest) -> str:
    """The page somebody comes from, if it is one of ours; else the first."""
    came = urlsplit(request.headers.get("Referer", ""))
    ours = came.netloc == request.get_host() and came.path.startswith("/")
    return urlunsplit(("", "", came.path, came.query, "")) if ours else "/"
