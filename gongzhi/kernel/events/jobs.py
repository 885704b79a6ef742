"""What the worker does for events."""

from django.utils import timezone
from procrastinate.contrib.django import app

from gongzhi.kernel.events import actions
from gongzhi.kernel.events.models import Series
from gongzhi.lib.actions import Actor


@app.task
def turn_by_clock(timestamp: int) -> None:
    actions.turn_by_clock(by=Actor.system("worker"))


@app.task
def plan_ahead(timestamp: int) -> None:
    """Each series by itself, so that one that cannot be planned keeps nothing else from it."""
    for series in Series.objects.active().select_related("place"):
        actions.plan_ahead(series, today=timezone.localdate(), by=Actor.system("worker"))
