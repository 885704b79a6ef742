"""Looking through an .xls before it is read.

The old format is a small file system (OLE) around one stream of records (BIFF). The reader behind it believes
lengths and chains it finds there, so the stream is taken out here with every chain checked, its records are
walked once, and the reader is handed a fresh container with nothing but the checked stream.
Record numbers and layouts: MS-XLS.
"""

import re
import struct
from collections.abc import Callable

from django.utils.translation import gettext as _

from gongzhi.lib.values import ErrorCell
from gongzhi.lib.workbook.facts import (
    TABS,
    Facts,
    TabFacts,
    check_extent,
    check_oddities,
    check_text,
    damaged,
    locked,
    with_formulas,
    with_links,
    with_macros,
)
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.ole import Container, wrapped

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_CELLS = frozenset((0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x00FD, 0x0006))
_MULRK, _LABELSST, _BOOLERR, _FORMULA = 0x00BD, 0x00FD, 0x0205, 0x0006
_ROW, _COLINFO, _DIMENSIONS, _CONTINUE = 0x0208, 0x007D, 0x0200, 0x003C
_CALLS_OUT = re.compile(rb"[\x21\x22\x41\x42\x61\x62].{0,1}(?:\x96\x00|\x0b\x01|\x67\x01)", re.DOTALL)
_LINK_INSIDE = re.compile(rb"\x17.[\x00\x01]#", re.DOTALL)


def check(data: bytes) -> tuple[bytes, Facts]:
    """A clean container and facts about it. Raises Unreadable."""
    try:
        container = Container(data)
        stream = container.stream(_stream_name(container))
        walk = _Walk(stream)
        walk.run()
    except (struct.error, ValueError, IndexError, KeyError, OverflowError) as problem:
        raise damaged() from problem
    return wrapped(bytes(walk.stream)), walk.facts


def _stream_name(container: Container) -> str:
    if "EncryptedPackage" in container.names:
        raise locked()
    if container.names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise with_macros()
    if "WordDocument" in container.names or "PowerPoint Document" in container.names:
        raise Unreadable(_("这是文档或演示文稿，不是表格，请把表格另存为.xlsx再上传。"))
    for name in ("Workbook", "Book"):
        if name in container.streams:
            return name
    raise damaged()


class _Walk:
    """One pass over all records; ``stream`` is a copy in which reservations are taken back."""

    def __init__(self, stream: bytes) -> None:
        self.stream = bytearray(stream)
        self.facts = Facts()
        self.tab = TabFacts()
        self.tabs: dict[int, str] = {}  # where it begins → its name
        self.begun: set[int] = set()
        self.name = ""
        self.encoding = "latin-1"
        self.wide = True  # BIFF8 writes UTF-16
        self.rows = self.columns = self.merges = 0
        self.texts: list[int] = []
        self.characters = 0

    def run(self) -> None:
        """Walk, then look at the whole."""
        unpack, length = struct.Struct("<HH").unpack_from, len(self.stream)
        handlers, place = self._handlers(), 0
        while place + 4 <= length:
            kind, size = unpack(self.stream, place)
            start, end = place + 4, place + 4 + size
            if end > length:
                raise damaged()
            if kind in _CELLS:
                self._cell(kind, start, size)
            elif handler := handlers.get(kind):
                handler(start, size)
            place = end
        self._leave()
        if not set(self.tabs) <= self.begun or len(self.tabs) > TABS:
            raise damaged()
        check_text(self.characters)

    def _handlers(self) -> dict[int, Callable[[int, int], None]]:
        return {
            0x0809: self._begin,
            0x002F: self._file_pass,
            0x0022: self._date_1904,
            0x0042: self._code_page,
            0x0085: self._bound_sheet,
            0x00FC: self._shared_texts,
            0x01AE: self._sup_book,
            0x0023: self._extern_name,
            0x01AD: self._links,
            0x0876: self._links,
            _ROW: self._row,
            _COLINFO: self._col_info,
            _DIMENSIONS: self._dimensions,
            _MULRK: self._mul_rk,
            0x00E5: self._merge_cells,
        }

    def _begin(self, start: int, size: int) -> None:
        if start - 4 == 0:
            self.wide = self._u16(start) != 0x0500
        self.begun.add(start - 4)
        if start - 4 in self.tabs:
            self._leave()
            self.name = self.tabs[start - 4]
            self.tab = self.facts.tabs[self.name] = TabFacts()

    def _leave(self) -> None:
        check_extent(self.name, self.rows, self.columns)
        check_oddities(self.merges, len(self.tab.errors))
        self.merges = 0
        self.rows = self.columns = 0

    def _cell(self, kind: int, start: int, size: int) -> None:
        if kind == 0x0207 or size < 6:
            return
        row, column = struct.unpack_from("<HH", self.stream, start)
        self._reach(row, column)
        if kind == _LABELSST and size >= 10:
            index = struct.unpack_from("<I", self.stream, start + 6)[0]
            self.characters += self.texts[index] if index < len(self.texts) else 0
        elif kind == _BOOLERR and size >= 8 and self.stream[start + 7]:
            self._error(row, column, self.stream[start + 6])
        elif kind == _FORMULA and size >= 20:
            self._formula(row, column, start, size)

    def _reach(self, row: int, column: int) -> None:
        if row >= self.rows:
            self.rows = row + 1
        if column >= self.columns:
            self.columns = column + 1

    def _formula(self, row: int, column: int, start: int, size: int) -> None:
        if self.stream[start + 12 : start + 14] == b"\xff\xff" and self.stream[start + 6] == 2:
            self._error(row, column, self.stream[start + 8])
        tokens = bytes(self.stream[start + 20 : start + size])
        if (called := _CALLS_OUT.search(tokens)) and not (
            called[0].endswith(b"\x67\x01") and _LINK_INSIDE.search(tokens)
        ):
            raise with_formulas(self.name)

    def _error(self, row: int, column: int, code: int) -> None:
        self.tab.errors[row + 1, column] = ErrorCell(_ERRORS.get(code, "#N/A"))

    def _mul_rk(self, start: int, size: int) -> None:
        if size >= 6:
            self._reach(self._u16(start), max(self._u16(start + 2), self._u16(start + size - 2)))

    def _merge_cells(self, start: int, size: int) -> None:
        self.merges += size // 8

    def _row(self, start: int, size: int) -> None:
        if size >= 14 and self.stream[start + 12] & 0x20:
            self.tab.hidden_rows.add(self._u16(start) + 1)

    def _col_info(self, start: int, size: int) -> None:
        if size >= 10 and self.stream[start + 8] & 1:
            self.tab.hidden_columns.update(range(self._u16(start), min(self._u16(start + 2), 255) + 1))

    def _dimensions(self, start: int, size: int) -> None:
        self.stream[start : start + size] = bytes(size)  # the reader would reserve as much as is claimed here

    def _shared_texts(self, start: int, size: int) -> None:
        segments, place = [(start, start + size)], start + size
        while place + 4 <= len(self.stream) and self._u16(place) == _CONTINUE:
            size = self._u16(place + 2)
            segments.append((place + 4, min(place + 4 + size, len(self.stream))))
            place += 4 + size
        (count,) = struct.unpack_from("<i", self.stream, start + 4)
        if not 0 <= count * 3 <= sum(end - begin for begin, end in segments):
            raise damaged()
        self.texts = TextLengths(self.stream, segments).read(count)

    def _bound_sheet(self, start: int, size: int) -> None:
        place, _state, kind = struct.unpack_from("<IBB", self.stream, start)
        if kind in (1, 6):
            raise with_macros()
        if place in self.tabs:
            raise damaged()
        self.tabs[place] = self._short_text(start + 6, start + size)

    def _short_text(self, start: int, end: int) -> str:
        length = self.stream[start]
        if not self.wide:
            return self.stream[start + 1 : min(start + 1 + length, end)].decode(self.encoding, "replace")
        if self.stream[start + 1] & 1:
            return self.stream[start + 2 : min(start + 2 + 2 * length, end)].decode("utf-16-le", "replace")
        return self.stream[start + 2 : min(start + 2 + length, end)].decode("latin-1")

    def _code_page(self, start: int, size: int) -> None:
        page = self._u16(start)
        self.encoding = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949"}.get(page, "latin-1")

    def _date_1904(self, start: int, size: int) -> None:
        self.facts.counts_from_1904 = self._u16(start) == 1

    def _file_pass(self, start: int, size: int) -> None:
        raise locked()

    def _links(self, start: int, size: int) -> None:
        raise with_links()

    def _sup_book(self, start: int, size: int) -> None:
        """Only the references of a workbook to itself (0x0401) and to add-ins (0x3A01) stay inside."""
        if size != 4 or self._u16(start + 2) not in (0x0401, 0x3A01):
            raise with_links()

    def _extern_name(self, start: int, size: int) -> None:
        if b"WEBSERVICE" in self.stream[start : start + size].replace(b"\0", b""):
            raise with_formulas(self.name)

    def _u16(self, place: int) -> int:
        return int.from_bytes(self.stream[place : place + 2], "little")


class TextLengths:
    """The lengths of the shared texts (SST), which may run on over several records."""

    def __init__(self, stream: bytearray, segments: list[tuple[int, int]]) -> None:
        self.stream = stream
        self.segments = iter(segments)
        self.place, self.end = next(self.segments)
        self.place += 8

    def read(self, count: int) -> list[int]:
        """In characters, by index. Raises Unreadable if the records end too early."""
        return [self._one() for _index in range(count)]

    def _one(self) -> int:
        if self.place >= self.end:
            self._next()
        length, flags = struct.unpack_from("<HB", self.stream, self.place)
        self.place += 3
        skipped = 0
        if flags & 8:
            skipped += 4 * int.from_bytes(self.stream[self.place : self.place + 2], "little")
            self.place += 2
        if flags & 4:
            skipped += int.from_bytes(self.stream[self.place : self.place + 4], "little")
            self.place += 4
        self._characters(length, 2 if flags & 1 else 1)
        self._skip(skipped)
        return length

    def _characters(self, left: int, width: int) -> None:
        """Every further record begins anew with the width of its characters."""
        while left > (here := (self.end - self.place) // width):
            left -= max(here, 0)
            self._next()
            width = 2 if self.stream[self.place] & 1 else 1
            self.place += 1
        self.place += left * width

    def _skip(self, count: int) -> None:
        while count > self.end - self.place:
            count -= self.end - self.place
            self._next()
        self.place += count

    def _next(self) -> None:
        following = next(self.segments, None)
        if following is None:
            raise damaged()
        self.place, self.end = following
