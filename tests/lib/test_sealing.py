import hmac
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.lib.sealing import Unreadable, fingerprint, marker, seal, seal_bytes, sealer, unseal, unseal_bytes
from gongzhi.lib.secrets import master_key

IDENTITY, PHONE = "identity", "telephone"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text: str) -> None:
    assert unseal(seal(text, IDENTITY), IDENTITY) == text


def test_a_file_is_sealed_like_a_value() -> None:
    content = bytes(range(256)) * 1000

    assert unseal_bytes(memoryview(seal_bytes(content, "file")), "file") == content


def test_sealed_bytes_show_nothing_and_are_never_the_same() -> None:
    first, second = seal("41010119850707014X", IDENTITY), seal("41010119850707014X", IDENTITY)

    assert first != second
    assert first[0] == 1
    assert b"4101" not in first


def test_a_value_opens_only_for_its_purpose() -> None:
    sealed = seal("13800000001", PHONE)
    assert unseal(sealed, PHONE) == "13800000001"

    with pytest.raises(Unreadable):
        unseal(sealed, IDENTITY)


def test_a_value_opens_only_with_its_key(settings: Any, tmp_path: Path) -> None:
    sealed = seal("13800000001", PHONE)
    assert unseal(sealed, PHONE) == "13800000001"

    settings.HOME = tmp_path / "another"

    with pytest.raises(Unreadable):
        unseal(sealed, PHONE)


def test_a_change_of_any_byte_is_noticed() -> None:
    sealed = seal("李四", PHONE)
    assert unseal(sealed, PHONE) == "李四"

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unreadable):
            unseal(bytes(changed), PHONE)


@pytest.mark.parametrize("length", [0, 1, 12, 13, 20])
def test_a_value_cut_short_is_noticed(length: int) -> None:
    with pytest.raises(Unreadable):
        unseal(seal("13800000001", PHONE)[:length], PHONE)


def test_equal_values_have_equal_fingerprints_for_one_purpose_and_key(settings: Any, tmp_path: Path) -> None:
    mark = fingerprint("13800000001", PHONE)

    assert len(mark) == 16
    assert fingerprint("13800000001", PHONE) == mark
    assert fingerprint("13800000002", PHONE) != mark
    assert fingerprint("13800000001", IDENTITY) != mark
    settings.HOME = tmp_path / "another"
    assert fingerprint("13800000001", PHONE) != mark


def test_fingerprints_stay_what_they_are(settings: Any, home: Path) -> None:
    """They stand in tables: another way to make them has to give the same."""
    key = HKDF(SHA256(), length=32, salt=None, info=b"fingerprint:telephone").derive(master_key(home))
    assert fingerprint("13800000001", PHONE) == hmac.digest(key, b"13800000001", "sha256")[:16]


def test_many_values_are_sealed_and_marked_as_single_ones() -> None:
    sealed, mark = sealer(PHONE), marker(PHONE)
    for text in ("13800000001", "13800000002", ""):
        assert unseal(sealed(text.encode()), PHONE) == text
        assert mark(text) == fingerprint(text, PHONE)
    assert sealed(b"13800000001") != sealed(b"13800000001")
