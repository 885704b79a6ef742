"""The clock of a story: what ``timezone.now()`` says is set by hand, and moves only when it is set again."""

import datetime as dt

import pytest
from django.utils import timezone


class Clock:
    """Set with ``clock.at("2026-09-04 15:00")``, the time of the street. Times that the database sets are its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def at(self, moment: str) -> dt.datetime:
        when = timezone.make_aware(dt.datetime.fromisoformat(moment))
        self._monkeypatch.setattr(timezone, "now", lambda: when)
        return when
