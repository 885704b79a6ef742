"""Whatever a workbook has been through: it is taken in row by row, or refused with a sentence, and never by halves."""

import logging
import time
from collections import Counter
from random import Random

import pytest
from django.db import transaction

from gongzhi.kernel.intake.actions import take_in_all
from gongzhi.kernel.intake.opening import open_file
from gongzhi.kernel.intake.reports import WorkbookReport
from gongzhi.lib.sheets import Status
from tests.damage import damaged
from tests.drill import count
from tests.kernel.intake.dumps import MEMORY, check_references, contents, figures
from tests.kernel.intake.taking import reading, take, whole
from tests.making import SYSTEM
from tests.offices import AGREEMENTS, COMMUNITIES, COURTYARDS, GRIDS, REPORT_INS, UNITS, office

COUNT = count(25, 500)
LONGEST = 5  # seconds for one workbook of a few dozen rows
#: The figure that goes up by one for every new row of a kind of sheet.
FIGURES = {
    COMMUNITIES: "communities",
    GRIDS: "grids",
    COURTYARDS: "courtyards",
    UNITS: "member_units",
    REPORT_INS: "members_checked_in",
    AGREEMENTS: "agreements",
}
OFFICE = office(7)


def new_rows(report: WorkbookReport) -> Counter[str]:
    found: Counter[str] = Counter()
    for tab in report.tabs:
        if tab.sheet:
            found[FIGURES[tab.sheet]] += tab.counts["new"]
    return found


def take_damaged(number: int) -> str:
    """Take one damaged workbook in, judge what came of it, and take it back. Says what came of it."""
    name, data = damaged(OFFICE, Random(number))
    before, known = figures(), contents(but=MEMORY)
    started = time.monotonic()
    opened = open_file(name, data)
    (report,) = take_in_all([opened], reading(), by=SYSTEM)
    assert time.monotonic() - started < LONGEST, f"workbook {number} took too long"
    check_references()
    after = figures()
    if not report.wrote:
        assert contents(but=MEMORY) == known, f"workbook {number} wrote and said it did not"
    if report.refusal:
        assert report.refusal.endswith("。")
        return "refused"
    lines = {table.tab: len(table.lines) for table in opened.tables}
    assert {tab.tab: len(tab.decisions) for tab in report.tabs if tab.sheet} == lines
    for tab in report.tabs:
        assert tab.sheet or tab.why_unknown.endswith("。")
        assert all(d.reason.endswith("。") for d in tab.waiting), [d.reason for d in tab.waiting]
    told = {key: after[key] - before[key] for key in FIGURES.values()}
    assert told == {key: new_rows(report)[key] for key in FIGURES.values()}, f"workbook {number}"
    statuses = {d.status for tab in report.tabs for d in tab.decisions}
    return "unknown" if not report.recognised else "waits" if {Status.CONFLICT, Status.BLOCKED} & statuses else "whole"


@pytest.mark.drill
@pytest.mark.django_db
@pytest.mark.parametrize("furnished", [False, True], ids=["an empty house", "a furnished house"])
def test_damaged_workbooks_never_crash_and_never_write_by_halves(
    furnished: bool, caplog: pytest.LogCaptureFixture
) -> None:
    if furnished:
        take(whole(office(8, members=12)))
    outcomes: Counter[str] = Counter()
    for number in range(furnished, 2 * COUNT, 2):
        with transaction.atomic(), caplog.at_level(logging.ERROR):
            outcomes[take_damaged(number)] += 1
            transaction.set_rollback(True)
    print(f"{COUNT} damaged workbooks: {dict(outcomes)}")
    assert [record.getMessage() for record in caplog.records] == []
    assert set(outcomes) >= {"refused", "waits"}
