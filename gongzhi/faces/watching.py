"""Support looks through somebody else's eyes: it reads, and each page is written down; it changes and takes nothing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.faces.doors import Answer, Request, back
from gongzhi.kernel.organizations.actions import read_along
from gongzhi.lib.sealing import closed

#: The one address that takes a form from who looks along.
LEAVING = "end_watch"
READS = ("GET", "HEAD")


def watching(get_response: Answer) -> Answer:
    """Middleware: who looks along reads and nothing else, whatever a view would do (trust.md 6, 17)."""

    def respond(request: Request) -> HttpResponse:
        if request.signed_in is None or request.signed_in.along is None:
            return get_response(request)
        with closed():
            response = get_response(request)
            if response.headers.get("Content-Disposition", "").startswith("attachment"):
                return _refused(request, _("您在看别人看得到的页面，文件不能带走。"))
        return response

    def process_view(request: Request, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        me, match = request.signed_in, request.resolver_match
        page = match.url_name if match else ""
        if me is None or page == LEAVING:
            return None
        if me.over:
            return render(request, "public/watch_over.html", status=409)
        if me.along is None:
            return None
        if request.method not in READS:
            return _refused(request, _("您在看别人看得到的页面，只能看，不能改。要办自己的事，请先点“不看了”。"))
        read_along(str(page), me.along.street_id, by=request.actor)
        return None

    respond.process_view = process_view  # type: ignore[attr-defined]
    return respond


def _refused(request: Request, sentence: str) -> HttpResponse:
    return render(request, "public/refused.html", {"reason": sentence, "back": back(request)}, status=403)
