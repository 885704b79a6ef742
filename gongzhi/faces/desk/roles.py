"""Who holds which role, their accounts, and the roles that wait for a second person."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.faces.desk.lists import shown
from gongzhi.faces.doors import Request
from gongzhi.kernel.organizations.actions import confirm_seat, invite, recover, refuse_seat
from gongzhi.kernel.organizations.roster import (
    access_proposal,
    access_seat,
    has_account,
    proposals_for,
)
from gongzhi.kernel.people.actions import close_account
from gongzhi.kernel.people.states import TicketKind


@require_safe
def roles_held(request: Request) -> HttpResponse:
    """The seats of today within reach, and those that wait for a second person."""
    note = _("谁在什么地方有什么权限，都从这里来；结束了，权限当下就没了。")
    return shown(request, "seats", note=note, proposals=proposals_for(request.actor))


@require_safe
def proposal(request: Request, pk: int) -> HttpResponse:
    """A role that somebody else proposed."""
    return render(request, "desk/proposal.html", {"proposal": access_proposal(request.actor, pk)})


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Confirm it or not."""
    waiting = access_proposal(request.actor, pk)
    if request.POST.get("answer") == "confirm":
        confirm_seat(waiting, by=request.actor)
    else:
        refuse_seat(waiting, by=request.actor)
    return redirect("roles_held")


@require_POST
def account(request: Request, pk: int) -> HttpResponse:
    """A link to set up an account or to recover one; it is shown once, to be handed over personally."""
    seat = access_seat(request.actor, pk)
    if has_account(seat.person):
        kind, key = TicketKind.RECOVERY, recover(seat.person, by=request.actor)
    else:
        kind, key = TicketKind.INVITATION, invite(seat.person, by=request.actor)
    address = request.build_absolute_uri(reverse("set_up", args=(kind.value, key)))
    return render(request, "desk/link.html", {"seat": seat, "kind": kind, "address": address})


@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Nobody comes in with this account any more."""
    seat = access_seat(request.actor, pk)
    if has_account(seat.person):
        close_account(seat.person.account, by=request.actor)
    return redirect("seat", pk)
