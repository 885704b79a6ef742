"""Who acts when the worker does what a clerk asked for: the clerk, in the seat of that desk, as it stands then."""

from dataclasses import replace

from django.utils import timezone

from gongzhi.kernel.intake.may import path_of
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Actor

WORKER = Actor.system("worker")


def acting(person_id: int | None, account_id: int | None, *, street_id: int | None, community_id: int | None) -> Actor:
    """The clerk with what they may do at this desk and nowhere else; the worker itself if no person asked."""
    if person_id is None:
        return WORKER
    path = path_of(street_id, community_id)
    actor = actor_for(Person.objects.get(pk=person_id), on=timezone.localdate(), account_id=account_id)
    reaching = [seat for seat in actor.seats if seat.place_path and path.startswith(seat.place_path)]
    return replace(actor, seats=tuple(replace(seat, place_path=path) for seat in reaching))
