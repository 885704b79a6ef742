"""What the worker does for the journal."""

from procrastinate.contrib.django import app

from gongzhi.kernel.ledger import actions
from gongzhi.lib.actions import Actor


@app.task
def prune_keys(timestamp: int) -> None:
    actions.prune_keys(by=Actor.system("worker"))
