"""A form knows whether what it showed still stands."""

import datetime as dt

import pytest

from gongzhi.lib.actions import Refused
from gongzhi.lib.versions import Overtaken, demand_unchanged, version_of

SHOWN = {"name": "东院", "latitude": 34.77, "since": dt.date(2024, 9, 2), "chief": None}


def test_the_same_values_are_the_same_version_in_any_order() -> None:
    version = version_of(SHOWN)
    assert version == version_of(dict(reversed(SHOWN.items())))
    demand_unchanged(version, SHOWN)


@pytest.mark.parametrize(
    "change", [{"name": "西院"}, {"latitude": 34.770001}, {"chief": ""}, {"latitude": None}, {"more": 1}]
)
def test_any_other_value_is_another_version(change: dict[str, object]) -> None:
    now = SHOWN | change
    with pytest.raises(Overtaken) as overtaken:
        demand_unchanged(version_of(SHOWN), now)
    assert overtaken.value.now == now
    assert isinstance(overtaken.value, Refused)


def test_a_missing_version_is_not_taken_for_the_right_one() -> None:
    with pytest.raises(Overtaken):
        demand_unchanged("", SHOWN)


def test_whoever_showed_nothing_asks_nothing() -> None:
    demand_unchanged(None, SHOWN)
    with pytest.raises(Overtaken):
        demand_unchanged("x", SHOWN)
