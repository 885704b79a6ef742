"""A workbook as it was read: its tabs as grids of raw cells, and what was hidden or merged."""

from dataclasses import dataclass, field
from typing import NamedTuple

from gongzhi.lib.values import Cell


class Unreadable(Exception):
    """A file that is not taken in. ``sentence`` tells the clerk, in Chinese, what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Merge(NamedTuple):
    """A merged range. Rows as the spreadsheet shows them (from 1), columns from 0 (A)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """One tab.

    ``rows`` holds the raw cells from row ``first_row`` on (``first_row`` counts as the spreadsheet shows it);
    rows may differ in length, an empty cell is ``""`` or None. Numbers come as floats, errors as ErrorCell.
    """

    name: str
    rows: list[list[Cell]]
    first_row: int = 1
    hidden: bool = False
    merged: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    counts_from_1904: bool = False  # serial numbers of this workbook start four years later

    def row(self, number: int) -> list[Cell]:
        """The cells of the row the spreadsheet shows as ``number``; empty if there is none."""
        place = number - self.first_row
        return self.rows[place] if 0 <= place < len(self.rows) else []


@dataclass(slots=True)
class Workbook:
    """One file: ``kind`` is ``"xlsx"``, ``"xls"`` or ``"csv"``, ``sha256`` the fingerprint of its bytes in hex."""

    name: str
    sha256: str
    kind: str
    grids: list[Grid] = field(default_factory=list)
