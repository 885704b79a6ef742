"""Telephone numbers as offices write them (mess table M08, M09)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.lib.values.cells import BadValue, Cell, plain


@dataclass(frozen=True, slots=True)
class Phones:
    """The first mobile number of a cell (eleven digits) and whatever other numbers stand beside it."""

    mobile: str | None
    others: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """All of them, the mobile first."""
        return (self.mobile, *self.others) if self.mobile else self.others


_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_FIRST_MOBILE, _LAST_MOBILE = 13_000_000_000, 19_999_999_999
_FILLER = str.maketrans("", "", " -+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~", "-"))
_AREA_IN_BRACKETS = re.compile(r"\(\s*(0\d{2,3}|\+?86)\s*\)", re.ASCII)
_EXTENSION = re.compile(r"(?<=\d)[\s(]*(?:转|分机号?|内线|ext\.?|#|x)[\s:.-]*(?=\d)", re.ASCII | re.IGNORECASE)
_WORDS = re.compile(r"[^\d+\- ]+", re.ASCII)
_NUMBER = re.compile(
    r"(?P<mobile>(?:(?:\+|00)?86[ -]*|0)?(?P<digits>1[ -]?[3-9](?:[ -]?\d){9}))"
    r"|(?P<free>[48]00[ -]?\d{3,4}[ -]?\d{3,4})"
    r"|(?P<fixed>(?:(?:(?:\+|00)?86[ -]*)?(?P<area>0?(?:10|2\d|[3-9]\d{2}))[ -]+|(?:(?:\+|00)?86[ -]*)?"
    r"(?P<close>0(?:10|2\d|[3-9]\d{2})))?(?P<local>[2-8]\d{2,3}[ -]?\d{4})(?:-(?P<extension>\d{1,6}))?)"
    r"|(?P<foreign>(?:\+|00)(?!86)[1-9](?:[ -]?\d){6,14})"
    r"|(?P<short>1[012]\d{3}|9[56]\d{3,4}|1\d{2})",
    re.ASCII,
)


def phone(raw: Cell) -> Phones | None:
    """Every number in a cell; the first mobile wins, the rest stands in ``others``.

    Understands number cells, full-width digits, +86 and 0086, separators, area codes and extensions.
    Raises BadValue PHONE_LENGTH or PHONE_FORM if there is no number that could be called.
    """
    if isinstance(raw, float) and _FIRST_MOBILE <= raw <= _LAST_MOBILE and raw.is_integer():
        return Phones(str(int(raw)))
    if isinstance(raw, str) and _MOBILE.fullmatch(raw):
        return Phones(raw)
    found = plain(raw)
    if not found:
        return None
    digits = found.translate(_FILLER)
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) == 11 and _MOBILE.fullmatch(digits):
        return Phones(digits)
    return _several(found)


def _several(found: str) -> Phones:
    bare = _AREA_IN_BRACKETS.sub(r" \1-", found.translate(_DASHES))
    bare = _EXTENSION.sub("-", bare)
    numbers, rest = _numbers(_WORDS.sub("|", bare))
    mobile = next((number for number in numbers if _MOBILE.fullmatch(number)), None)
    others = tuple(dict.fromkeys(number for number in numbers if number != mobile))
    if rest and mobile is None:
        raise _refusal(rest[0], found)
    if not numbers:
        raise _refusal("", found)
    return Phones(mobile, (*others, *rest))


def _numbers(bare: str) -> tuple[list[str], list[str]]:
    """The numbers in ``bare`` and the pieces that hold digits but are no number."""
    numbers: list[str] = []
    rest: list[str] = []
    for piece in bare.split("|"):
        piece = piece.strip(" -")
        while piece:
            match = _NUMBER.match(piece)
            if match is None or piece[match.end() : match.end() + 1].isdigit():
                rest.append(piece)
                break
            numbers.append(_spelled(match))
            piece = piece[match.end() :].strip(" -")
    return numbers, rest


def _spelled(match: re.Match[str]) -> str:
    if match["mobile"]:
        return match["digits"].translate(_FILLER)
    if match["fixed"]:
        area = match["area"] or match["close"] or ""
        area = f"0{area.lstrip('0')}-" if area else ""
        extension = f"-{match['extension']}" if match["extension"] else ""
        return area + match["local"].translate(_FILLER) + extension
    if match["foreign"]:
        return "+" + match["foreign"].removeprefix("00").translate(_FILLER)
    return match[0].translate(_FILLER)


def _refusal(piece: str, found: str) -> BadValue:
    digits = piece.translate(_FILLER)
    if digits.isdigit() and digits.startswith("1") and 8 <= len(digits) <= 14 and len(digits) != 11:
        sentence = _("手机号应是11位，“%(text)s”有%(count)d位，请核对。")
        return BadValue("PHONE_LENGTH", sentence % {"text": piece[:20], "count": len(digits)})
    sentence = _("“%(text)s”不像电话号码，请写11位手机号，或区号加固定电话。")
    return BadValue("PHONE_FORM", sentence % {"text": found[:20]})
