"""What the worker does for the intake. It speaks Chinese, whatever language the clerk reads."""

from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app

from gongzhi.kernel.intake import actions, working
from gongzhi.kernel.intake.acting import WORKER, acting


@app.task
def read(draft_id: int, person_id: int | None, account_id: int | None) -> None:
    draft = working.waiting_draft(draft_id)
    if draft:
        by = acting(person_id, account_id, street_id=draft.street_id, community_id=draft.community_id)
        with translation.override(settings.LANGUAGE_CODE):
            working.read(draft, by=by)


@app.task
def write(draft_id: int, person_id: int | None, account_id: int | None) -> None:
    draft = working.confirmed_draft(draft_id)
    if draft:
        by = acting(person_id, account_id, street_id=draft.street_id, community_id=draft.community_id)
        with translation.override(settings.LANGUAGE_CODE):
            working.write(draft, by=by)


@app.task
def undo(batch_id: int, person_id: int | None, account_id: int | None) -> None:
    batch = working.batch_to_undo(batch_id)
    if batch:
        by = acting(person_id, account_id, street_id=batch.street_id, community_id=batch.community_id)
        with translation.override(settings.LANGUAGE_CODE):
            working.undo(batch, by=by)


@app.task
def hand_back(kind: str, pk: int) -> None:
    thing = working.to_return(kind, pk)
    if thing:
        with translation.override(settings.LANGUAGE_CODE):
            working.hand_back(thing)


@app.task
def prune(timestamp: int) -> None:
    actions.prune_drafts(by=WORKER)


@app.task
def rescue(timestamp: int) -> None:
    actions.rescue(by=WORKER)
