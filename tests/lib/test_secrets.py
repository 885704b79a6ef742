import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gongzhi.lib.secrets import BadKey, django_key, master_key

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def _no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGZHI_KEY", raising=False)


def test_a_new_installation_makes_its_keys_and_keeps_them(tmp_path: Path) -> None:
    master, django = master_key(tmp_path), django_key(tmp_path)

    assert len(master) == 32
    assert base64.urlsafe_b64decode(django) != master
    assert (master_key(tmp_path), django_key(tmp_path)) == (master, django)
    assert master_key(tmp_path / "another") != master


def test_only_the_owner_may_read_the_keys(tmp_path: Path) -> None:
    master_key(tmp_path)

    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()] == [0o600]


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from gongzhi.lib.secrets import master_key; print(flush=True); input()"
    )
    code += "; print(master_key(Path(sys.argv[1])).hex())"
    command = [sys.executable, "-c", code, str(tmp_path)]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _number in range(4)
    ]
    for process in started:
        assert process.stdout
        process.stdout.readline()  # ready
    for process in started:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()

    keys = {process.communicate(timeout=30)[0].strip() for process in started}

    assert keys == {master_key(tmp_path).hex()}
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["master.key"]


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_key_file_of_the_wrong_length_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "keys" / "master.key"
    file.parent.mkdir()
    file.write_bytes(KEY)
    assert master_key(tmp_path) == KEY

    file.write_bytes(content)

    with pytest.raises(BadKey, match=r"master\.key"):
        master_key(tmp_path)
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    "text",
    [KEY.hex(), KEY.hex().upper(), base64.b64encode(KEY).decode(), base64.urlsafe_b64encode(KEY).decode().rstrip("=")],
)
def test_a_key_from_the_environment_goes_before_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("GONGZHI_KEY", text)

    assert master_key(tmp_path) == KEY
    assert django_key(tmp_path) == django_key(tmp_path / "another server")
    assert base64.urlsafe_b64decode(django_key(tmp_path)) != KEY
    assert [file.name for file in tmp_path.iterdir()] == ["key.mark"]
    assert KEY.hex() not in (tmp_path / "key.mark").read_text()


def test_a_key_that_is_lost_is_said_and_not_replaced(tmp_path: Path) -> None:
    key, file = master_key(tmp_path), tmp_path / "keys" / "master.key"
    file.rename(tmp_path / "backup")

    with pytest.raises(BadKey, match="不见了"):
        master_key(tmp_path)
    assert not file.exists()

    file.write_bytes(bytes(32))
    with pytest.raises(BadKey, match="不是这里加密时用的那一把"):
        master_key(tmp_path)

    (tmp_path / "backup").rename(file)
    assert master_key(tmp_path) == key


def test_another_key_in_the_environment_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGZHI_KEY", KEY.hex())
    master_key(tmp_path)
    monkeypatch.setenv("GONGZHI_KEY", bytes(32).hex())

    with pytest.raises(BadKey, match="GONGZHI_KEY"):
        master_key(tmp_path)


@pytest.mark.parametrize("text", ["secret", KEY.hex()[:-2], KEY.hex() + "00", "密钥"])
def test_a_key_from_the_environment_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("GONGZHI_KEY", KEY.hex())
    assert master_key(tmp_path) == KEY

    monkeypatch.setenv("GONGZHI_KEY", text)

    with pytest.raises(BadKey, match="GONGZHI_KEY"):
        master_key(tmp_path)
