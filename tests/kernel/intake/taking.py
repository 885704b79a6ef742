"""Taking files in as a clerk does, and asking what became of them."""

from collections.abc import Mapping
from dataclasses import replace

from gongzhi.kernel.intake.actions import preview, take_in_all
from gongzhi.kernel.intake.answers import read_answers
from gongzhi.kernel.intake.models import Batch
from gongzhi.kernel.intake.opening import in_order, open_file
from gongzhi.kernel.intake.reports import WorkbookReport
from gongzhi.lib.actions import Actor
from gongzhi.lib.sheets import Decision, Reading
from tests.making import SYSTEM, TODAY
from tests.offices import SHEETS, Office
from tests.workbooks import Tab, plain, xlsx

Files = Mapping[str, bytes]


def reading(street_id: int | None = None, community_id: int | None = None, *, by: Actor = SYSTEM) -> Reading:
    return Reading(by=by, as_of=TODAY, street_id=street_id, community_id=community_id)


def take(files: Files, *, street_id: int | None = None, dry: bool = False) -> list[WorkbookReport]:
    """Take files in, in the order in which they refer to each other."""
    opened = in_order([open_file(name, data) for name, data in files.items()])
    return (preview if dry else take_in_all)(opened, reading(street_id), by=SYSTEM)


#: What a clerk answers, by row: ``{5: "where:move"}``.
Said = Mapping[int, str]


def take_tab(
    tab: Tab,
    *,
    name: str = "表.xlsx",
    street_id: int | None = None,
    said: Said | None = None,
    at: Reading | None = None,
) -> list[Decision]:
    """Take in one table as a workbook of its own; what was decided of its rows."""
    opened = open_file(name, xlsx(tab))
    tabs = [table.tab for table in opened.tables]
    choices = {(found, row): read_answers(answer) for found in tabs for row, answer in (said or {}).items()}
    circumstances = replace(at or reading(street_id), choices=choices)
    (report,) = take_in_all([opened], circumstances, by=circumstances.by)
    assert report.refusal == ""
    return [decision for found in report.tabs for decision in found.decisions]


def whole(made: Office) -> Files:
    """The office's workbooks as the official forms have them, one for each kind of sheet."""
    return {f"{sheet.partition('.')[2]}.xlsx": xlsx(plain(made, sheet)) for sheet in SHEETS}


def counts(reports: list[WorkbookReport]) -> dict[str, int]:
    """How many rows of all tabs have which status, those with none left out."""
    found: dict[str, int] = {}
    for report in reports:
        for tab in report.tabs:
            for status, number in tab.counts.items():
                found[status] = found.get(status, 0) + number
    return {status: number for status, number in found.items() if number}


def statuses(decisions: list[Decision]) -> list[str]:
    return [decision.status.value for decision in decisions]


def ways(decision: Decision) -> list[str]:
    """The answers that a clerk may choose from."""
    return [key for key, _label in decision.options]


def batch(name: str) -> Batch:
    return Batch.objects.filter(file_name=name).latest("id")
