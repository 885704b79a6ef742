"""Taking files in as a clerk does, and asking what became of them."""

from collections.abc import Mapping

from gongzhi.kernel.intake.actions import preview, take_in_all
from gongzhi.kernel.intake.models import Batch
from gongzhi.kernel.intake.opening import in_order, open_file
from gongzhi.kernel.intake.reports import WorkbookReport
from gongzhi.lib.sheets import Decision, Reading
from tests.making import SYSTEM, TODAY
from tests.offices import SHEETS, Office
from tests.workbooks import Tab, plain, xlsx

Files = Mapping[str, bytes]


def reading(street_id: int | None = None) -> Reading:
    return Reading(by=SYSTEM, as_of=TODAY, street_id=street_id)


def take(files: Files, *, street_id: int | None = None, dry: bool = False) -> list[WorkbookReport]:
    """Take files in, in the order in which they refer to each other."""
    opened = in_order([open_file(name, data) for name, data in files.items()])
    return (preview if dry else take_in_all)(opened, reading(street_id), by=SYSTEM)


def take_tab(tab: Tab, *, name: str = "表.xlsx", street_id: int | None = None) -> list[Decision]:
    """Take in one table as a workbook of its own; what was decided of its rows."""
    (report,) = take({name: xlsx(tab)}, street_id=street_id)
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


def batch(name: str) -> Batch:
    return Batch.objects.filter(file_name=name).latest("id")
