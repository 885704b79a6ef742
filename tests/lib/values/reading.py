"""What a parser makes of a cell: its value, or the code of its refusal."""

from collections.abc import Callable
from typing import Any

from gongzhi.lib.values import BadValue, Cell


def outcome(read: Callable[[Cell], Any], cell: Cell) -> Any:
    """The value; a refusal as its code, once its sentence is seen to be one."""
    try:
        return read(cell)
    except BadValue as problem:
        refusal = problem
    assert refusal.code.isupper()
    assert refusal.sentence.endswith("。")
    assert "%(" not in refusal.sentence or "%(" in str(cell)
    return refusal.code
