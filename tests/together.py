"""The same work in many threads at once, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def together(count: int, work: Callable[[int], Result]) -> list[Result | Exception]:
    """Run ``work(0)`` … ``work(count - 1)`` at the same moment; what each gave back or raised, in that order."""
    start = Barrier(count)

    def run(number: int) -> Result | Exception:
        start.wait(timeout=30)
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001 handed to the test
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))
