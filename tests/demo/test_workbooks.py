"""The workbooks of the street: in a clerk's hand, readable as what they mean, and always the same."""

import datetime as dt
import re
from pathlib import Path
from random import Random

import openpyxl
import pytest

from gongzhi.demo import workbooks
from gongzhi.demo.hand import Cell, Hand
from gongzhi.demo.street import make
from gongzhi.lib import values
from gongzhi.lib.values import PartialDate

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    workbooks.write(make(1, TODAY), folder)
    return folder


def cells(folder: Path) -> list[Cell]:
    """Everything that stands in the workbooks."""
    books = [openpyxl.load_workbook(folder / name) for name in workbooks.FORMS]
    return [cell for book in books for tab in book for row in tab.values for cell in row if cell is not None]


def spellings(write: str, *fact: object) -> list[Cell]:
    """How many hands write a fact, each way once."""
    written = [getattr(Hand(Random(seed)), write)(*fact) for seed in range(300)]
    return list(dict.fromkeys(written))


def test_the_same_street_is_written_in_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    workbooks.write(make(1, TODAY), tmp_path)

    for name in workbooks.FORMS:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_only_whole_workbooks_stand_in_the_folder(folder: Path, tmp_path: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(workbooks.FORMS)
    assert workbooks.stand_in(folder)
    assert not workbooks.stand_in(tmp_path)


def test_no_cell_holds_a_telephone_that_may_be_somebodys(folder: Path) -> None:
    written = [str(cell) for cell in cells(folder)]
    digits = [number for text in written for number in re.findall(r"1[3-9]\d{9}", re.sub(r"[\s+-]", "", text))]

    assert len(digits) > 1000
    assert [number for number in digits if not number.startswith("1380000")] == []


def test_no_cell_looks_like_an_identity_number(folder: Path) -> None:
    long = [number for cell in cells(folder) for number in re.findall(r"\d{15,}[Xx]?", str(cell))]

    assert len(long) == 27 + 62  # the codes of grids, once as their own and once with each courtyard
    assert [number for number in long if not number.startswith("410105099") or len(number) != 15] == []


def test_workbooks_say_that_they_are_made_up(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / workbooks.REPORT_INS)

    assert "虚构" in book.properties.description


def test_every_spelling_of_a_name_means_the_name() -> None:
    for name in ("李强", "欧阳晓", "古丽娜尔·艾力"):
        written = spellings("name", name)
        assert len(written) > 2
        assert {values.name(cell) for cell in written} == {name}


def test_every_spelling_of_a_telephone_means_the_number() -> None:
    written = spellings("mobile", "13800001234", "0371-44000001")
    read = [values.phone(cell) for cell in written]

    assert len(written) == 7
    assert {phones.mobile for phones in read if phones} == {"13800001234"}


@pytest.mark.parametrize("day", [dt.date(2024, 1, 2), dt.date(2026, 12, 31)])
def test_every_spelling_of_a_day_means_the_day(day: dt.date) -> None:
    written = spellings("day", day)

    assert len(written) == 7
    assert {values.date(cell) for cell in written} == {PartialDate.of(day)}


@pytest.mark.parametrize("born", [dt.date(1968, 10, 1), dt.date(2003, 5, 1)])
def test_every_spelling_of_a_month_of_birth_means_the_month(born: dt.date) -> None:
    written = spellings("month", born)

    assert len(written) >= 4
    assert {values.birth_date(cell) for cell in written} == {PartialDate(born.year, born.month)}


def test_units_of_the_province_the_city_and_the_district_have_short_forms() -> None:
    assert set(spellings("unit", "河南省梧桐里档案馆")) == {"河南省梧桐里档案馆", "省梧桐里档案馆"}
    assert set(spellings("unit", "金水区梧桐里司法所")) == {"金水区梧桐里司法所", "区梧桐里司法所"}
    assert spellings("unit", "桐荫银行营业部") == ["桐荫银行营业部"]
