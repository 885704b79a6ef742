"""What a workbook would do, for its clerk to see: tab by tab and row by row, with nothing written of the register."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from gongzhi.kernel.intake.models import Draft
from gongzhi.kernel.intake.models.drafts import ROW
from gongzhi.kernel.intake.opening import Opened
from gongzhi.kernel.intake.reports import WorkbookReport, said_of
from gongzhi.kernel.intake.veiling import veiled, veiled_cell
from gongzhi.lib import progress
from gongzhi.lib.sealing import seal
from gongzhi.lib.sheets import Column, Decision, Effect, Reading, Status, Table
from gongzhi.lib.workbook.recognition import Unknown

#: What a row becomes if it is written.
WRITES = (Status.NEW, Status.CHANGED, Status.MERGED)
#: Cells of a row that a list shows.
SHOWN = 4
_ROW_NUMBER = re.compile(r"第\d+行")

#: As the table of rows has them: tab, row, status, alike, sealed.
RowFacts = tuple[int, int, str, str, bytes]


@dataclass(slots=True)
class Looked:
    """What was found: the tabs, the rows, how many are what, and the fingerprint of what would be written."""

    refusal: str = ""
    tabs: list[dict[str, Any]] = field(default_factory=list)
    rows: list[RowFacts] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    digest: str = ""


def watched(reading: Reading, draft: Draft, file: Opened) -> Reading:
    """A reading that tells others how far it is."""
    total = sum(len(table.lines) for table in file.tables)
    progress.show(name_of(draft), 0, total)
    reading.told = lambda done: progress.show(name_of(draft), done, total)
    return reading


def name_of(draft: Draft) -> str:
    """By what name its progress is seen."""
    return f"draft {draft.pk}"


def found(file: Opened, report: WorkbookReport) -> Looked:
    """What a report says, in the form in which it is kept and shown."""
    decided = {tab.tab: tab.decisions for tab in report.tabs if tab.sheet}
    counts = Counter(decision.status.value for decisions in decided.values() for decision in decisions)
    tabs = [_tab(table, decided[table.tab]) for table in file.tables] + [_unknown(tab) for tab in file.unknown]
    rows = [row for place, table in enumerate(file.tables) for row in _rows(place, table, decided[table.tab])]
    return Looked("", tabs, rows, dict(counts), digest_of(report))


def _tab(table: Table, decisions: Sequence[Decision]) -> dict[str, Any]:
    columns = [column for column in table.sheet.columns if column.key in table.headings]
    each = list({column.title: column for column in reversed(columns)}.values())[::-1]
    return {
        "tab": table.tab,
        "sheet": table.sheet.key,
        "title": str(table.sheet.title),
        "headings": [[column.key, column.title, table.headings[column.key]] for column in each],
        "rest": table.unknown,
        "notes": table.notes,
        "shown": [column.key for column in _told(each)],
        "heading_row": table.heading_row,
        "counts": dict(Counter(decision.status.value for decision in decisions)),
        "why": "",
    }


def _told(columns: Sequence[Column]) -> list[Column]:
    """The columns that a list has room for: those that the sheet cannot do without, then others, in their order."""
    first = sorted(columns, key=lambda column: not column.needed)[:SHOWN]
    return [column for column in columns if column in first]


def _unknown(tab: Unknown) -> dict[str, Any]:
    return {
        "tab": tab.tab,
        "sheet": "",
        "near": tab.sheet,
        "title": tab.nearest or "",
        "headings": [[key, "", heading] for key, heading in tab.headings.items()],
        "rest": tab.rest,
        "notes": [],
        "shown": [],
        "heading_row": 0,
        "counts": {},
        "why": tab.why,
        "left_out": tab.left_out,
        "blank": tab.blank,
    }


def _rows(place: int, table: Table, decisions: Sequence[Decision]) -> Iterator[RowFacts]:
    columns = {column.key: column for column in table.sheet.columns}
    for decision in decisions:
        row, status = decision.line.row, decision.status
        cells = table.shown(row) if table.shown else {}
        said = {
            "cells": {key: shown for key, text in cells.items() if (shown := veiled_cell(columns[key], text))},
            "reason": veiled(decision.reason or changes_of(decision)),
            "warnings": [veiled(warning) for warning in decision.line.warnings],
            "options": decision.options,
            "answers": decision.line.answers,
        }
        yield place, row, status.value, _alike(table, decision), seal(json.dumps(said, ensure_ascii=False), ROW)


def _alike(table: Table, decision: Decision) -> str:
    """Equal for rows that ask the same with the same answers to choose from, whichever rows they speak of."""
    if not decision.status.waits:
        return ""
    asked = [table.sheet.key, _ROW_NUMBER.sub("", decision.reason), [key for key, _label in decision.options]]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def changes_of(decision: Decision) -> str:
    """Which facts on record a row changes, and what it adds: “改动：特长。新增：联系方式。”"""
    if decision.status != Status.CHANGED:
        return ""
    changed, added = [], []
    for trace in decision.traces:
        model = apps.get_model(trace.kind)
        if trace.effect == Effect.CREATED:
            added.append(str(model._meta.verbose_name))
        elif trace.before:
            changed += [str(model._meta.get_field(name).verbose_name) for name in trace.before]
    said = [(_("改动：%(what)s。"), changed), (_("新增：%(what)s。"), added)]
    return "".join(sentence % {"what": "、".join(dict.fromkeys(what))} for sentence, what in said if what)


def digest_of(report: WorkbookReport) -> str:
    """The fingerprint of everything that would be written: equal if a clerk would see the same again.

    Empty if nothing is new.
    """
    decided = [(tab.tab, decision) for tab in report.tabs for decision in tab.decisions if decision.status in WRITES]
    if all(decision.status == Status.MERGED for _tab, decision in decided):
        return ""
    seen: set[tuple[str, int]] = set()
    written = [
        [tab, decision.line.row, decision.status.value, said_of(decision), _touched(decision, seen)]
        for tab, decision in decided
    ]
    return hashlib.sha256(json.dumps(written, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def _touched(decision: Decision, seen: set[tuple[str, int]]) -> list[list[Any]]:
    """The records on file that a row changes, with what they say now.

    Of records that this very workbook wrote before, only which facts change: their numbers are others every time.
    """
    touched: list[list[Any]] = []
    for trace in decision.traces:
        record = trace.kind, trace.id
        if trace.effect == Effect.CHANGED:
            known = [trace.id, trace.before] if record not in seen else sorted(trace.before or {})
            touched.append([trace.kind, known])
        if trace.effect != Effect.KEPT:
            seen.add(record)
    return touched
