"""What the worker does for files."""

from procrastinate.contrib.django import app

from gongzhi.kernel.evidence import actions
from gongzhi.lib.actions import Actor


@app.task
def remove_left_over(timestamp: int) -> None:
    actions.remove_left_over(by=Actor.system("worker"))
