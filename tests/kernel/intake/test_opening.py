"""From files to tables: which files of a folder are read, and in which order they are taken in."""

import os
from itertools import permutations
from pathlib import Path

import pytest

from gongzhi.kernel.intake.opening import Opened, in_order, known_sheets, open_file, open_paths
from gongzhi.lib.workbook.opening import FILE_LIMIT
from tests.offices import AGREEMENTS, COMMUNITIES, COURTYARDS, GRIDS, REPORT_INS, SHEETS, UNITS, Office, office
from tests.workbooks import csv, plain, xlsx


@pytest.fixture
def made() -> Office:
    return office(1, members=4)


def opened(made: Office, name: str, *sheets: str) -> Opened:
    return open_file(name, xlsx(*(plain(made, sheet) for sheet in sheets)))


def names(files: list[Opened]) -> list[str]:
    return [file.name for file in files]


def test_every_sheet_is_known_after_those_it_refers_to() -> None:
    keys = [sheet.key for sheet in known_sheets()]

    assert set(keys) == set(SHEETS)
    assert all(keys.index(other) < keys.index(sheet.key) for sheet in known_sheets() for other in sheet.after)


def test_the_tabs_of_a_workbook_are_taken_in_the_order_of_their_references(made: Office) -> None:
    file = opened(made, "全部.xlsx", AGREEMENTS, REPORT_INS, UNITS, COURTYARDS, GRIDS, COMMUNITIES)

    keys = [table.sheet.key for table in file.tables]
    assert all(keys.index(other) < keys.index(table.sheet.key) for table in file.tables for other in table.sheet.after)
    assert file.brings == set(SHEETS)


def test_files_come_after_those_they_refer_to_however_they_are_named(made: Office) -> None:
    files = [
        opened(made, "1.xlsx", AGREEMENTS),
        opened(made, "2.xlsx", UNITS),
        opened(made, "3.xlsx", GRIDS, COURTYARDS),
        opened(made, "4.xlsx", COMMUNITIES),
    ]

    orders = {tuple(names(in_order(some))) for some in permutations(files)}

    assert orders == {("4.xlsx", "2.xlsx", "3.xlsx", "1.xlsx")}


def test_a_second_file_of_the_same_kind_comes_before_those_that_build_on_both(made: Office) -> None:
    files = [opened(made, "1.xlsx", COMMUNITIES, GRIDS), opened(made, "2.xlsx", COMMUNITIES)]

    assert names(in_order(files)) == ["2.xlsx", "1.xlsx"]


def test_files_that_refer_to_each_other_come_by_name_and_none_is_lost(made: Office) -> None:
    files = [opened(made, "2.xlsx", COMMUNITIES, AGREEMENTS), opened(made, "1.xlsx", UNITS, GRIDS)]

    assert sorted(names(in_order(files))) == ["1.xlsx", "2.xlsx"]


def test_what_is_not_understood_comes_last(made: Office) -> None:
    files = [
        open_file("0.xlsx", b"broken"),
        opened(made, "1.xlsx", COMMUNITIES),
        open_file("2.csv", "今天,天气\n".encode()),
    ]

    assert names(in_order(files)) == ["1.xlsx", "0.xlsx", "2.csv"]


def test_a_folder_means_every_workbook_in_it_once(made: Office, tmp_path: Path) -> None:
    (tmp_path / "里面").mkdir()
    for name in ("社区.csv", "里面/网格.XLSX", "~$社区.xlsx", ".社区.xlsx", "说明.docx", "表.et"):
        (tmp_path / name).write_bytes(csv(plain(made, COMMUNITIES)))
    (tmp_path / "文件夹.xlsx").mkdir()

    found = open_paths([tmp_path, tmp_path / "社区.csv"])

    assert sorted(names(found)) == ["社区.csv", "网格.XLSX", "表.et"]
    assert {file.name for file in found if file.refusal} == {"表.et", "网格.XLSX"}


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "大.xlsx").open("wb") as file:
        file.truncate(100 * FILE_LIMIT)

    (found,) = open_paths([tmp_path])

    assert "20MB" in found.refusal


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.xlsx")
    (tmp_path / "链.xlsx").symlink_to(tmp_path / "没有.xlsx")

    (found,) = open_paths([tmp_path / "链.xlsx"])

    assert "文件打不开" in found.refusal
    assert open_paths([tmp_path]) == []


def test_the_name_of_the_file_helps_where_the_headings_leave_a_doubt(made: Office) -> None:
    tab = plain(made, REPORT_INS, titles=[], name="Sheet1")

    file = open_file("通信花园在职党员报到.xlsx", xlsx(tab))

    assert [table.sheet.key for table in file.tables] == [REPORT_INS]
