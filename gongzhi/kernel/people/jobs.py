"""What the worker does for people."""

from procrastinate.contrib.django import app

from gongzhi.kernel.people import actions
from gongzhi.lib.actions import Actor

WORKER = Actor.system("worker")


@app.task
def prune(timestamp: int) -> None:
    actions.prune_sign_ins(by=WORKER)
    actions.prune_brakes(by=WORKER)
