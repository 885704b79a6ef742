import pytest

from gongzhi.kernel.places.models import Place
from tests import making
from tests.clock import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The morning of the first of September 2026: Mid-Autumn rests from 25 to 27, Sunday 20 works."""
    clock = Clock(monkeypatch)
    clock.at("2026-09-01 08:30")
    return clock


@pytest.fixture
def community(clock: Clock) -> Place:
    return making.community()
