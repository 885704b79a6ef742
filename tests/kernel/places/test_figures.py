"""How many communities, grids and courtyards there are, on any day."""

import datetime as dt

import pytest

from gongzhi.kernel.places.actions import end_place, move_place
from gongzhi.kernel.places.models import Place
from gongzhi.lib import figures
from gongzhi.lib.figures import Figure, Period
from tests import making

pytestmark = pytest.mark.django_db

BEFORE, DAY, AFTER = dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2024, 3, 2)


def figure(key: str) -> Figure:
    found = figures.get(key)
    assert found
    return found


def value(key: str, on: dt.date, path: str = "") -> object:
    return figure(key).read(Period(on), path).value


def test_each_kind_is_counted_by_itself() -> None:
    community = making.community()
    grid = making.grid(community)
    for name in ("东院", "西院"):
        making.courtyard(grid, name)
    assert [value(key, DAY) for key in ("communities", "grids", "courtyards")] == [1, 1, 2]


def test_an_ended_place_stands_until_the_day_before() -> None:
    grid = making.grid(making.community())
    end_place(grid, on=DAY, by=making.SYSTEM)
    assert [value("grids", day) for day in (BEFORE, DAY, AFTER)] == [1, 0, 0]


def test_a_place_counts_from_the_day_it_was_set_up() -> None:
    grid = making.grid(making.community())
    Place.objects.filter(pk=grid.pk).update(since=DAY)
    assert [value("grids", day) for day in (BEFORE, DAY, AFTER)] == [0, 1, 1]


def test_a_stock_does_not_ask_when_the_period_begins() -> None:
    making.grid(making.community())
    assert figure("grids").read(Period(AFTER, start=DAY)).value == 1


def test_the_split_follows_a_place_that_moves() -> None:
    street = making.street()
    old, new = making.community(street, "甲社区"), making.community(street, "乙社区")
    grid = making.grid(old)
    making.courtyard(grid)
    assert [value("courtyards", AFTER, place.path) for place in (old, new)] == [1, 0]
    move_place(grid, new, on=DAY, by=making.SYSTEM)
    assert [value("courtyards", AFTER, place.path) for place in (old, new)] == [0, 1]
    assert [(s.place_id, s.value) for s in figure("courtyards").by_community(Period(AFTER))] == [(new.pk, 1)]


def test_the_rows_name_the_place_and_where_it_belongs() -> None:
    community = making.community(name="通信花园社区")
    making.courtyard(making.grid(community, "第一网格"), "东院")
    assert figure("communities").rows(Period(DAY)).rows == [["通信花园社区", "花园路街道"]]
    assert figure("grids").rows(Period(DAY)).rows == [["第一网格", "通信花园社区"]]
    assert figure("courtyards").rows(Period(DAY)).rows == [["东院", "第一网格"]]


def test_every_figure_says_what_it_counts() -> None:
    for key in ("communities", "grids", "courtyards"):
        told = figure(key)
        assert all(map(str, (told.title, told.definition, told.unit)))
        assert told.read(Period(DAY)).as_of == DAY
