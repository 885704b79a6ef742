"""Lists that are sorted by a click on a heading."""

import pytest

from gongzhi.lib.columns import Column, columns, order

HEADINGS = [("姓名", "name"), ("结果", "")]


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("", Column("姓名", "none", "name")),
        ("name", Column("姓名", "ascending", "-name")),
        ("-name", Column("姓名", "descending", "name")),
        ("other", Column("姓名", "none", "name")),
    ],
)
def test_a_heading_says_how_the_list_is_sorted_and_what_comes_next(asked: str, heading: Column) -> None:
    assert columns(HEADINGS, asked) == [heading, Column("结果")]


@pytest.mark.parametrize(
    ("asked", "sorted_by"), [("name", "name"), ("-name", "-name"), ("secret", "day"), ("", "day"), (None, "day")]
)
def test_only_columns_can_be_sorted_by(asked: str | None, sorted_by: str) -> None:
    assert order(asked, HEADINGS, otherwise="day") == sorted_by
