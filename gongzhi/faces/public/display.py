"""How a visitor wants the pages to look. Kept in cookies, so that nobody needs an account for large text; who has one
finds the same on every device."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from gongzhi.kernel.people.display import CHOICES, LEGENDS, known

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Display:
    """The visitor's choices; the defaults are what somebody sees who chose nothing."""

    mode: str = "standard"
    size: str = "1"
    theme: str = "auto"
    language: str = "zh-hans"

    @property
    def lang(self) -> str:
        """The language tag of the page."""
        return "zh-CN" if self.language == "zh-hans" else self.language

    @property
    def dark_on(self) -> str:
        """The media that see the page in the dark; none if light was chosen."""
        return {"auto": "screen and (prefers-color-scheme: dark)", "dark": "screen"}.get(self.theme, "")

    def groups(self) -> list[dict[str, Any]]:
        """Every choice with its options and which one is on."""
        return [
            {
                "name": name,
                "legend": LEGENDS[name],
                "options": [(value, label, value == getattr(self, name)) for value, label in options.items()],
            }
            for name, options in CHOICES.items()
        ]


def remember(request: HttpRequest, response: HttpResponse, chosen: Mapping[str, str]) -> None:
    """Let this device keep choices for a year."""
    for name, value in known(chosen).items():
        response.set_cookie(name, value, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
