"""One's own pages, once signed in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
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
    return render(request, "public/mine.html", {"me": me, "seats": seats, "doors": doors(request)})


def doors(request: Request) -> list[tuple[str, str, str]]:
    """(address, picture, words) of one's own pages; the desk first for who has one."""
    pages = [
        ("messages", "message", _("消息")),
        ("data", "people", _("我的资料")),
        ("helpers", "seat", _("请人帮忙")),
        ("consents", "agreement", _("同意过什么")),
        ("devices", "telephone", _("在哪里登录了")),
        ("ask_support", "ask", _("请支持人员看看")),
    ]
    if request.actor.can("work_at_the_desk"):
        pages.insert(0, ("desk", "today", _("工作台")))
    return [(reverse(name), icon, label) for name, icon, label in pages]


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
