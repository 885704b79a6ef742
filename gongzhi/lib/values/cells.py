"""What may stand in a cell, and what is said when it cannot be read."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error (``#REF!``), or a formula saved without its result (empty ``shown``)."""

    shown: str = ""


Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | ErrorCell | None


class BadValue(Exception):
    """A cell that cannot be read.

    ``code`` is for programs (``ID_TRUNCATED``), ``sentence`` tells a clerk what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence


_UNSEEN = {
    **dict.fromkeys([0xAD, 0x61C, 0x180E, 0xFEFF, 0x7F], None),
    **dict.fromkeys(range(0x20), None),
    **dict.fromkeys(range(0x80, 0xA0), None),
    **dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)], None),
    **dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0x3164], " "),
    **dict.fromkeys([0x0A, 0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n"),
}
_SPACES = re.compile(r"  +")
_NOTHING = frozenset(("/", "\\", "-", "--", "—", "——", "―", "－", "／"))
_NOTHING_KNOWN = _NOTHING | {"无", "没有", "暂无", "不详", "未知", "空", "n/a", "N/A", "NA", "null", "None", "none"}


def shown(raw: Cell) -> str:
    """The text a person sees in the cell: no invisible characters, single spaces, trimmed.

    Rare characters and variation selectors stay as they are. Raises BadValue for a cell in error.
    """
    if isinstance(raw, str):
        return raw.strip() if raw.isprintable() and "  " not in raw else _tidy(raw)
    if raw is None:
        return ""
    if isinstance(raw, ErrorCell):
        raise BadValue("CELL_ERROR", _sentence_of(raw))
    return _spelled(raw)


def plain(raw: Cell) -> str:
    """Like :func:`shown`, in half-width letters and digits (NFKC); empty if the cell says there is nothing."""
    found = shown(raw)
    if not found.isascii():
        found = unicodedata.normalize("NFKC", found).strip()
    return "" if found in _NOTHING_KNOWN else found


def is_nothing(found: str) -> bool:
    """Whether a text only says that there is nothing to say (``/``, ``—``)."""
    return not found or found in _NOTHING


def whole_digits(number: float) -> str:
    """A number cell as digits, ``13800000000.0`` → ``"13800000000"``; others as Python writes them."""
    return str(int(number)) if abs(number) < 1e22 and number == int(number) else repr(number)


def _tidy(found: str) -> str:
    return _SPACES.sub(" ", found.translate(_UNSEEN)).strip()


def _spelled(raw: float | bool | dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, (int, float)):
        return whole_digits(raw) if raw == raw and abs(raw) != float("inf") else ""
    if isinstance(raw, dt.datetime):
        return raw.isoformat(" ", "minutes")
    if isinstance(raw, dt.time):
        return raw.isoformat("minutes")
    return raw.isoformat() if isinstance(raw, dt.date) else str(raw)


def _sentence_of(cell: ErrorCell) -> str:
    if cell.shown:
        return _("这一格显示 %(shown)s，公式出了错。请填上正确的内容。") % {"shown": cell.shown}
    return _("这一格是公式，但没有存下结果。请用表格软件打开，保存一次再交。")
