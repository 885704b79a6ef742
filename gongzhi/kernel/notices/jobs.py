"""What the worker does for messages, and for its own queue."""

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from gongzhi.kernel.notices import actions, delivery
from gongzhi.kernel.notices.channels import forget_files
from gongzhi.lib import queue
from gongzhi.lib.actions import Actor

WORKER = Actor.system("worker")


@app.task
def deliver(message_ids: list[int]) -> None:
    for message_id in message_ids:
        delivery.deliver(message_id, by=WORKER)


@app.task
def requeue(timestamp: int) -> None:
    actions.requeue_waiting(by=WORKER)


@app.task
def prune(timestamp: int) -> None:
    actions.prune_messages(by=WORKER)
    forget_files(timezone.now() - actions.KEPT)


@app.task(pass_context=True)
async def recover(context: JobContext, timestamp: int) -> None:
    await queue.recover(context.app.job_manager)
