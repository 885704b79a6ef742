"""Workbooks as they arrive when something went wrong: broken files, lost headings, cells full of anything."""

import io
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

from tests.offices import Office
from tests.workbooks import KINDS, Tab, csv, tabs, xls, xlsx

#: What may stand in a cell where something else should.
GARBAGE: tuple[Any, ...] = (
    "",
    " ",
    "\n\n",
    "\t",
    "同上",
    "合计",
    "注：略",
    "#REF!",
    "=1+1",
    "+86",
    "@SUM(A1)",
    "'",
    "无",
    "0",
    "-1",
    "1e308",
    "9" * 40,
    "很" * 5_000,
    "a,b;c|d/e、f",
    "😀👨‍👩‍👧‍👦",
    "\u200b\u202e\ufeff",
    "\U00020000\U000e0100",
    "e\u0301\u0301\u0301",
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE people_person; --",
    "2026-09-31",
    "９９９９年９９月９９日",
    "4.10101E+17",
    "13800000001" * 20,
    0.0,
    -1.0,
    1e15,
    1e308,
    44805.5,
    3.14159,
    20260931.0,
    410101198507070000.0,
)
#: What XML cannot hold, but text files and the older format can.
UNSEEN = ("\x00", "\x07", "\x1b[31m", "a\x0bb", "\ufffe")


def damaged(made: Office, random: Random) -> tuple[str, bytes]:
    """One of the office's workbooks with something wrong in it: its name and its bytes."""
    drawn = tabs(made, random)
    some = random.sample(drawn, random.choice([1, 1, 2, len(drawn)]))
    kind = random.choice(KINDS)
    for tab in some:
        for hurt in random.choices(HURTS, k=random.randrange(4)):
            hurt(tab, random)
    name = f"{random.choice(['台账', '表 (2)', '…', '😀'])}.{kind}"
    data = _file(kind, some, random)
    if random.random() < 0.4:
        data = random.choice(BREAKS)(data, random)
    return name, data


def _file(kind: str, some: list[Tab], random: Random) -> bytes:
    if kind == "csv":
        return csv(some[0], encoding=random.choice(["utf-8", "gb18030", "utf-16"]), separator=random.choice(",;\t"))
    for number, tab in enumerate(some):
        tab.name = f"{tab.name[:20]} {number}"
    return xlsx(*some) if kind == "xlsx" else xls(*some)


def _some_cell(tab: Tab, random: Random) -> tuple[list[Any], int] | None:
    rows = [row for row in tab.rows if row]
    return (row := random.choice(rows), random.randrange(len(row))) if rows else None


def _garbage_cells(tab: Tab, random: Random) -> None:
    for _n in range(random.choice([1, 3, 30])):
        if found := _some_cell(tab, random):
            row, place = found
            row[place] = random.choice(GARBAGE)


def _a_column_of_garbage(tab: Tab, random: Random) -> None:
    cell = random.choice(GARBAGE)
    place = random.randrange(len(tab.headings)) if tab.headings else 0
    for row in tab.rows:
        if place < len(row):
            row[place] = cell


def _unseen_signs(tab: Tab, random: Random) -> None:
    if found := _some_cell(tab, random):
        row, place = found
        row[place] = f"{row[place]}{random.choice(UNSEEN)}"


def _swap_columns(tab: Tab, random: Random) -> None:
    if len(tab.headings) > 1:
        one, other = random.sample(range(len(tab.headings)), 2)
        tab.headings[one], tab.headings[other] = tab.headings[other], tab.headings[one]


def _lose_a_column(tab: Tab, random: Random) -> None:
    if tab.headings:
        place = random.randrange(len(tab.headings))
        del tab.headings[place]
        for row in tab.rows:
            del row[place : place + 1]


def _blank_headings(tab: Tab, random: Random) -> None:
    tab.headings = [heading if random.random() < 0.6 else ("",) for heading in tab.headings]


def _half_headings(tab: Tab, random: Random) -> None:
    tab.headings = [tuple(part[: max(len(part) // 2, 1)] for part in heading) for heading in tab.headings]


def _headings_twice(tab: Tab, random: Random) -> None:
    tab.headings += tab.headings
    tab.rows = [row + random.sample(row, len(row)) for row in tab.rows]


def _shuffle_rows(tab: Tab, random: Random) -> None:
    random.shuffle(tab.rows)


def _shuffle_cells(tab: Tab, random: Random) -> None:
    for row in random.sample(tab.rows, len(tab.rows) // 2):
        random.shuffle(row)


def _rows_again(tab: Tab, random: Random) -> None:
    tab.rows += [list(row) for row in tab.rows] * random.choice([1, 5])


def _short_rows(tab: Tab, random: Random) -> None:
    tab.rows = [row[: random.randrange(len(row) + 1)] for row in tab.rows]


def _no_rows(tab: Tab, random: Random) -> None:
    tab.rows = []


def _headings_among_rows(tab: Tab, random: Random) -> None:
    tab.rows.insert(len(tab.rows) // 2, [heading[-1] for heading in tab.headings])


def _strange_titles(tab: Tab, random: Random) -> None:
    tab.titles = [str(random.choice(GARBAGE))[:200] for _n in range(random.randrange(5))]


HURTS: list[Callable[[Tab, Random], None]] = [
    _garbage_cells,
    _garbage_cells,
    _garbage_cells,
    _a_column_of_garbage,
    _unseen_signs,
    _swap_columns,
    _lose_a_column,
    _blank_headings,
    _half_headings,
    _headings_twice,
    _shuffle_rows,
    _shuffle_cells,
    _rows_again,
    _short_rows,
    _no_rows,
    _headings_among_rows,
    _strange_titles,
]


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _flip_bytes(data: bytes, random: Random) -> bytes:
    broken = bytearray(data)
    for _n in range(random.choice([1, 5, 50])):
        broken[random.randrange(len(broken))] ^= random.randrange(1, 256)
    return bytes(broken)


def _lose_a_piece(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randrange(1, 500) :]


def _repack(data: bytes, random: Random) -> bytes:
    """Bytes changed inside an entry whose checksum is right; other files are cut."""
    if not data.startswith(b"PK"):
        return _truncate(data, random)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        hurt = random.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _flip_bytes(content, random) if name == hurt and content else content)
    return written.getvalue()


BREAKS: list[Callable[[bytes, Random], bytes]] = [_truncate, _flip_bytes, _lose_a_piece, _repack, _repack]
