"""Waiting until something is so. The only place in the tests that looks at a clock."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(look: Callable[[], Found], *, what: str, seconds: float = 30) -> Found:
    """Look again and again until ``look`` finds something, and give it back. Fails after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {seconds:.0f} s still not: {what}")
        time.sleep(0.02)
    return found
