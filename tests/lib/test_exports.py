"""Files to take along: whatever a cell says, no program calculates it, and no character is lost."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongzhi.lib.exports import Cell, Form, Handout, harmless, write
from tests.drill import count

#: One character of each block of Chinese characters, from the basic one to Extension I (trust.md A22).
HAN = "〇王㐀𠀀𪜀𫝀𫠠𬺰𰀀𱍐𮯰"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
#: A few characters on which programs trip, and any other.
TEXT = st.text(st.sampled_from(list("=+-@'\"\t\r\n\0;,|<>r/&_x0E 　﻿٣") + list(HAN)) | st.characters(), max_size=12)


def handed(lines: Sequence[Sequence[Cell]], form: str, **more: object) -> bytes:
    return write(Handout("人员", ("姓名", "电话"), lines, **more), form)  # type: ignore[arg-type]


def csv_cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_cells(data: bytes, tab: str = "人员") -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))[tab]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.drill
@settings(max_examples=count(200, 5000), deadline=None)
@given(text=TEXT)
@example("=1+1")
@example(" \t=1+1")
@example("\0=1+1")
@example("\r\n@SUM(A1)")
@example('=HYPERLINK("https://example.org","王")')
@example("<r><t>王</t></r>")
@example("_x003D_1+1")
@example("\ud800=1")
def test_no_text_is_a_formula_in_any_file(text: str) -> None:
    lines = [(text, "x")]
    in_csv = csv_cells(handed(lines, Form.CSV))[1][0]
    in_xlsx = str(xlsx_cells(handed(lines, Form.XLSX))[1][0])
    for told in (in_csv, in_xlsx):
        assert not told.startswith(DANGEROUS)
        assert not told.strip().startswith(DANGEROUS)
    assert in_xlsx == harmless(text)
    assert in_csv.removeprefix("'") == harmless(text).removeprefix("'")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0=", "＝", "  =", "\n-"])
def test_what_begins_like_a_formula_is_told_and_begins_with_an_apostrophe(start: str) -> None:
    told = harmless(f"{start}SUM(A1)")
    assert told[0] == "'"
    assert told.endswith("SUM(A1)")
    assert harmless("王=1") == "王=1"


@pytest.mark.parametrize("form", Form.values)
def test_every_character_survives(form: str) -> None:
    data = handed([(HAN, "𮯰" * 50)], form)
    rows = csv_cells(data) if form == Form.CSV else xlsx_cells(data)
    assert rows == [["姓名", "电话"], [HAN, "𮯰" * 50]]


def test_a_csv_says_that_it_is_utf_8() -> None:
    assert handed([], Form.CSV) == b"\xef\xbb\xbf" + "姓名,电话\r\n".encode()


@pytest.mark.parametrize("number", ["13800000412", "41010519000101001X", "110105194912310021", "0371", "00412", "1e5"])
def test_numbers_stay_the_texts_they_are(number: str) -> None:
    lines = [(number, "138****0412")]
    assert xlsx_cells(handed(lines, Form.XLSX))[1] == [number, "138****0412"]
    sheet = openpyxl.load_workbook(io.BytesIO(handed(lines, Form.XLSX)))["人员"]
    assert [cell.number_format for cell in sheet[2]] == ["@", "@"]
    told = csv_cells(handed(lines, Form.CSV))[1]
    assert told == [number if number.endswith("X") else f"'{number}", "138****0412"]


def test_days_and_counts_are_days_and_counts() -> None:
    lines: list[tuple[Cell, Cell]] = [(dt.date(2024, 9, 2), 12), (dt.date(1880, 1, 1), 10**17)]
    days, old = xlsx_cells(handed(lines, Form.XLSX))[1:]
    assert days == [dt.datetime(2024, 9, 2), 12]
    assert old == ["1880-01-01", str(10**17)]
    assert csv_cells(handed(lines, Form.CSV))[1:] == [["2024-09-02", "12"], ["1880-01-01", str(10**17)]]


def test_an_xlsx_says_what_it_is_before_its_lines_and_on_every_printed_page() -> None:
    about = (("编号", "DC-1"), ("用途", "=体检 & 通知"))
    data = handed([("王小红", "1")], Form.XLSX, about=about, about_title="说明", footer="DC-1 赵干事 & 2024")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["说明", "人员"]
    assert xlsx_cells(data, "说明") == [["编号", "DC-1"], ["用途", "'=体检 & 通知"]]
    assert all(sheet.sheet_state == "visible" for sheet in book)
    assert all("DC-1 赵干事 &amp;&amp; 2024" in _part(data, f"xl/worksheets/sheet{n}.xml") for n in (1, 2))


def _part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def test_nothing_but_the_two_tabs_is_in_the_file() -> None:
    data = handed([("王小红", "1")], Form.XLSX, about=(("编号", "DC-1"),), about_title="说明")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = sorted(name for name in package.namelist() if name.startswith("xl/") and "rels" not in name)
    assert parts == [
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    ]


def test_a_very_long_text_and_an_odd_title_do_not_break_the_file() -> None:
    data = write(Handout("名单[1]:*?/\\'" + "长" * 40, ("字" * 40_000,), [("字" * 40_000,)]), Form.XLSX)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    assert len(sheet["A1"].value or "") == len(sheet["A2"].value or "") == 32_000
    assert len(sheet.title) == 31


def test_an_unknown_form_is_an_error() -> None:
    with pytest.raises(KeyError):
        handed([], "pdf")
