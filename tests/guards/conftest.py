"""The guards walk through pages, which are drawn with their style sheets."""

import pytest

from tests.assets import collect


@pytest.fixture(autouse=True, scope="session")
def assets() -> None:
    collect()
