"""What the worker is asked to do, committed together with what asks for it; and holding a draft while it is changed."""

from typing import Any

from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.lib import queue
from gongzhi.lib.actions import Actor, demand


def held(draft: Draft, by: Actor, verb: str) -> Draft:
    """The draft, locked, if ``by`` may do ``verb`` now.

    Asked before the lock too: while the worker writes it holds the draft, and nobody should wait for that.
    """
    demand(may.keep(by, Draft.objects.get(pk=draft.pk), verb))
    draft = Draft.objects.lock(draft)
    demand(may.keep(by, draft, verb))
    return draft


def to_read(draft: Draft, by: Actor) -> None:
    queue.defer(_jobs().read, {"draft_id": draft.pk, **_who(by)})


def to_write(draft: Draft, by: Actor) -> None:
    queue.defer(_jobs().write, {"draft_id": draft.pk, **_who(by)})


def to_undo(batch: Batch, by: Actor) -> None:
    queue.defer(_jobs().undo, {"batch_id": batch.pk, **_who(by)})


def to_hand_back(thing: Draft | Batch) -> None:
    """Have the workbook made that goes back with its results."""
    queue.defer(_jobs().hand_back, {"kind": thing._meta.model_name, "pk": thing.pk})


def _who(by: Actor) -> dict[str, Any]:
    return {"person_id": by.person_id, "account_id": by.account_id}


def _jobs() -> Any:
    from gongzhi.kernel.intake import jobs  # which need the actions

    return jobs
