"""Finding somebody in the cells of a table, and blotting them out.

A name alone is nobody (domain.md M23): a line speaks of somebody if it has their identity number, or
their name and a telephone of theirs.
"""

import re
import unicodedata
from collections.abc import Iterable

from gongzhi.kernel.people.gaps import tells
from gongzhi.lib.search import tidy
from gongzhi.lib.values import Cell

#: What stands where somebody stood; in the office's own workbook, so never translated.
GONE, NOBODY_THERE = "已按本人要求删除", "已删除"

_UNHEARD = frozenset("-'·•‧∙⋅・.")  # dashes of numbers, dots of foreign names in every width
_PARTS = re.compile(r"([、,，;；/|\n:：()（）]+)")


class Blotter:
    """Knows somebody by names, telephones and identity numbers, however they are spelled in a cell."""

    def __init__(self, names: Iterable[str], numbers: Iterable[str], identities: Iterable[str]) -> None:
        self.names = set(names)
        self.bare_names = {_bare(tidy(name)) for name in names}
        self.numbers = {_bare(number) for number in numbers if tells(number)}
        self.identities = set(identities)

    def speaks_of(self, cells: Iterable[Cell]) -> bool:
        """Whether a line is about this human."""
        bare = [text for cell in cells if (text := _bare(cell))]
        digits = [text for text in bare if any(map(str.isdigit, text))]
        if any(number in text for text in digits for number in self.identities):
            return True
        numbered = any(number in text for text in digits for number in self.numbers)
        return numbered and any(name in text for text in bare for name in self.bare_names) and self._named(bare)

    def _named(self, texts: Iterable[str]) -> bool:
        """Whether one of the names stands by itself: 李红 is not 李红梅."""
        return any(part in self.bare_names for text in texts for part in _PARTS.split(text))

    def blotted(self, cell: Cell) -> Cell:
        """The cell without this human; others in it stay."""
        if not self._holds(_bare(cell)):
            return cell
        if not isinstance(cell, str):
            return NOBODY_THERE
        parts = [NOBODY_THERE if self._holds(_bare(part)) else part for part in _PARTS.split(cell)]
        return "".join(parts)

    def blotted_text(self, text: str) -> str:
        """A sentence without the names and numbers in it."""
        for known in (*self.names, *self.numbers, *self.identities):
            text = text.replace(known, NOBODY_THERE)
        return text

    def _holds(self, bare: str) -> bool:
        if bare and any(known in bare for known in (*self.numbers, *self.identities)):
            return True
        return any(name in bare for name in self.bare_names)


def _bare(cell: Cell) -> str:
    """A cell without anything that tells one spelling from another."""
    if isinstance(cell, float):
        return str(int(cell)) if cell == cell and abs(cell) < 1e22 and cell == int(cell) else ""
    if not isinstance(cell, str):
        return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else ""
    text = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
    return "".join(
        [sign for sign in text if not (sign.isspace() or sign in _UNHEARD or not sign.isprintable())]
    ).upper()
