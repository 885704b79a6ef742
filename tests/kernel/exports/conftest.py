from collections.abc import Iterator

import pytest

from tests.working import empty_queue


@pytest.fixture(autouse=True)
def queue(transactional_db: None) -> Iterator[None]:
    """The worker has connections of its own, so what it works on is committed; nothing is left in its queue."""
    empty_queue()
    yield
    empty_queue()
