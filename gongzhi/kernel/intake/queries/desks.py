"""The one door to drafts and batches: what is at another desk does not exist (trust.md S1)."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.models import Batch, Draft, Meaning
from gongzhi.kernel.places.queries import names_of
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.sheets import RIGHT

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where workbooks are handed in: the street's desk, or that of a community."""

    street_id: int
    community_id: int | None
    name: str


def desk_of(actor: Actor) -> Desk:
    """The desk that somebody sits at, the widest if there are several. Raises NotThere for nobody's."""
    desks = sorted((path.removesuffix(".").split(".") for path in actor.reach(RIGHT)), key=len)
    if not desks or len(desks[0]) > 2:
        raise NotThere("no desk")
    street_id, *community = map(int, desks[0])
    place = community[0] if community else street_id
    return Desk(street_id, community[0] if community else None, names_of([place]).get(place, ""))


def at_desks_of(actor: Actor, found: QuerySet[M]) -> QuerySet[M]:
    """Those drafts, batches or meanings that belong to a desk that ``actor`` answers for."""
    reached = Q(pk__in=[])
    for path in actor.reach(RIGHT):
        street_id, *within = map(int, path.removesuffix(".").split("."))
        if len(within) < 2:
            reached |= Q(street_id=street_id, community_id=within[0]) if within else Q(street_id=street_id)
    return found.filter(reached)


def access_draft(actor: Actor, pk: int) -> Draft:
    """Raises NotThere if there is none at a desk of the actor's."""
    names = ("uploaded_by", "confirmed_by", "batch", "returned", "evidence")
    return _mine(actor, Draft.objects.select_related(*names).filter(pk=pk).first())


def access_batch(actor: Actor, pk: int) -> Batch:
    """Raises NotThere if there is none at a desk of the actor's."""
    names = ("committed_by", "undone_by", "returned", "evidence")
    return _mine(actor, Batch.objects.select_related(*names).filter(pk=pk).first())


def access_meaning(actor: Actor, pk: int) -> Meaning:
    """Raises NotThere if there is none at a desk of the actor's."""
    return _mine(actor, Meaning.objects.filter(pk=pk).first())


T = TypeVar("T", Draft, Batch, Meaning)


def _mine(actor: Actor, found: T | None) -> T:
    if found is None or not may.take_in(actor, found.street_id, found.community_id):
        raise NotThere("nothing of that number at this desk")
    return found
