"""Names of the province, city and county that a statistical division code lies in (GB/T 2260)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum import numdb


@dataclass(frozen=True, slots=True)
class Region:
    """The three levels above a sub-district, as full names; empty where the code is not known."""

    province: str = ""
    city: str = ""
    county: str = ""

    def __str__(self) -> str:
        return self.province + (self.city if self.city != self.province else "") + self.county


@lru_cache(maxsize=256)
def region_of(code: str) -> Region:
    """The region of a code of at least six digits, e.g. 410105… → 河南省 郑州市 金水区."""
    return Region(_named(code[:2] + "0000", "province"), _named(code[:4] + "00", "county"), _named(code[:6], "county"))


def _named(code: str, level: str) -> str:
    found = {key: value for _part, names in numdb.get("cn/loc").info(code) for key, value in names.items()}
    if level == "county" and code.endswith("00") and code[2:4] == "00":
        return found.get("province", "")
    newest = found.get(level, "").split(",")[-1]
    return re.sub(r"^\[.*?\]", "", newest)
