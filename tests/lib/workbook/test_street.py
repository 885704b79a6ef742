"""The ten workbooks of the street; collected where they lie beside the checkout (see conftest)."""

from functools import cache
from pathlib import Path

import pytest

from gongzhi.lib.sheets import Table
from gongzhi.lib.values import name, phone
from gongzhi.lib.workbook.grids import Workbook
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.lib.workbook.recognition import recognise
from gongzhi.lib.workbook.returning import with_results
from tests.lib.workbook.declared import COMMUNITIES, COURTYARDS, MEMBERS, SHEETS

FILES = sorted((Path(__file__).resolve().parents[4] / "shared" / "data" / "street").glob("*.xlsx"))


@cache
def workbook(start: str) -> Workbook:
    (file,) = (file for file in FILES if file.name.startswith(start))
    return open_workbook(file.read_bytes(), file.name)


def tables(start: str) -> list[Table]:
    found = [recognise(grid, SHEETS) for grid in workbook(start).grids]
    return [table for table in found if isinstance(table, Table)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:2])
def test_every_workbook_opens_and_goes_back(file: Path) -> None:
    data = file.read_bytes()
    before = open_workbook(data, file.name)
    results = {grid.name: {len(grid.rows): "已有，没有变化"} for grid in before.grids}
    found, new_name = with_results(data, file.name, results)
    after = open_workbook(found, new_name)
    assert [grid.name for grid in after.grids] == [grid.name for grid in before.grids]
    assert all(grid.rows[-1][-1] == "已有，没有变化" for grid in after.grids)


def test_the_street_has_its_places() -> None:
    communities, courtyards = (table for table in tables("01") if table.sheet in (COMMUNITIES, COURTYARDS))
    assert (len(communities.lines), communities.notes) == (10, [])
    assert (len(courtyards.lines), courtyards.headings["phone"]) == (62, "楼长/电话")
    assert all(line.values["phone"].mobile and line.values["longitude"] for line in courtyards.lines)


def test_every_report_in_is_read_without_a_word() -> None:
    found = tables("03")
    lines = [line for table in found for line in table.lines]
    assert [table.sheet for table in found] == [MEMBERS] * 10
    assert not any(line.refusal or line.warnings for line in lines)
    assert not any(table.notes or table.unknown for table in found)
    assert len(lines) == 1153
    assert len({(line.values["name"], line.values["phone"].mobile) for line in lines}) == 1126
    assert {line.values["on"].precision for line in lines} == {"YMD"}
    assert {line.values["birth"].precision for line in lines} == {"YM"}


def test_every_name_and_telephone_of_the_volunteers_is_read() -> None:
    rows = [row for row in workbook("06").grids[2].rows[2:] if row[0]]
    assert len(rows) == 1600
    assert all(name(row[0]) and phone(row[1]).mobile for row in rows)
