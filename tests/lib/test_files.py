import os
from pathlib import Path

import pytest

from gongzhi.lib.files import write_once, write_whole
from tests.together import together


def test_of_many_writers_one_writes_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"

    wrote = together(8, lambda number: write_once(path, bytes([number]) * 1000))

    assert sorted(wrote) == [False] * 7 + [True]
    assert path.read_bytes() == bytes([wrote.index(True)]) * 1000
    assert os.listdir(path.parent) == ["file"]


def test_a_file_is_replaced_as_a_whole_and_its_reader_keeps_the_former(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"former")

    with path.open("rb") as reader:
        write_whole(path, b"new")
        assert reader.read() == b"former"

    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]


def test_a_write_that_fails_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_once(tmp_path / "file", "not bytes")

    assert os.listdir(tmp_path) == []
