"""Handing work to the worker, and taking it back from a worker that died."""

import logging
from typing import Any

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, JobDeferrer, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

logger = logging.getLogger(__name__)

#: A job that lost its worker so often is what kills workers.
MOST_ATTEMPTS = 8

_here = JobManager(DjangoConnector())


def defer(task: Task[..., Any, ...], *arguments: dict[str, Any]) -> None:
    """Queue one job of ``task`` for each of ``arguments``, committed or rolled back with the rows written so far.

    The task's own ``defer`` would use another connection when the worker itself calls it.
    """
    if arguments:
        JobDeferrer(job_manager=_here, job=task.configure().job).batch_defer(*arguments)


async def recover(manager: JobManager) -> int:
    """Queue the jobs again whose worker gives no sign of life; how many there were.

    A timed job of which the next turn waits already is dropped instead.
    """
    stalled = list(await manager.get_stalled_jobs())
    for job in stalled:
        logger.warning("job %s %s lost its worker", job.id, job.task_name)
        try:
            await _again(manager, job)
        except UniqueViolation:
            await manager.finish_job(job, status=Status.FAILED, delete_job=True)
    return len(stalled)


async def _again(manager: JobManager, job: Job) -> None:
    if job.attempts < MOST_ATTEMPTS:
        await manager.retry_job(job)
    else:
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
