"""Finding somebody in a table as offices write it, and nobody else."""

import pytest

from gongzhi.kernel.people.blotting import Blotter
from gongzhi.lib.values import Cell

NAME, NUMBER, LANDLINE, IDENTITY = "王小红", "13800000001", "0371-65950001", "41010519000101001X"
WANG = Blotter([NAME, "阿依古丽·买买提"], [NUMBER, LANDLINE, "110"], [IDENTITY])


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "王小红", "13800000001"],
        [1.0, "王 小 红", 13800000001.0],
        ["王\u200b小红", "１３８ ０００0-0001"],
        ["王小红（书记）", "+86 138 0000 0001"],
        ["1门洞:李强;2门洞:王小红", "手机13800000001"],
        ["联络员:王小红", "0371 65950001"],
        ["张三", "身份证 41010519000101001x"],
        ["阿依古丽•买买提", "13800000001"],
    ],
    ids=str,
)
def test_a_line_that_speaks_of_her_is_seen(cells: list[Cell]) -> None:
    assert WANG.speaks_of(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["王小红", "13800000002"],
        ["王小红梅", "13800000001"],
        ["李强", "13800000001"],
        ["王小红", "110"],
        ["王小红", None, "", True],
        [],
    ],
    ids=str,
)
def test_a_line_about_somebody_else_is_left_alone(cells: list[Cell]) -> None:
    assert not WANG.speaks_of(cells)


@pytest.mark.parametrize(
    ("cell", "blotted"),
    [
        ("1门洞:李强;2门洞:王小红", "1门洞:李强;2门洞:已删除"),
        ("王小红", "已删除"),
        (" 王 小红 ", "已删除"),
        (13800000001.0, "已删除"),
        ("13800000001/0371-65950002", "已删除/0371-65950002"),
        ("李强", "李强"),
        (36.0, 36.0),
        (None, None),
        ("110", "110"),
    ],
)
def test_others_in_a_cell_stay(cell: Cell, blotted: Cell) -> None:
    assert WANG.blotted(cell) == blotted


def test_a_sentence_loses_names_and_numbers() -> None:
    assert WANG.blotted_text("与第3行的王小红（13800000001）重复") == "与第3行的已删除（已删除）重复"
