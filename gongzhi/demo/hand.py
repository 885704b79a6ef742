"""How clerks write: the same fact in as many spellings as arrive in an office (domain.md 2.0.8)."""

import datetime as dt
from random import Random

Cell = str | int | float | dt.date | None

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
SHORT = (("河南省", "省"), ("郑州市", "市"), ("金水区", "区"))


class Hand:
    """One clerk's hand; ``random`` decides how each cell is written."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def name(self, name: str) -> str:
        """Names of two characters are padded so that they line up with those of three."""
        if "·" in name:
            return name.replace("·", self.random.choice("·•．"))
        if self.random.random() < 0.015:
            return f"{name}（预备）"
        if len(name) == 2 and self.random.random() < 0.5:
            return self.random.choice(("  ", " ", "\u3000")).join(name)
        return name + self.random.choice((" ", "\u3000")) if self.random.random() < 0.04 else name

    def mobile(self, number: str, landline: str = "") -> Cell:
        """``landline`` is added behind a stroke now and then."""
        if not number:
            return None
        parts = number[:3], number[3:7], number[7:]
        if landline and self.random.random() < 0.08:
            return f"{number}/{landline}"
        spellings = (number, " ".join(parts), "-".join(parts), f"+86 {number}", number.translate(FULL_WIDTH))
        if self.random.random() < 0.35:
            return int(number)
        return self.random.choices(spellings, (60, 10, 8, 6, 6))[0]

    def day(self, day: dt.date) -> Cell:
        dotted = f"{day.year}.{day.month}.{day.day}"
        spellings: tuple[Cell, ...] = (
            day,
            dotted,
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}/{day.month}/{day.day}",
            day.isoformat(),
            int(f"{day:%Y%m%d}"),
            dotted.translate(FULL_WIDTH),
        )
        return self.random.choices(spellings, (40, 20, 12, 8, 8, 8, 4))[0]

    def month(self, day: dt.date) -> str:
        """The month of a birth."""
        spellings = [f"{day.year}.{day.month}", f"{day.year}年{day.month}月", f"{day:%Y-%m}", f"{day:%Y%m}"]
        if day.year < 2000:
            spellings.append(f"{day:%y}.{day.month}")
        return self.random.choices(spellings, (70, 8, 8, 8, 6)[: len(spellings)])[0]

    def unit(self, name: str) -> str:
        """Units of the province, the city and the district go by a short form: 省梧桐里档案馆."""
        for full, short in SHORT:
            if name.startswith(full) and self.random.random() < 0.2:
                return short + name.removeprefix(full)
        return name

    def community(self, name: str) -> str:
        """With or without 社区."""
        return name if self.random.random() < 0.12 else f"{name}社区"
