"""What the worker does for agreements."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gongzhi.kernel.agreements import actions
from gongzhi.lib.actions import Actor


@app.task
def finish_ended(timestamp: int) -> None:
    actions.finish_ended(today=timezone.localdate(), by=Actor.system("worker"))


@app.task
def remind_of_ending(timestamp: int) -> None:
    actions.remind_of_ending(today=timezone.localdate(), by=Actor.system("worker"))
