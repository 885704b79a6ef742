"""From files to recognised tables, in an order in which their references are satisfied."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from gongzhi.lib import collector, sheets
from gongzhi.lib.sheets import Sheet, Table
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.guidance import Guidance
from gongzhi.lib.workbook.opening import FILE_LIMIT, open_workbook
from gongzhi.lib.workbook.recognition import Unknown, recognise

READ = (".xlsx", ".xls", ".csv")
#: Not read, but named with what to do: whoever hands in a folder expects them to be.
REFUSED = (".et", ".ett", ".ods", ".xlsm", ".xltm", ".xlsb", ".numbers")


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
        """The keys of the sheets that those in it build on."""
        return {key for table in self.tables for key in table.sheet.after}


def known_sheets() -> list[Sheet]:
    """Every sheet that some programme has declared."""
    autodiscover_modules("sheets")
    return sheets.known()


@collector.paused()
def open_file(name: str, data: bytes, guidance: Guidance | None = None) -> Opened:
    """Read a file and recognise its tabs, as a clerk guides. Never raises: what cannot be read says so."""
    try:
        workbook = open_workbook(data, name)
    except Unreadable as refusal:
        return Opened(name, refusal=refusal.sentence)
    opened = Opened(name, data, workbook.sha256)
    sheets_known = known_sheets()
    for grid in workbook.grids:
        found = recognise(grid, sheets_known, file_name=PurePath(name).stem, guidance=guidance)
        if isinstance(found, Unknown):
            opened.unknown.append(found)
        else:
            opened.tables.append(found)
    opened.tables.sort(key=lambda table: sheets_known.index(table.sheet))
    return opened


def open_paths(paths: Iterable[Path]) -> list[Opened]:
    """Every workbook at ``paths`` (a folder means all in it), sorted so that references are satisfied."""
    files = dict.fromkeys(file.resolve() for path in paths for file in _files(path))
    return in_order([_open_path(file) for file in files])


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    found = (file for file in path.rglob("*") if file.suffix.lower() in READ + REFUSED and file.is_file())
    return sorted(file for file in found if not file.name.startswith(("~$", ".")))


def _open_path(path: Path) -> Opened:
    name = _spoken(path.name)
    try:
        with path.open("rb") as file:
            return open_file(name, file.read(FILE_LIMIT + 1))
    except OSError:
        return Opened(name, refusal=_("文件打不开，请检查文件和权限。"))


def _spoken(name: str) -> str:
    """A file name as people read it; archives from older systems leave names in GB 18030."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def in_order(opened: Sequence[Opened]) -> list[Opened]:
    """By name, but each after the files that bring what it refers to; what is not understood comes last."""
    waiting = sorted((file for file in opened if file.tables), key=lambda file: file.name)
    ordered: list[Opened] = []
    while waiting:
        ready = [file for file in waiting if not any(_builds_on(file, other) for other in waiting)] or waiting
        ordered += ready
        done = set(map(id, ready))
        waiting = [file for file in waiting if id(file) not in done]
    return ordered + sorted((file for file in opened if not file.tables), key=lambda file: file.name)


def _builds_on(file: Opened, other: Opened) -> bool:
    """Whether ``file`` refers to something that ``other`` brings; if each does, neither has to wait."""
    return bool(file.refers_to & other.brings) and not other.refers_to & file.brings
