"""What the worker does for seats."""

from procrastinate.contrib.django import app

from gongzhi.kernel.seats import actions
from gongzhi.lib.actions import Actor


@app.task
def expire_due(timestamp: int) -> None:
    actions.expire_due(by=Actor.system("worker"))
