"""What the worker does for exports."""

from procrastinate.contrib.django import app

from gongzhi.kernel.exports import actions
from gongzhi.lib.actions import Actor


@app.task
def make(export_id: int) -> None:
    actions.make_export(export_id, by=Actor.system("worker"))


@app.task
def clear_outlived(timestamp: int) -> None:
    actions.clear_outlived(by=Actor.system("worker"))
