"""Every page of the faces is drawn with its style sheets."""

import pytest

from tests.assets import collect


@pytest.fixture(autouse=True, scope="session")
def assets() -> None:
    collect()
