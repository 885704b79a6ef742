"""Messages to the people of the desk that did not arrive; whether, never what was in them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongzhi.faces.doors import Request
from gongzhi.kernel.notices.actions import try_again
from gongzhi.kernel.notices.queries import given_up_message, troubled
from gongzhi.kernel.people.names import names_of
from gongzhi.kernel.people.queries import visible_to
from gongzhi.lib.actions import NotThere

MOST = 500


@require_safe
def deliveries(request: Request) -> HttpResponse:
    """What could not be delivered to the people within reach."""
    found = troubled(MOST)
    reached = _among(request, "see_deliveries", [message.person_id for message in found])
    shown = [message for message in found if message.person_id in reached]
    read = {"messages": shown, "names": names_of(message.person_id for message in shown)}
    return render(request, "desk/deliveries.html", read | {"sends": request.actor.can("send_again")})


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Try one that was given up."""
    message = given_up_message(pk)
    if not _among(request, "send_again", [message.person_id or 0]):
        raise NotThere
    try_again(message, by=request.actor)
    return redirect("deliveries")


def _among(request: Request, right: str, people: list[int]) -> set[int]:
    """Those of these people over whom the actor has a right."""
    return set(visible_to(request.actor, right).filter(pk__in=people).values_list("pk", flat=True))
