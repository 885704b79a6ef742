"""Using the total row of a table as a checksum (mess table M12)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.lib.sheets import Line
from gongzhi.lib.values import BadValue, Cell, Count, decimal
from gongzhi.lib.workbook.readers import Reader


def check_total(
    cells: list[Cell], number: int, readers: Sequence[Reader], lines: Sequence[Line], since: int
) -> list[str]:
    """A note for every numeric column whose total differs from its lines, since the last total and from the top."""
    notes = []
    for reader in readers:
        written = _written(cells, reader)
        if written is None:
            continue
        since_last, whole = _sum(lines[since:], reader.key), _sum(lines, reader.key)
        if whole is not None and written not in (since_last, whole):
            notes.append(
                _("第%(row)d行的合计里，“%(heading)s”写的是%(written)s，各行相加是%(sum)s，请核对。")
                % {"row": number, "heading": reader.heading, "written": _plain(written), "sum": _plain(since_last)}
            )
    return notes


def _plain(number: Decimal | None) -> str:
    """31 and not 31.0."""
    return f"{number.normalize():f}" if number is not None else ""


def _written(cells: list[Cell], reader: Reader) -> Decimal | None:
    cell = cells[reader.position] if reader.position < len(cells) and not reader.leaves else None
    try:
        return decimal(cell)
    except BadValue:
        return None


def _sum(lines: Sequence[Line], key: str) -> Decimal | None:
    """None unless every value of the column is a number."""
    found = [line.values[key] for line in lines if line.values[key] is not None]
    numbers = [_number(value) for value in found]
    return sum((n for n in numbers if n is not None), Decimal(0)) if numbers and None not in numbers else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, Count):
        return Decimal(value.value)
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return Decimal(str(value))
    return None
