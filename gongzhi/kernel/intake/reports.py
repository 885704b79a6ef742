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
    heading_row: int = 0

    @classmethod
    def of(cls, table: Table, decisions: list[Decision]) -> "TabReport":
        return cls(
            table.tab,
            table.sheet.key,
            table.sheet.title,
            table.headings,
            table.unknown,
            table.notes,
            decisions,
            heading_row=table.heading_row,
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which status; every status is there."""
        counted = Counter(decision.status for decision in self.decisions)
        return {status.value: counted[status] for status in Status}

    @property
    def waiting(self) -> list[Decision]:
        """What a clerk must look at before it can be written."""
        return [decision for decision in self.decisions if decision.status.waits]

    @property
    def warnings(self) -> dict[str, list[int]]:
        """What is said beside the rows that do not wait: sentence → rows."""
        said: dict[str, list[int]] = {}
        for decision in self.decisions:
            for sentence in () if decision.status.waits else decision.line.warnings:
                said.setdefault(sentence, []).append(decision.line.row)
        return said

    def as_json(self) -> dict[str, Any]:
        waiting = [{"row": d.line.row, "status": d.status.value, "reason": d.reason} for d in self.waiting]
        return {
            "tab": self.tab,
            "sheet": self.sheet or None,
            "headings": self.headings,
            "ignored_headings": self.ignored,
            "notes": self.notes,
            "why_unknown": self.why_unknown,
            **self.counts,
            "waiting": waiting,
            "warnings": [{"rows": rows, "warning": sentence} for sentence, rows in self.warnings.items()],
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
        return bool(self.refusal) or any(tab.waiting or not tab.sheet for tab in self.tabs)

    def results(self) -> dict[str, dict[int, str]]:
        """For the column 导入结果: tab → row → what became of it and why."""
        return {tab.tab: {d.line.row: result_of(d) for d in tab.decisions} for tab in self.tabs}

    def heading_rows(self) -> dict[str, int]:
        """Where that column's heading goes: tab → row."""
        return {tab.tab: tab.heading_row for tab in self.tabs if tab.heading_row}

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.name,
            "refusal": self.refusal,
            "wrote": self.wrote,
            "tabs": [tab.as_json() for tab in self.tabs],
        }


def said_of(decision: Decision) -> str:
    """Why, and what is said beside it."""
    return "".join(part for part in (decision.reason, *decision.line.warnings) if part)


def result_of(decision: Decision) -> str:
    """“新增”, “不能写入：姓名没有填。”, with the warnings behind it."""
    said = said_of(decision)
    return f"{decision.status.label}：{said}" if said else str(decision.status.label)
