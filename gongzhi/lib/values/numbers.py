"""Counts, whole numbers and amounts as offices write them (mess table M15)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from gongzhi.lib.values.cells import BadValue, Cell, plain
from gongzhi.lib.values.han import CHARACTERS, han_number

LIMIT = 10**12


@dataclass(frozen=True, slots=True)
class Count:
    """How many. An estimate holds the least that was claimed (``约100余人`` → 100)."""

    value: int
    estimated: bool = False


_UNIT = (
    r"人次|人|名|位|户次|户|家|个|场次|场|次|期|栋|幢|座|单元|楼|间|处|项|件|条|份|支|队|组|班|节|课时|小时|时|天|周|月|年|岁"
    r"|元整|元|圆|块|平方米|平米|㎡|m2|套|台|把|本|张|辆|对|封"
)
_ABOUT = re.compile(r"^(?:大约|大概|约|近|共约|共计|合计|共|计|不少于|至少|超过|>=?|≥)+")
_ESTIMATE_BEFORE = re.compile(r"大约|大概|约|近|不少于|至少|超过|>|≥")
_NUMBER = re.compile(rf"(?P<digits>\d+(?:\.\d+)?)|(?P<han>[{CHARACTERS}]+)", re.ASCII)
_AFTER = re.compile(
    rf"(?P<more>[多余几来]|\+)?(?P<group>[十百千万亿]*)(?P<more2>[多余几来]|\+)?(?:{_UNIT})?(?P<more3>左右|上下|以上|\+)?(?P<less>以下|以内)?"
)
_COMMAS = re.compile(r"(?<=\d)[,'](?=\d{3}(?!\d))", re.ASCII)
_BRACKETS = re.compile(r"\([^()]*\)$")
_AMOUNT = re.compile(
    rf"(?:人民币|RMB|[¥￥$])?(?P<number>[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?P<group>[十百千万亿]*)(?:{_UNIT}|%)?",
    re.ASCII | re.IGNORECASE,
)
_GROUPS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_VAGUE = re.compile(r"若干|许多|多人|数[人名十百千]|几[人名十百千个]|大量|部分|全体|全部")


def number(raw: Cell) -> Count | None:
    """How many people, households, sessions …: ``36人``, ``1,234``, ``一百二十``, ``约100余人``, ``100+``.

    Raises BadValue NUMBER_VAGUE (若干), NUMBER_WHOLE (a fraction), NUMBER_FORM.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return Count(_whole(Decimal(repr(raw)), repr(raw)))
    found = plain(raw)
    if not found:
        return None
    if found.isascii() and found.isdigit():
        return Count(_limited(int(found[:20]), found))
    return _written(found)


def whole(raw: Cell) -> int | None:
    """A whole number that was not estimated. Raises BadValue NUMBER_ESTIMATED or what :func:`number` raises."""
    count = number(raw)
    if count is None:
        return None
    if count.estimated:
        raise BadValue("NUMBER_ESTIMATED", _("“%(text)s”是估计的，这里要准确的数。") % {"text": plain(raw)[:20]})
    return count.value


def decimal(raw: Cell) -> Decimal | None:
    """An amount, exactly as written: ``20,700.00元``, ``2.3万元``, ``1.5小时``. Raises BadValue NUMBER_FORM."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _finite(Decimal(repr(raw)), repr(raw))
    found = _COMMAS.sub("", plain(raw).replace(" ", ""))
    if not found:
        return None
    if match := _AMOUNT.fullmatch(_BRACKETS.sub("", found)):
        return _finite(Decimal(match["number"]) * _size(match["group"]), found)
    return Decimal(_written(found).value)


def age(raw: Cell) -> int | None:
    """Years of age, 0–130 (M17). Raises BadValue AGE."""
    years = whole(raw)
    if years is not None and not 0 <= years <= 130:
        raise BadValue("AGE", _("年龄%(years)d不对，请核对。") % {"years": years})
    return years


def _written(found: str) -> Count:
    bare = _BRACKETS.sub("", _COMMAS.sub("", found.replace(" ", "")))
    if _VAGUE.match(_ABOUT.sub("", bare)):
        raise BadValue("NUMBER_VAGUE", _("“%(text)s”没有写明数目，请填数字。") % {"text": found[:20]})
    about = _ABOUT.match(bare)
    rest = bare[about.end() :] if about else bare
    match = _NUMBER.match(rest)
    after = _AFTER.fullmatch(rest, match.end()) if match else None
    if match is None or after is None or after["less"]:
        raise _unreadable(found)
    value = _value(match, found) * _size(after["group"])
    estimated = bool(about and _ESTIMATE_BEFORE.search(about[0]))
    return Count(_whole(value, found), estimated or any(after[k] for k in ("more", "more2", "more3")))


def _value(match: re.Match[str], found: str) -> Decimal:
    if match["digits"]:
        return Decimal(match["digits"])
    counted = han_number(match["han"])
    if counted is None:
        raise _unreadable(found)
    return Decimal(counted)


def _size(group: str) -> int:
    size = 1
    for unit in group[:3]:
        size *= _GROUPS[unit]
    return size


def _whole(value: Decimal, found: str) -> int:
    _finite(value, found)
    if value != value.to_integral_value():
        raise BadValue("NUMBER_WHOLE", _("“%(text)s”应是整数，请核对。") % {"text": found[:20]})
    return _limited(int(value), found)


def _limited(value: int, found: str) -> int:
    if not 0 <= value < LIMIT:
        raise _unreadable(found)
    return value


def _finite(value: Decimal, found: str) -> Decimal:
    if not value.is_finite() or abs(value) >= LIMIT:
        raise _unreadable(found)
    return value


def _unreadable(found: str) -> BadValue:
    return BadValue("NUMBER_FORM", _("“%(text)s”不是数目，请填数字。") % {"text": found[:20]})
