from collections.abc import Iterator
from pathlib import Path

import pytest

from gongzhi.lib import postgres
from gongzhi.lib.postgres import Cluster
from tests.houses import new_home


@pytest.fixture(scope="session")
def lived_in() -> Iterator[Path]:
    """A home whose database is there already, running or not."""
    with new_home() as folder:
        Cluster(folder).ensure_running()
        yield folder


@pytest.fixture
def cluster(lived_in: Path) -> Cluster:
    """A database that runs, with a table that is empty."""
    cluster = Cluster(lived_in)
    cluster.ensure_running()
    with postgres.connect(lived_in, {}) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS written (number int)")
        connection.execute("TRUNCATE written")
    return cluster
