"""What the worker does for the journal."""

from procrastinate.contrib.django import app

from gongzhi.kernel.ledger import actions
from gongzhi.lib.actions import Actor

WORKER = Actor.system("worker")


@app.task
def prune_keys(timestamp: int) -> None:
    actions.prune_keys(by=WORKER)


@app.task
def seal(timestamp: int) -> None:
    actions.seal_days(by=WORKER)


@app.task
def verify(timestamp: int) -> None:
    actions.seal_days(by=WORKER)  # after some days off, they are not yet
    actions.verify_journal(by=WORKER)


@app.task
def prune(timestamp: int) -> None:
    actions.prune_journal(by=WORKER)
