"""The real worker, as long as there is something to do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app

Result = TypeVar("Result")


def empty_queue() -> None:
    """Forget the jobs of other tests: Django empties only tables that it manages."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE")


def work() -> None:
    """Run the jobs that wait, in the process of the test, and come back when none is left."""
    as_worker(lambda worker: worker.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False))


def as_worker(do: Callable[[App], Awaitable[Result]]) -> Result:
    """What ``do`` gives back when it is handed the queue as a worker has it, with connections of its own."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        return asyncio.run(_opened(worker, do))


async def _opened(worker: App, do: Callable[[App], Awaitable[Result]]) -> Result:
    async with worker.open_async():
        return await do(worker)
