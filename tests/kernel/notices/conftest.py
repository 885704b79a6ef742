from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """An installation of its own for every test: keys and outbox lie in it."""
    settings.HOME = tmp_path
    return tmp_path
