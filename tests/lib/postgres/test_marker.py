import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongzhi.lib.postgres import Cluster, ForeignData
from gongzhi.lib.postgres.marker import FORMAT, MAJOR


@pytest.fixture
def ended(cluster: Cluster) -> Iterator[Cluster]:
    """A database that does not run, and is as it was after the test."""
    cluster.stop()
    files = [cluster.home / "db" / "GONGZHI", cluster.layout.cluster / "PG_VERSION"]
    before = [file.read_text() for file in files]
    yield cluster
    for file, text in zip(files, before, strict=True):
        file.write_text(text)


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below ``folder`` with its size and the time of its last change. A log may still get its last line."""
    found = (path for path in folder.rglob("*") if path.suffix != ".log")
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in found}


def refused(home: Path) -> str:
    """The sentence of the refusal, after which everything is as it was."""
    before = contents(home.parent)
    with pytest.raises(ForeignData) as refusal:
        Cluster(home).ensure_running()
    assert contents(home.parent) == before
    return str(refusal.value)


def write_marker(home: Path, **changed: int) -> None:
    (home / "db" / "GONGZHI").write_text(json.dumps({"format": FORMAT, "postgresql": MAJOR} | changed))


def test_a_folder_with_other_files_is_refused(home: Path) -> None:
    (home / "db").mkdir(parents=True)
    (home / "db" / "账目.xlsx").write_bytes(b"1")

    assert "不是共治的数据" in refused(home)


def test_the_database_of_another_program_is_refused(home: Path) -> None:
    (home / "db").mkdir(parents=True)
    (home / "db" / "PG_VERSION").write_text("18\n")

    assert "不是共治的数据" in refused(home)


def test_an_empty_folder_is_used(home: Path) -> None:
    (home / "db").mkdir(parents=True)

    Cluster(home).ensure_running()

    assert Cluster(home).is_running()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"format": FORMAT + 1}, "更新版本"),
        ({"postgresql": MAJOR + 1}, "更新版本"),
        ({"postgresql": MAJOR - 1}, "旧版本"),
        ({"format": "?"}, "已损坏"),
    ],
    ids=str,
)
def test_a_folder_of_another_version_is_refused(ended: Cluster, changed: dict[str, int], said: str) -> None:
    write_marker(ended.home, **changed)

    assert said in refused(ended.home)

    write_marker(ended.home)
    ended.ensure_running()


def test_data_of_a_newer_postgresql_are_refused_whatever_the_marker_says(ended: Cluster) -> None:
    (ended.layout.cluster / "PG_VERSION").write_text(f"{MAJOR + 1}\n")

    assert "更新版本" in refused(ended.home)


def test_a_marker_that_was_cut_off_is_refused(ended: Cluster) -> None:
    (ended.home / "db" / "GONGZHI").write_text('{"format": ')

    assert "已损坏" in refused(ended.home)
