"""How a page can be shown: version, colours and width, and which of them a run looks at."""

from dataclasses import dataclass

from tests.drill import count

NARROW, PHONE, DESKTOP = 320, 390, 1280


@dataclass(frozen=True, slots=True)
class Look:
    """One way to see a page."""

    mode: str
    theme: str
    width: int
    language: str = "zh-hans"
    size: str = "1"

    def __str__(self) -> str:
        return f"{self.mode}-{self.theme}-{self.width}-{self.language}"

    @property
    def elder(self) -> bool:
        return self.mode == "elder"

    @property
    def text(self) -> float:
        """The smallest text allowed, px (trust.md A1)."""
        return 20 if self.elder else 16

    @property
    def target(self) -> float:
        """The smallest target allowed, px (trust.md A5)."""
        return 60 if self.elder else 44

    @property
    def cookies(self) -> dict[str, str]:
        return {"mode": self.mode, "theme": self.theme, "language": self.language, "size": self.size}


#: Every version, colour, width and language; the first few differ in all of them.
EVERY = [
    Look("elder", "light", PHONE),
    Look("standard", "dark", PHONE, "en"),
    Look("elder", "dark", DESKTOP, "en"),
    Look("standard", "light", DESKTOP),
    Look("standard", "light", PHONE),
    Look("elder", "dark", PHONE),
    Look("standard", "dark", DESKTOP),
    Look("elder", "light", DESKTOP),
    Look("elder", "light", PHONE, "en"),
    Look("standard", "light", PHONE, "en"),
    Look("elder", "light", DESKTOP, "en"),
    Look("standard", "light", DESKTOP, "en"),
    Look("elder", "dark", PHONE, "en"),
    Look("standard", "dark", PHONE),
    Look("elder", "dark", DESKTOP),
    Look("standard", "dark", DESKTOP, "en"),
]
LOOKS = EVERY[: count(4, len(EVERY))]
