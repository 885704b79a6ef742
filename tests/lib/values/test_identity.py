"""Identity numbers and credit codes (mess table M04–M06; made-up persons)."""

import datetime as dt
from typing import Any

import pytest
from stdnum.cn import ric, uscc

from gongzhi.lib.values import (
    Cell,
    Document,
    credit_code,
    identity_birth,
    identity_document,
    identity_number,
    identity_sex,
)
from tests.lib.values.reading import outcome


def numbered(serial: str = "014", born: str = "19850707") -> str:
    bare = f"410101{born}{serial}"
    return bare + ric.calc_check_digit(bare + "0")


GOOD = numbered()
WITH_X = next(n for n in (numbered(f"{i:03}") for i in range(1, 99)) if n.endswith("X"))
LEGACY = f"410101{GOOD[8:17]}"
CODE = "91410105MA3X12345" + uscc.calc_check_digit("91410105MA3X12345")


@pytest.mark.parametrize("cell", [GOOD, f"'{GOOD}", f" {GOOD[:6]} {GOOD[6:]}\xa0", f"‘{GOOD}", f"\u200b{GOOD}", LEGACY])
def test_a_full_number_is_taken(cell: Cell) -> None:
    assert identity_number(cell) == GOOD


@pytest.mark.parametrize("mark", ["X", "x", "×", "Ｘ", "ｘ", "χ", "Х"])
def test_every_cross_is_an_x(mark: str) -> None:
    assert identity_number(WITH_X[:17] + mark) == WITH_X


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (float(GOOD[:17] + "0"), "ID_TRUNCATED"),
        (int(GOOD[:15] + "000"), "ID_TRUNCATED"),
        ("4.10101E+17", "ID_TRUNCATED"),
        (f"{GOOD[:14]}{'0' if GOOD[14] != '0' else '1'}000", "ID_TRUNCATED"),
        (GOOD[:17], "ID_LENGTH"),
        (GOOD + "0", "ID_LENGTH"),
        ("410101991399999", "ID_LENGTH"),
        (4101019.0, "ID_LENGTH"),
        (GOOD[:16] + ("1" if GOOD[16] != "1" else "2") + GOOD[17], "ID_CHECK"),
        (GOOD[:5] + "O" + GOOD[6:], "ID_FORM"),
        (f"{GOOD[:6]}********{GOOD[14:]}", "ID_MASKED"),
        ("", None),
        ("无", None),
    ],
)
def test_a_number_is_never_repaired(cell: Cell, code: str | None) -> None:
    assert outcome(identity_number, cell) == code


def test_a_legacy_number_survives_a_number_cell() -> None:
    assert identity_number(float(LEGACY)) == GOOD


@pytest.mark.parametrize("born", ["19850732", "19851301", "17000101"])
def test_an_impossible_birth_is_refused(born: str) -> None:
    assert outcome(identity_number, numbered(born=born)) in ("ID_CHECK", "ID_TRUNCATED")


def test_birth_and_sex_are_in_the_number() -> None:
    assert identity_birth(GOOD) == dt.date(1985, 7, 7)
    assert identity_sex(numbered("013")) == "male"
    assert identity_sex(numbered("014")) == "female"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (GOOD, Document(GOOD, resident=True)),
        (float(GOOD), "ID_TRUNCATED"),
        (GOOD[:17], "ID_LENGTH"),
        ("E12345678", Document("E12345678", resident=False)),
        ("h 1234567890", Document("H1234567890", resident=False)),
        ("军字第1234567号", Document("军字第1234567号", resident=False)),
        ("!!", "ID_DOCUMENT"),
        ("丢失", "ID_DOCUMENT"),
        ("", None),
    ],
)
def test_other_documents_are_kept_as_written(cell: Cell, expected: Any) -> None:
    assert outcome(identity_document, cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (CODE, CODE),
        (CODE.lower(), CODE),
        (f"{CODE[:8]} {CODE[8:]}", CODE),
        (CODE[:17], "USCC_LENGTH"),
        (CODE[:17] + ("A" if CODE[17] != "A" else "B"), "USCC_CHECK"),
        (9.1e17, "USCC_LENGTH"),
        ("", None),
    ],
)
def test_a_credit_code_is_checked(cell: Cell, expected: Any) -> None:
    assert outcome(credit_code, cell) == expected
