"""What the worker does for organisations."""

from procrastinate.contrib.django import app

from gongzhi.kernel.organizations import actions
from gongzhi.lib.actions import Actor


@app.task
def end_watches(timestamp: int) -> None:
    actions.end_outlived_watches(by=Actor.system("worker"))
