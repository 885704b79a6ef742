"""Looking through the XML of one tab in pieces, cheaply: how far it reaches, its errors, formulas, hidden parts."""

import html
import re
from collections.abc import Iterable

from gongzhi.lib.values import ErrorCell
from gongzhi.lib.workbook.facts import CHARACTERS, ROWS, TabFacts, check_extent, check_oddities, damaged, with_formulas

_P = rb"(?:[^\s<>/=:]+:)?"  # a prefix some programs write before every tag
_ATTRIBUTES = rb"""(?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*"""
# nearly every cell of nearly every file: A1 … BZ29999, the address first
_UNUSUAL = re.compile(rb'<c(?=[\s/>])(?! r="[AB]?[A-Z](?:\d{1,4}|[12]\d{4})")')
_PREFIXED = re.compile(rb":c(?=[\s/>])")
_CELL_OR_ROW = re.compile(rb"<" + _P + rb"(c|row)(?=[\s/>])(?:(" + _ATTRIBUTES + rb")(/?)>(</)?)?")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([^"']*)["']""")
_CELL_ADDRESS = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_CELL = rb"<" + _P + rb'c\s+r="([A-Z]{1,3})(\d{1,7})"([^>]*)>\s*'
_MAYBE_FORMULA = re.compile(rb"f[\s>]")
_FORMULA = re.compile(rb"<" + _P + rb"f(?:\s[^>]*)?>([^<]*)<")
_FORMULA_CELL = re.compile(
    _CELL + rb"<" + _P + rb"f(?:\s[^>]*)?>(?:[^<]*</" + _P + rb"f>)?\s*(<" + _P + rb"v[^>]*>[^<]|)"
)
_ERROR_CELL = re.compile(
    _CELL + rb"(?:<" + _P + rb"f(?:\s[^>]*)?>(?:[^<]*</" + _P + rb"f>)?\s*)?<" + _P + rb"v>(#[^<]{1,20})<"
)
_SHARED = re.compile(rb"""["']s["'][^>]*>\s*<""" + _P + rb"v[^>]*>\s*(\d{1,9})")
_END_OF_TEXT = re.compile(rb"</" + _P + rb"si\s*>")
_HIDDEN_ROW = re.compile(rb"<" + _P + rb'row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')
_HIDDEN_COLUMN = re.compile(rb"<" + _P + rb'col\s(?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
_SPAN = re.compile(rb'\b(min|max)="(\d{1,5})"')
_STRINGS = re.compile(r'"[^"]*"')
_REACHES_OUT = re.compile(
    r"\||\b(?:WEBSERVICE|FILTERXML|DDE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMAGE|SQL\.REQUEST)\s*\(", re.IGNORECASE
)
_LINK = re.compile(r"\bHYPERLINK\s*\((?!\s*\"#)", re.IGNORECASE)


class TabScan:
    """Fed with pieces that end before a tag; refuses what reaches too far or outside."""

    def __init__(self, tab: str) -> None:
        self.tab = tab
        self.facts = TabFacts()
        self.cells = 0
        self.rows = self.columns = self.merges = 0
        self._place = (0, 0)
        self._rest = b""

    def feed(self, chunk: bytes) -> None:
        """Look at the next piece; a cell that is not whole waits for the rest of it."""
        piece = self._rest + chunk
        cut = max(piece.rfind(b"<c "), piece.rfind(b"<row"), piece.rfind(b"</sheetData"))
        cut = cut if cut > 0 else len(piece)
        self._rest = piece[cut:]
        self._look(piece[:cut])

    def finish(self) -> int:
        """The number of cells with shared text, once all pieces are in."""
        self._look(self._rest)
        check_extent(self.tab, self.rows, self.columns)
        check_oddities(self.merges, len(self.facts.errors))
        return self.cells

    def _look(self, piece: bytes) -> None:
        self.cells += _shared_cells(piece)
        if _UNUSUAL.search(piece) or _PREFIXED.search(piece):
            self._measure(piece)
        if b't="e"' in piece:
            for letters, row, attributes, error in _ERROR_CELL.findall(piece):
                if b't="e"' in attributes:
                    self.facts.errors[int(row), column_number(letters)] = ErrorCell(error.decode())
        if _MAYBE_FORMULA.search(piece):
            self._formulas(piece)
        if b"hidden=" in piece:
            self._hidden(piece)
        self.merges += piece.count(b"mergeCell ")

    def _measure(self, piece: bytes) -> None:
        """The farthest cell with content, following addresses or, where they are left out, the order."""
        row, column = self._place
        for tag in _CELL_OR_ROW.finditer(piece):
            kind, attributes, closed, empty = tag.groups()
            if attributes is None:
                raise damaged()  # not written as XML demands, so other readers may see something else
            match = _ADDRESS.search(attributes)
            if kind == b"row":
                row, column = (_number(match[1]) if match else row + 1), 0
                continue
            row, column = _address(match[1]) if match else (max(row, 1), column + 1)
            if not closed and not empty:
                self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        self._place = row, column

    def _formulas(self, piece: bytes) -> None:
        written = html.unescape(b"\n".join(_FORMULA.findall(piece)).decode(errors="replace"))
        if _LINK.search(written) or _REACHES_OUT.search(_STRINGS.sub("", written)):
            raise with_formulas(self.tab)
        for letters, row, attributes, result in _FORMULA_CELL.findall(piece):
            if not result and b't="str"' not in attributes:
                self.facts.errors.setdefault((int(row), column_number(letters)), ErrorCell())

    def _hidden(self, piece: bytes) -> None:
        self.facts.hidden_rows.update(row for row in map(int, _HIDDEN_ROW.findall(piece)) if row <= ROWS)
        for attributes in _HIDDEN_COLUMN.findall(piece):
            span = {key: int(value) for key, value in _SPAN.findall(attributes)}
            first = span.get(b"min", 1)
            self.facts.hidden_columns.update(range(first - 1, min(span.get(b"max", first), 1_000)))


class SharedTexts:
    """The texts that cells share. Each use is a copy in memory, so few long texts in many cells can fill it."""

    def __init__(self) -> None:
        self.lengths: list[int] = []  # in bytes, with their markup
        self.longest = 0
        self.cells = 0  # cells that show a shared text

    def measure(self, pieces: Iterable[bytes]) -> None:
        """Take down the length of every shared text."""
        rest = b""
        for piece in pieces:
            parts = _END_OF_TEXT.split(rest + piece)
            rest = parts.pop()
            self.lengths.extend(map(len, parts))
        self.longest = max(self.lengths, default=len(rest))

    def surely_fit(self) -> bool:
        """Whether even the longest text in every cell would not be too much."""
        return self.longest * self.cells <= CHARACTERS

    def used(self, pieces: Iterable[bytes]) -> int:
        """The length of all shared texts in the cells of one tab; what cannot be told counts as the longest."""
        total, rest = 0, b""
        for piece in pieces:
            whole = rest + piece
            cut = max(whole.rfind(b"<c "), whole.rfind(b"<row"), 0)
            total += self._used(whole[:cut])
            rest = whole[cut:]
        return total + self._used(rest)

    def _used(self, piece: bytes) -> int:
        found = [int(index) for index in _SHARED.findall(piece)]
        lengths = self.lengths
        told = sum(lengths[index] for index in found if index < len(lengths))
        return told + max(_shared_cells(piece) - len(found), 0) * self.longest


def _shared_cells(piece: bytes) -> int:
    return piece.count(b'"s"') + (piece.count(b"'s'") if b"'" in piece else 0)


def column_number(letters: bytes) -> int:
    """``A`` → 0, ``AA`` → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _number(digits: bytes) -> int:
    if not digits.isdigit() or len(digits) > 7:
        raise damaged()
    return int(digits)


def _address(written: bytes) -> tuple[int, int]:
    match = _CELL_ADDRESS.fullmatch(written)
    if match is None:
        raise damaged()
    return int(match[2]), column_number(match[1]) + 1
