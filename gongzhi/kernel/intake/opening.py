"""From files to recognised tables, in an order in which their references are satisfied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.module_loading import autodiscover_modules

from gongzhi.lib import sheets
from gongzhi.lib.sheets import Sheet, Table
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.lib.workbook.recognition import Unknown, recognise

ENDINGS = (".xlsx", ".xls", ".csv")


@dataclass(slots=True)
class Opened:
    """One file: its tables and the tabs that are not understood, or the sentence why it cannot be read."""

    name: str
    data: bytes = b""
    sha256: str = ""
    tables: list[Table] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    refusal: str = ""

    @property
    def brings(self) -> set[str]:
        """The keys of the sheets in it."""
        return {table.sheet.key for table in self.tables}

    @property
    def refers_to(self) -> set[str]:
        """The keys of the sheets that must be taken in before it, as far as it does not bring them."""
        return {key for table in self.tables for key in table.sheet.after} - self.brings


def known_sheets() -> list[Sheet]:
    """Every sheet that some programme has declared."""
    autodiscover_modules("sheets")
    return sheets.known()


def rank_of(sheet: Sheet) -> int:
    return [known.key for known in known_sheets()].index(sheet.key)


def open_file(name: str, data: bytes) -> Opened:
    """Read a file and recognise its tabs. Never raises: what cannot be read says so."""
    try:
        workbook = open_workbook(data, name)
    except Unreadable as refusal:
        return Opened(name, refusal=refusal.sentence)
    opened = Opened(name, data, workbook.sha256)
    for grid in workbook.grids:
        found = recognise(grid, known_sheets())
        if isinstance(found, Unknown):
            opened.unknown.append(found)
        else:
            opened.tables.append(found)
    opened.tables.sort(key=lambda table: rank_of(table.sheet))
    return opened


def open_paths(paths: Iterable[Path]) -> list[Opened]:
    """Every workbook at ``paths`` (a folder means all in it), sorted so that references are satisfied."""
    files = [file for path in paths for file in _files(path)]
    return in_order([open_file(file.name, file.read_bytes()) for file in files])


def _files(path: Path) -> Sequence[Path]:
    if path.is_dir():
        found = (file for file in path.iterdir() if file.suffix.lower() in ENDINGS and not file.name.startswith("~$"))
        return sorted(found, key=lambda file: file.name)
    return [path]


def in_order(opened: Sequence[Opened]) -> list[Opened]:
    """By name, but each after the files that bring what it refers to; what is not understood comes last."""
    waiting = sorted((file for file in opened if file.tables), key=lambda file: file.name)
    ordered: list[Opened] = []
    while waiting:
        brought = [file.brings for file in waiting]
        ready = [file for file, keys in zip(waiting, brought, strict=True) if not _needs(file, keys, brought)]
        ordered += ready or waiting
        waiting = [file for file in waiting if ready and file not in ready]
    return ordered + sorted((file for file in opened if not file.tables), key=lambda file: file.name)


def _needs(file: Opened, own: set[str], brought: Sequence[set[str]]) -> bool:
    """Whether another waiting file brings something that this one refers to."""
    return any(file.refers_to & keys for keys in brought if keys is not own)
