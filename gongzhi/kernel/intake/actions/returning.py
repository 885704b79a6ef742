"""Keeping the workbook that goes back with its results."""

import datetime as dt

from gongzhi.kernel.evidence.actions import forget, store
from gongzhi.kernel.evidence.models import Kind, Retention
from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.handing_over import to_hand_back
from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.lib.actions import Actor, action, demand


@action
def ask_return(batch: Batch, *, by: Actor) -> None:
    """Have the workbook of a batch made with its results."""
    demand(may.take_in(by, batch.street_id, batch.community_id))
    to_hand_back(batch)


@action
def keep_return(thing: Draft | Batch, data: bytes, name: str, *, as_of: dt.datetime | None, by: Actor) -> None:
    """Keep a workbook that was made from what was so ``as_of``; if that is another by now, it is made again."""
    locked = type(thing)._base_manager.select_for_update(no_key=True, of=("self",)).get(pk=thing.pk)
    if _is_of(locked, as_of):
        outdated = locked.returned
        locked.returned = store(data, kind=Kind.WORKBOOK, name=name, retention=Retention.MONTH, by=by)
        locked.save(update_fields=["returned"])
        if outdated:
            forget(outdated, by=by)


def _is_of(thing: Draft | Batch, as_of: dt.datetime | None) -> bool:
    return (thing.read_at if isinstance(thing, Draft) else thing.committed_at) == as_of
