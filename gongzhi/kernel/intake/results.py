"""What stands in the result column of the workbook that goes back (domain.md 2.0.8)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.kernel.intake.unsealing import row_of, tabs_of
from gongzhi.lib.sheets import Status


@dataclass(slots=True)
class Results:
    """By tab: the text for each row, and the last row of the heading; ``as_of`` tells when that was so."""

    texts: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    heading_rows: dict[str, int] = field(default_factory=dict)
    as_of: dt.datetime | None = None


def results_of_draft(draft: Draft) -> Results:
    """What would become of each row; of those that were written already, what became of them."""
    tabs, results = tabs_of(draft), Results(as_of=draft.read_at)
    results.heading_rows = {tab["tab"]: tab["heading_row"] for tab in tabs if tab["heading_row"]}
    written = results_of_batch(draft.batch).texts if draft.batch else {}
    for row in draft.rows.all():
        tab, said = tabs[row.tab]["tab"], row_of(row)
        told = _told(row.status, "".join((said["reason"], *said["warnings"])))
        results.texts[tab][row.row] = written.get(tab, {}).get(row.row, told) if row.status == Status.SAME else told
    return results


def results_of_batch(batch: Batch) -> Results:
    """What became of each row."""
    results = Results(as_of=batch.committed_at)
    for tab, row, status, reason in batch.rows.values_list("tab", "row", "status", "reason"):
        results.texts[tab][row] = _told(status, reason)
    return results


def _told(status: str, said: str) -> str:
    label = str(Status(status).label)
    return f"{label}：{said}" if said else label
