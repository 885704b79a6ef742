"""What the worker does for people."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gongzhi.kernel.people import actions, carrying_out
from gongzhi.lib.actions import Actor

WORKER = Actor.system("worker")


@app.task
def prune(timestamp: int) -> None:
    actions.prune_sign_ins(by=WORKER)
    actions.prune_brakes(by=WORKER)


@app.task
def erase_due(timestamp: int) -> None:
    carrying_out.erase_due(by=WORKER)


@app.task
def empty_outlived(timestamp: int) -> None:
    actions.empty_outlived(by=WORKER)


@app.task
def tell_of_ended_mandates(timestamp: int) -> None:
    actions.tell_of_ended_mandates(today=timezone.localdate(), by=WORKER)
