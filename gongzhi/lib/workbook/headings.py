"""Finding the heading of a table by meaning: which rows, which columns, for which kind of sheet.

Sources: mess table M01 (titles above), M02 (two or three heading rows), M03 (synonyms).
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gongzhi.lib.sheets import Column, Sheet
from gongzhi.lib.values import Cell
from gongzhi.lib.workbook.grids import Grid

SEARCHED = 40  # rows from the first one in which a heading may begin
DEEPEST = 3  # rows of a heading
_LONGEST = 60  # characters of a heading cell; longer texts are explanations

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060-\u206f\ufeff]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>|〔[^〔〕]*〕")
_EDGES = " :：*＊.。,，、;；-—_'\"“”"
_GENERAL = re.compile("信息|情况|资料|方式|内容|明细|登记|要素|基本")
_SILENT = frozenset(("序号", "no", "导入结果"))  # headings that need no mention
_JOINED = re.compile("[/、或及和与,]")


@functools.lru_cache(8192)
def normal(heading: str) -> str:
    """A heading as it is compared: half-width, without spaces, brackets, units and marks at its edges."""
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFKC", heading)).casefold()
    return _BRACKETS.sub("", bare).strip(_EDGES)


def normal_path(heading: str) -> str:
    """A path such as ``楼长/姓名``, each part as it is compared."""
    return "/".join(part for part in map(normal, heading.split("/")) if part)


@dataclass(slots=True)
class Place:
    """Where a column of the sheet stands: one column of the grid, or several that share an upper heading."""

    column: Column
    positions: tuple[int, ...]
    heading: str
    leaves: tuple[str, ...] = ()  # the lower headings, if several


@dataclass(slots=True)
class Heading:
    """A heading found: the rows it takes (places in ``grid.rows``), and where each column stands."""

    sheet: Sheet
    first: int
    depth: int
    places: list[Place]
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)  # known headings that stand there a second time

    @property
    def complete(self) -> bool:
        """Whether every needed column is there."""
        return not self.missing

    @property
    def missing(self) -> list[Column]:
        found = {place.column.key for place in self.places}
        return [column for column in self.sheet.columns if column.needed and column.key not in found]


class Vocabulary:
    """The headings one sheet knows: normal path → columns, titles before synonyms."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.names: dict[str, list[Column]] = {}
        for column in sheet.columns:
            self._add(column.title, column)
        for column in sheet.columns:
            for synonym in column.synonyms:
                self._add(synonym, column)
        self.words = {word for name in self.names for word in name.split("/")}

    def _add(self, heading: str, column: Column) -> None:
        columns = self.names.setdefault(normal_path(heading), [])
        if column not in columns:
            columns.append(column)


@functools.lru_cache(256)
def vocabulary(sheet: Sheet) -> Vocabulary:
    """Made once per sheet."""
    return Vocabulary(sheet)


#: What somebody said that the headings of a sheet mean: as compared → the key of a column, or nothing.
Told = Callable[[Sheet], Mapping[str, str]]


def find_headings(grid: Grid, sheets: Sequence[Sheet], told: Told = lambda _sheet: {}) -> list[Heading]:
    """Every reading of every likely heading row as every sheet, in the order of rows."""
    said = {sheet.key: told(sheet) for sheet in sheets}
    words = set().union(*(vocabulary(sheet).words for sheet in sheets))
    words |= {word for meanings in said.values() for heading in meanings for word in heading.split("/")}
    found: list[Heading] = []
    for first in range(min(SEARCHED, len(grid.rows))):
        if not any(normal_cell(cell) in words for cell in grid.rows[first]):
            continue
        for depth in range(1, DEEPEST + 1):
            paths = paths_at(grid, first, depth)
            found += [match(vocabulary(sheet), paths, first, depth, said[sheet.key]) for sheet in sheets]
    return found


def fullest_row(grid: Grid, sheet: Sheet, told: Told) -> Heading:
    """The row with the most words as the heading of a sheet that somebody named and that nothing speaks for."""
    words = [sum(bool(normal_cell(cell)) for cell in row) for row in grid.rows[:SEARCHED]]
    first = words.index(max(words))
    return match(vocabulary(sheet), paths_at(grid, first, 1), first, 1, told(sheet))


def likely_depth(grid: Grid, first: int) -> int:
    """How many rows the heading takes by its cells merged downwards, or by the rows that fill gaps beneath it."""
    row = grid.first_row + first
    merged = max((merge.bottom - row + 1 for merge in grid.merged if merge.top == row), default=1)
    if merged > 1:
        return merged
    upper = grid.rows[first]
    depth = 1
    for lower in grid.rows[first + 1 : first + DEEPEST]:
        if not _fills_gaps(upper, lower):
            break
        upper, depth = lower, depth + 1
    return depth


def _fills_gaps(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether ``lower`` holds words mostly where ``upper`` leaves room, as headings beneath headings do."""
    words = [place for place, cell in enumerate(lower) if normal_cell(cell)]
    if len(words) < sum(cell not in ("", None) for cell in lower) or any(map(_has_digit, lower)):
        return False
    gaps = [place for place in words if place >= len(upper) or not normal_cell(upper[place])]
    alone = [place for place, cell in enumerate(upper) if normal_cell(cell) and place + 1 not in gaps]
    return bool(gaps) and sum(place in words for place in alone) * 2 <= len(alone)


def _has_digit(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isdigit, cell))


def normal_cell(cell: Cell) -> str:
    """The normal form of a cell that may be a heading, else empty."""
    return normal(cell) if isinstance(cell, str) and 0 < len(cell) <= _LONGEST else ""


def paths_at(grid: Grid, first: int, depth: int) -> list[tuple[str, ...]]:
    """For each column of the grid its headings from top to bottom, as written; empty ones left out."""
    rows = [list(row) for row in grid.rows[first : first + depth]]
    width = max(map(len, rows), default=0)
    levels = [[_written(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    _spread_merges(grid, first, levels)
    for upper, lower in itertools.pairwise(levels):
        _carry_right(grid, first, upper, lower, levels)
    return [tuple(dict.fromkeys(level[column] for level in levels if level[column])) for column in range(width)]


def _written(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) and len(cell) <= _LONGEST else ""


def _spread_merges(grid: Grid, first: int, levels: list[list[str]]) -> None:
    """A merged heading counts for every cell it covers."""
    start = grid.first_row + first
    for merge in grid.merged:
        if start <= merge.top < start + len(levels):
            row = levels[merge.top - start]
            for lower in levels[merge.top - start : merge.bottom - start + 1]:
                for column in range(merge.left, min(merge.right + 1, len(row))):
                    lower[column] = row[merge.left]


def _carry_right(grid: Grid, first: int, upper: list[str], lower: list[str], levels: list[list[str]]) -> None:
    """Without merges the upper heading stands over its first column only, and means those beside it too."""
    row = grid.first_row + first + next(place for place, level in enumerate(levels) if level is upper)
    ends = {merge.right for merge in grid.merged if merge.top <= row <= merge.bottom}
    for column in range(1, len(upper)):
        open_left = upper[column - 1] and lower[column - 1] not in ("", upper[column - 1]) and column - 1 not in ends
        if open_left and lower[column] and not upper[column]:
            upper[column] = upper[column - 1]


def match(
    known: Vocabulary, paths: Sequence[tuple[str, ...]], first: int, depth: int, told: Mapping[str, str] | None = None
) -> Heading:
    """Give each column of the sheet the heading that fits it best; each heading serves one meaning.

    What somebody ``told`` of a heading goes before everything that it seems to mean.
    """
    normals = [_parts(path) for path in paths]
    places: dict[str, Place] = {}
    taken, silenced = _as_told(known, paths, places, told or {})
    for strength in (_whole_path, _run_together, _last_part, _several_names):
        for position, path in enumerate(normals):
            if position in taken or not path:
                continue
            columns = [column for column in strength(known, path) if column.key not in places]
            for column in _of_one_title(columns):
                places[column.key] = Place(column, (position,), "/".join(paths[position]))
                taken.add(position)
    _spread_columns(known, paths, normals, places, taken)
    return _heading(known, paths, normals, places, taken - silenced, first, depth)


def _as_told(
    known: Vocabulary,
    paths: Sequence[tuple[str, ...]],
    places: dict[str, Place],
    told: Mapping[str, str],
) -> tuple[set[int], set[int]]:
    """The columns of the grid that somebody spoke of, and those among them that mean nothing."""
    taken, silenced = set(), set()
    for position, path in enumerate(paths if told else ()):
        key = told.get(normal_path("/".join(path)))
        if key is None:
            continue
        taken.add(position)
        meant = [column for column in known.sheet.columns if column.key == key and column.key not in places]
        columns = [c for c in known.sheet.columns if meant and c.title == meant[0].title and c.key not in places]
        for column in columns:
            places[column.key] = Place(column, (position,), "/".join(path))
        if not columns:
            silenced.add(position)
    return taken, silenced


def _parts(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path as it is compared; a part that is all in brackets only explains the others."""
    return tuple(part for part in map(normal, path) if part) or tuple(
        map(normal, (p.strip("()（）【】[] ") for p in path))
    )


def _whole_path(known: Vocabulary, path: tuple[str, ...]) -> list[Column]:
    return known.names.get("/".join(path), [])


def _run_together(known: Vocabulary, path: tuple[str, ...]) -> list[Column]:
    """``出生`` over ``年月`` is one heading written in two cells."""
    return known.names.get("".join(path), []) if len(path) > 1 else []


def _last_part(known: Vocabulary, path: tuple[str, ...]) -> list[Column]:
    """``基本信息/姓名`` means the name; ``紧急联系人/姓名`` does not."""
    if len(path) < 2:
        return []
    upper = path[:-1]
    columns = known.names.get(path[-1], [])
    return [c for c in columns if all(_GENERAL.search(part) or c in known.names.get(part, []) for part in upper)]


def _several_names(known: Vocabulary, path: tuple[str, ...]) -> list[Column]:
    """``手机/电话`` or ``单位或社区`` in one cell, if all of it means the same column."""
    parts = [part for part in _JOINED.split(path[-1]) if part]
    if len(path) > 1 or len(parts) < 2:
        return []
    return [column for column in known.names.get(parts[0], []) if all(column in known.names.get(p, []) for p in parts)]


def _of_one_title(columns: Iterable[Column]) -> list[Column]:
    """The first column, and others that declare the same title to read the same cells in another way."""
    found = list(columns)
    return [column for column in found if column.title == found[0].title]


def _spread_columns(
    known: Vocabulary,
    paths: Sequence[tuple[str, ...]],
    normals: Sequence[tuple[str, ...]],
    places: dict[str, Place],
    taken: set[int],
) -> None:
    """``性别`` over ``男`` and ``女``, ``家庭住址`` over its parts: several grid columns are one of the sheet."""
    groups: dict[str, list[int]] = {}
    for position, path in enumerate(normals):
        if position not in taken and len(path) > 1:
            groups.setdefault("/".join(path[:-1]), []).append(position)
    for upper, positions in groups.items():
        free = [column for column in known.names.get(upper, []) if column.key not in places]
        if len(positions) > 1:
            for column in _of_one_title(free):
                leaves = tuple(paths[position][-1] for position in positions)
                places[column.key] = Place(column, tuple(positions), paths[positions[0]][0], leaves)
                taken.update(positions)


def _heading(
    known: Vocabulary,
    paths: Sequence[tuple[str, ...]],
    normals: Sequence[tuple[str, ...]],
    places: dict[str, Place],
    taken: set[int],
    first: int,
    depth: int,
) -> Heading:
    rest = [position for position, path in enumerate(normals) if path and position not in taken]
    served = {normals[position] for position in taken}
    return Heading(
        known.sheet,
        first,
        depth,
        list(places.values()),
        unknown=["/".join(paths[p]) for p in rest if normals[p] not in served and normals[p][-1] not in _SILENT],
        twice=["/".join(paths[p]) for p in rest if normals[p] in served],
    )
