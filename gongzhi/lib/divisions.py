"""Names of the province, city and county that a statistical division code lies in (GB/T 2260)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum import numdb

#: Steps of the code that stand for no place: 市辖区 of Beijing, the counties that answer to the province.
_NO_PLACE = re.compile(r"市辖区|县|.*直辖.*")
_YEARS = re.compile(r"^\[.*?\]")


@dataclass(frozen=True, slots=True)
class Region:
    """The three levels above a sub-district, as full names; empty where there is none or it is not known."""

    province: str = ""
    city: str = ""
    county: str = ""

    def __str__(self) -> str:
        return self.province + self.city + self.county


@lru_cache(maxsize=256)
def region_of(code: str) -> Region:
    """The region of a code of two digits or more, e.g. 410105… → 河南省 郑州市 金水区.

    Beijing has no city level, 东莞市 no county; the name that a code has today is given.
    """
    names = [_named(code[:digits].ljust(6, "0")) for digits in (2, 4, 6)]
    return Region(*(name if name not in names[:level] else "" for level, name in enumerate(names)))


def _named(code: str) -> str:
    """The newest name of the place that the six digits end at, empty for a step that is none."""
    found = {level: name for _part, names in numdb.get("cn/loc").info(code) for level, name in names.items()}
    newest = _YEARS.sub("", found.get("county", "").split(",")[-1])
    return "" if _NO_PLACE.fullmatch(newest) else newest
