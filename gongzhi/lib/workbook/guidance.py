"""What a clerk says of a workbook that it does not tell: what a tab is, what a heading means, what a cell says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gongzhi.lib.sheets import Line, Sheet
from gongzhi.lib.workbook.grids import Grid
from gongzhi.lib.workbook.headings import Heading, Place

#: Said of a tab: it is not to be read. Said of a heading: it means nothing.
NOTHING = ""

Meanings = Mapping[str, str]  # a heading as it is compared → the key of the column it means, or NOTHING


@dataclass(slots=True)
class Guidance:
    """By tab: the key of its sheet, what its headings mean, and what was typed in place of cells (row → column → text).

    ``learned`` are the meanings of headings from earlier workbooks, by sheet.
    """

    sheets: dict[str, str] = field(default_factory=dict)
    headings: dict[str, dict[str, str]] = field(default_factory=dict)
    learned: dict[str, dict[str, str]] = field(default_factory=dict)
    typed: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)

    def meanings(self, tab: str, sheet: Sheet) -> Meanings:
        """What the headings of a tab mean if it is this sheet; what is said of the tab itself counts first."""
        return {**self.learned.get(sheet.key, {}), **self.headings.get(tab, {})}


def with_typed(grid: Grid, heading: Heading, typed: Mapping[int, Mapping[str, str]]) -> tuple[Grid, Heading]:
    """The table with what was typed in place of its cells; a column it does not have stands behind the last one."""
    width = max(map(len, grid.rows), default=0)
    positions = {place.column.key: place.positions for place in heading.places}
    asked = {key for said in typed.values() for key in said}
    missing = [column for column in heading.sheet.columns if column.key in asked - set(positions)]
    positions |= {column.key: (width + number,) for number, column in enumerate(missing)}
    rows = list(grid.rows)
    for row, said in typed.items():
        place = row - grid.first_row
        if 0 <= place < len(rows):
            rows[place] = list(rows[place]) + [""] * (width + len(missing) - len(rows[place]))
            for key, text in said.items():
                first, *others = positions.get(key, (None,))
                if first is not None:
                    rows[place][first] = text
                for other in others:
                    rows[place][other] = ""
    added = [Place(column, positions[column.key], column.title) for column in missing]
    return replace(grid, rows=rows), replace(heading, places=[*heading.places, *added])


def mark_typed(sheet: Sheet, lines: list[Line], typed: Mapping[int, Mapping[str, str]]) -> None:
    """Say beside each line what was typed, so that it stands in the result and in the workbook that goes back."""
    titles = {column.key: column for column in sheet.columns}
    for line in lines:
        for key, text in typed.get(line.row, {}).items():
            if key in titles:
                line.warnings.insert(0, titles[key].corrected(text))
