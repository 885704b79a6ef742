"""Numbers written in Chinese characters."""

_DIGITS = {
    **dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖两○", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 0), strict=True)),
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": "二十", "卅": "三十"}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}

CHARACTERS = "".join({*_DIGITS, *_UNITS, *_GROUPS, *_TENS})


def han_number(written: str) -> int | None:
    """``一百二十`` → 120, ``两千五`` → 2500, ``二〇一七`` → 2017; None if it is no number."""
    for short, long in _TENS.items():
        written = written.replace(short, long)
    if not written or any(c not in CHARACTERS for c in written):
        return None
    if all(c in _DIGITS for c in written):
        return int("".join(str(_DIGITS[c]) for c in written))
    return _counted(written)


def _counted(written: str) -> int | None:
    for mark in ("亿", "万", "萬"):
        if mark in written:
            above, _mark, below = written.partition(mark)
            return _grouped(above, below, _GROUPS[mark])
    return _below_ten_thousand(written)


def _grouped(above: str, below: str, size: int) -> int | None:
    high = _counted(above) if above else None
    low = _tail(below, size)
    return None if high is None or low is None else high * size + low


def _tail(written: str, size: int) -> int | None:
    """What follows a unit; a lone digit counts the next lower unit (三万五 = 35 000)."""
    if not written:
        return 0
    if len(written) == 1 and written in _DIGITS:
        return _DIGITS[written] * (size // 10)
    return _counted(written)


def _below_ten_thousand(written: str) -> int | None:
    total, digit, unit = 0, -1, 10_000
    for character in written:
        if character in _DIGITS:
            if digit > 0:
                return None  # two digits side by side
            digit = _DIGITS[character]
        elif _UNITS[character] >= unit:
            return None  # units must fall
        else:
            unit = _UNITS[character]
            total += (1 if digit < 0 else digit) * unit
            digit = -1
    if digit > 0 and 10 < unit < 10_000 and written[-2] not in "零〇○":
        return total + digit * (unit // 10)
    return total + max(digit, 0)
