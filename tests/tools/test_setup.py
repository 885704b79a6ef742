"""Set-up decides well what is left to do. That it does it is shown by every fresh clone."""

from pathlib import Path

import pytest

from tools import setup


@pytest.mark.parametrize(
    ("asked", "there", "level"),
    [("run", "", "run"), ("test", "run", "test"), ("run", "test", "test"), ("test", "bench", "bench")],
)
def test_the_environment_grows_and_never_shrinks(asked: str, there: str, level: str) -> None:
    made = {"level": there} if there else {}
    assert setup.wanted(asked, made)["level"] == level


def test_nothing_is_left_to_do_after_it_was_done() -> None:
    made = setup.wanted("test", {})
    assert setup.wanted("run", made) == made


def test_a_changed_lock_is_noticed(tmp_path: Path) -> None:
    lock = tmp_path / "run.txt"
    lock.write_text("a==1\n")
    before = setup.digest([lock])
    lock.write_text("a==2\n")
    assert setup.digest([lock]) != before


def test_a_changed_style_sheet_is_noticed_and_a_compiled_translation_is_not(tmp_path: Path) -> None:
    (tmp_path / "page.css").write_text("a {}")
    before = setup.listing([tmp_path])
    (tmp_path / "django.mo").write_bytes(b"made from the text beside it")
    assert setup.listing([tmp_path]) == before
    (tmp_path / "page.css").write_text("a { color: red }")
    assert setup.listing([tmp_path]) != before


def test_a_broken_stamp_counts_as_none(tmp_path: Path) -> None:
    stamp = tmp_path / "made.json"
    assert setup.read(stamp) == {}
    stamp.write_text('{"level": "ru')
    assert setup.read(stamp) == {}
    stamp.write_text('{"level": "run"}')
    assert setup.read(stamp) == {"level": "run"}


def test_a_failing_program_stops_with_what_it_said() -> None:
    with pytest.raises(setup.Stopped, match="nothing here"):
        setup.call("sh", "-c", "echo nothing here; exit 3")


def test_the_mirror_that_pip_uses_is_handed_to_uv() -> None:
    settings = ":env:.timeout='180'\nglobal.index-url='https://packages.example/simple'\n"
    assert setup.as_uv_says(settings) == {"UV_INDEX_URL": "https://packages.example/simple"}
    assert setup.as_uv_says("global.timeout='180'\n") == {}


def test_a_mirror_of_uv_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    assert setup.mirror() == {}
