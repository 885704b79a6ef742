"""Telephone numbers (mess table M08, M09)."""

import pytest

from gongzhi.lib.values import Cell, Phones, phone
from tests.lib.values.reading import outcome

MOBILE = Phones("13800000012")


@pytest.mark.parametrize(
    "cell",
    [
        "13800000012",
        13800000012.0,
        13800000012,
        "１３８００００００１２",
        "138 0000 0012",
        "138-0000-0012",
        "1380-000-0012",
        "138—0000—0012",
        "+86 13800000012",
        "+86-138-0000-0012",
        "8613800000012",
        "008613800000012",
        "0086 138 0000 0012",
        "013800000012",
        "'13800000012",
        "\xa013800000012\u200b",
        "手机：13800000012（微信同号）",
        "张三 13800000012",
    ],
)
def test_one_mobile_is_found_in_every_spelling(cell: Cell) -> None:
    assert phone(cell) == MOBILE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13800000012/0371-65950000", Phones("13800000012", ("0371-65950000",))),
        ("0371-65950000、13800000012", Phones("13800000012", ("0371-65950000",))),
        ("13800000012 13800000013", Phones("13800000012", ("13800000013",))),
        ("13800000012\n65950000", Phones("13800000012", ("65950000",))),
        ("13800000012，13800000012", Phones("13800000012")),
        ("13800000012/8012", Phones("13800000012", ("8012",))),
        ("0371-65950000", Phones(None, ("0371-65950000",))),
        ("037165950000", Phones(None, ("0371-65950000",))),
        ("0371 6595 0000", Phones(None, ("0371-65950000",))),
        ("（0371）65950000", Phones(None, ("0371-65950000",))),
        ("+86 371 65950000", Phones(None, ("0371-65950000",))),
        ("010-65950000", Phones(None, ("010-65950000",))),
        ("65950000转801", Phones(None, ("65950000-801",))),
        ("0371-65950000-801", Phones(None, ("0371-65950000-801",))),
        ("65950000", Phones(None, ("65950000",))),
        (65950000.0, Phones(None, ("65950000",))),
        ("400-800-1234", Phones(None, ("4008001234",))),
        ("+852 9123 4567", Phones(None, ("+85291234567",))),
        ("12345", Phones(None, ("12345",))),
        ("110", Phones(None, ("110",))),
    ],
)
def test_the_first_mobile_wins_and_the_rest_is_kept(cell: Cell, expected: Phones) -> None:
    assert phone(cell) == expected


@pytest.mark.parametrize("cell", ["", None, "无", "/", "—", "暂无", " "])
def test_no_number_is_no_number(cell: Cell) -> None:
    assert phone(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1380000001", "PHONE_LENGTH"),
        ("138000000123", "PHONE_LENGTH"),
        (1380000001.0, "PHONE_LENGTH"),
        (12999999999.0, "PHONE_FORM"),
        (20000000000.0, "PHONE_FORM"),
        ("12345678901", "PHONE_FORM"),
        ("见名单", "PHONE_FORM"),
        (0.371, "PHONE_FORM"),
        ("6595000", Phones(None, ("6595000",))),
        ("65", "PHONE_FORM"),
    ],
)
def test_what_cannot_be_called_is_refused(cell: Cell, code: object) -> None:
    assert outcome(phone, cell) == code


def test_all_numbers_of_a_cell_are_told_with_the_mobile_first() -> None:
    assert Phones("13800000012", ("65950000",)).numbers == ("13800000012", "65950000")
    assert Phones(None, ("65950000",)).numbers == ("65950000",)
