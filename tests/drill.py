"""The same guards at full count.

Every guard that repeats itself (kills, damaged workbooks, random histories) asks :func:`count` how
often. In ``make test`` that is a small number, in ``make drill`` the full one. Such tests carry the
mark ``drill`` and print the figures they reached.

    python -m tests.drill [pytest arguments]
"""

import os
import sys

FULL = "GONGZHI_DRILL"


def count(small: int, full: int) -> int:
    """How often to repeat: ``small`` in the ordinary tests, ``full`` in a drill."""
    return full if os.environ.get(FULL) else small


if __name__ == "__main__":
    import pytest

    os.environ[FULL] = "1"
    sys.exit(pytest.main(["-m", "drill", "--verbose", "--capture=no", "--durations=0", *sys.argv[1:]]))
