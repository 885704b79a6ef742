"""What happens to every request: it is shown as the visitor wants it, and it tells the browser what to refuse."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from gongzhi.faces.public.display import Display
from gongzhi.kernel.people.display import known

Answer = Callable[[HttpRequest], HttpResponse]

#: Our own scripts, never one written into a page; no frame, nothing from elsewhere.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-cache",
}


def display(get_response: Answer) -> Answer:
    """Version, size, colours and language from the visitor's cookies; never from Accept-Language, which on a
    shared or imported phone says little about who reads."""

    def respond(request: HttpRequest) -> HttpResponse:
        chosen = Display(**known(request.COOKIES))
        request.display = chosen  # type: ignore[attr-defined]
        with translation.override(chosen.language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.display.lang)  # type: ignore[attr-defined]
        return response

    return respond


def own_display(get_response: Answer) -> Answer:
    """On a device that others use too, the choices of who is signed in come from the account and stay with it."""

    def respond(request: HttpRequest) -> HttpResponse:
        me = getattr(request, "signed_in", None)
        if me is None or not me.shared:
            return get_response(request)
        chosen = Display(**(known(request.COOKIES) | known(me.display or {})))
        request.display = chosen  # type: ignore[attr-defined]
        with translation.override(chosen.language):
            return get_response(request)

    return respond


def headers(get_response: Answer) -> Answer:
    """Headers that a view may set otherwise, but never forgets. Pages differ by cookie: no shared cache keeps them."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if getattr(request, "signed_in", None) is not None:
            response.headers["Cache-Control"] = "no-store"  # whatever the view says (trust.md S12)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        patch_vary_headers(response, ("Cookie",))
        return response

    return respond
