"""Support looks along: a code to read out, the code typed in, the button that ends it on either side (decision 16)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.faces.doors import Request, back, inside
from gongzhi.faces.forms import attempt
from gongzhi.faces.public.own_forms import WatchForm
from gongzhi.faces.public.sessions import give_key, start_page
from gongzhi.kernel.organizations.actions import ask_watch, end_watch, leave_watch
from gongzhi.kernel.organizations.looking_along import look_along
from gongzhi.kernel.organizations.watching import waiting_of, watch_with
from gongzhi.kernel.people.credentials import session_with


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request) -> HttpResponse:
    """What support would see, and the six digits to tell it; they are shown once."""
    session = session_with(inside(request).session_id)
    code = ask_watch(session, by=request.actor) if request.method == "POST" else ""
    read = {"code": code, "waiting": waiting_of(session.account)}
    return render(request, "public/support.html", read)


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: Request) -> HttpResponse:
    """For support: the digits that somebody reads out, and why; then their first page."""
    me, form = inside(request), WatchForm(request.POST or None)
    if form.is_valid():
        said, session = form.cleaned_data, session_with(me.session_id)
        key = attempt(form, lambda: look_along(said["code"], said["reason"], session, by=request.actor))
        if key:
            response = redirect(start_page(key))
            give_key(response, key, me.shared)
            return response
    return render(request, "desk/support.html", {"form": form})


@require_POST
def end(request: Request) -> HttpResponse:
    """One tap, on either side: whoever is looked along with, or whoever looks and goes back to their own."""
    me = inside(request)
    if me.along is None and not me.over:
        if me.watched:
            end_watch(watch_with(me.watched.id), by=request.actor)
        return redirect(back(request))
    key = leave_watch(session_with(me.browser_id), by=me.myself)
    response = redirect(reverse("support" if me.myself.can("support") else "mine"))
    give_key(response, key, me.shared)
    return response
