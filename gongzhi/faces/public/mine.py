"""One's own pages, once signed in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongzhi.faces.doors import Request, inside
from gongzhi.faces.public.sessions import give_key, start_page
from gongzhi.kernel.organizations.actions import take_role
from gongzhi.kernel.organizations.choices import chosen_seat, seat_choices
from gongzhi.kernel.people.credentials import session_with


@require_safe
def mine(request: Request) -> HttpResponse:
    """Who I am here, and in which role."""
    me = inside(request)
    seats = seat_choices(session_with(me.session_id), by=request.actor)
    return render(request, "public/mine.html", {"me": me, "seats": seats})


@require_POST
def roles(request: Request) -> HttpResponse:
    """Act in another role; the browser gets another key."""
    me = inside(request)
    session = session_with(me.session_id)
    try:
        seat = chosen_seat(session, request.POST.get("seat", ""))
    except LookupError:
        raise Http404 from None
    key = take_role(session, seat, by=request.actor)
    response = redirect(start_page(key))
    give_key(response, key, me.shared)
    return response
