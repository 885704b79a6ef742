"""What is told about a workbook after it was read: tab by tab, row by row."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from gongzhi.lib.sheets import Decision, Status, Table


@dataclass(slots=True)
class TabReport:
    """One tab: what it was recognised as, and how many rows are what."""

    tab: str
    sheet: str = ""
    title: str = ""
    headings: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    why_unknown: str = ""

    @classmethod
    def of(cls, table: Table, decisions: list[Decision]) -> "TabReport":
        sheet = table.sheet
        return cls(table.tab, sheet.key, sheet.title, table.headings, table.unknown, table.notes, decisions)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which status; every status is there."""
        counted = Counter(decision.status for decision in self.decisions)
        return {status.value: counted[status] for status in Status}

    def as_json(self) -> dict[str, Any]:
        waiting = [
            {"row": d.line.row, "status": d.status.value, "reason": d.reason} for d in self.decisions if d.status.waits
        ]
        return {
            "tab": self.tab,
            "sheet": self.sheet or None,
            "headings": self.headings,
            "ignored_headings": self.ignored,
            "notes": self.notes,
            "why_unknown": self.why_unknown,
            **self.counts,
            "waiting": waiting,
        }


@dataclass(slots=True)
class WorkbookReport:
    """One file: its tabs, or why it was refused. ``wrote`` tells whether anything was written."""

    name: str
    tabs: list[TabReport] = field(default_factory=list)
    refusal: str = ""
    wrote: bool = False
    batch_id: int | None = None

    @property
    def recognised(self) -> bool:
        return any(tab.sheet for tab in self.tabs)

    @property
    def waits(self) -> bool:
        """Whether a clerk must look: rows wait, or a tab or the file is not understood."""
        rows = any(d.status.waits for tab in self.tabs for d in tab.decisions)
        return bool(rows or self.refusal or any(not tab.sheet for tab in self.tabs))

    def results(self) -> dict[str, dict[int, str]]:
        """For the column 导入结果: tab → row → what became of it and why."""
        return {tab.tab: {d.line.row: result_of(d) for d in tab.decisions} for tab in self.tabs}

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "refusal": self.refusal,
            "wrote": self.wrote,
            "tabs": [tab.as_json() for tab in self.tabs],
        }


def result_of(decision: Decision) -> str:
    """“新增”, “不能写入：姓名没有填。”, with the warnings behind it."""
    said = [decision.reason, *decision.line.warnings]
    words = "".join(part for part in said if part)
    return f"{decision.status.label}：{words}" if words else str(decision.status.label)
