"""The time of a day as people write it: 15:00, 下午3点, 上午9点半, 1500."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from gongzhi.lib.values.cells import BadValue, Cell, plain

_CLOCK = re.compile(
    r"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上)?(?P<hour>\d{1,2})(?:[:点时](?:(?P<minute>[0-5]?\d)分?|(?P<half_past>半))?|(?P<tail>[0-5]\d))"
)
_AFTERNOON = ("下午", "傍晚", "晚上")


def clock(cell: Cell) -> dt.time | None:
    """A time of the day by the clock of 24 hours, or None for an empty cell. Raises BadValue."""
    text = "".join(plain(cell).replace("：", ":").split())
    if not text:
        return None
    found = _CLOCK.fullmatch(text)
    hour = int(found["hour"]) if found else 24
    if (found and found["half"] in _AFTERNOON and hour < 12) or (found and found["half"] == "中午" and hour < 3):
        hour += 12
    if found is None or hour > 23:
        raise BadValue("CLOCK_UNREADABLE", _("“%(text)s”看不懂是几点，请写成15:00或下午3点。") % {"text": text})
    minute = 30 if found["half_past"] else int(found["minute"] or found["tail"] or 0)
    return dt.time(hour, minute)
