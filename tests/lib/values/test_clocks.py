"""The time of a day as people write it."""

import datetime as dt

import pytest

from gongzhi.lib.values import BadValue, clock


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("15:00", (15, 0)),
        ("15：30", (15, 30)),
        ("1500", (15, 0)),
        ("9点", (9, 0)),
        ("下午3点", (15, 0)),
        ("下午3点半", (15, 30)),
        ("晚上 7:05", (19, 5)),
        ("上午9点15分", (9, 15)),
        ("中午12点", (12, 0)),
        ("中午1点", (13, 0)),
        ("下午12:30", (12, 30)),
        ("凌晨0点", (0, 0)),
        ("９：００", (9, 0)),
    ],
)
def test_a_time_is_read_as_it_is_written(written: str, read: tuple[int, int]) -> None:
    assert clock(written) == dt.time(*read)


@pytest.mark.parametrize("written", ["25:00", "下班以后", "9:75", "15", "3-5点", "-1:00"])
def test_what_is_no_time_is_said(written: str) -> None:
    with pytest.raises(BadValue, match="看不懂是几点"):
        clock(written)


def test_nothing_is_nothing() -> None:
    assert clock("  ") is None
