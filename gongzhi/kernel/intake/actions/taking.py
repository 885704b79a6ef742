"""Taking a workbook in: decide every row, write the decided ones together, keep where each came from.

The sheets of one workbook refer to each other, so each is decided after those before it were
written; a preview does exactly the same and takes the transaction back.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kernel.evidence.actions import forget, store
from gongzhi.kernel.evidence.models import Kind
from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.answers import read_answers, written_answers
from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.intake.opening import Opened
from gongzhi.kernel.intake.reports import TabReport, WorkbookReport, said_of
from gongzhi.kernel.intake.states import BatchState
from gongzhi.kernel.intake.trouble import Lost, is_gone, lost, why
from gongzhi.kernel.intake.turns import wait_for_turn
from gongzhi.kernel.ledger.actions import record_batch
from gongzhi.lib import bulk, collector
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import LEAVE, OUT, Answers, Decision, Effect, Line, Reading, Status, Table

WRITTEN = (Status.NEW, Status.CHANGED)
#: A row that was one of these is looked at anew when its workbook comes again.
OPEN = (Status.CONFLICT, Status.BLOCKED, Status.SKIPPED)

#: Where a row stands: tab and number.
Spot = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Past:
    """What became of a row of this workbook at an earlier time, and what a clerk answered then."""

    status: Status
    answers: Answers


Former = Mapping[Spot, Past]


@action
def take_in(opened: Opened, reading: Reading, *, by: Actor, keep: bool = True) -> WorkbookReport:
    """Take one workbook in: all its decided rows or, if anything fails, none.

    Rows in conflict and blocked rows wait. The same workbook again changes nothing, whatever came
    after it; only rows that waited are looked at anew. With ``keep`` off (a preview, which is taken
    back anyway) the file is not stored. Raises Refused, PermissionDenied, or the database's error
    if a row cannot be written.
    """
    demand(may.take_in(by, reading.street_id, reading.community_id))
    wait_for_turn()
    batch = _standing(opened, reading)
    former = _former(batch)
    report = WorkbookReport(opened.name, tabs=[TabReport(tab.tab, why_unknown=tab.why) for tab in opened.unknown])
    report.refusal = opened.refusal
    for _sheet, tables in groupby(opened.tables, key=lambda table: table.sheet.key):
        reading.looked_up.clear()
        for table in tables:
            report.tabs.append(TabReport.of(table, _take_table(table, reading, former)))
            reading.told(sum(len(tab.decisions) for tab in report.tabs))
    report.wrote = any(d.status in WRITTEN for tab in report.tabs for d in tab.decisions)
    if report.recognised and keep:
        _keep(batch, opened, report, reading, by)
    return report


def take_in_all(files: Sequence[Opened], reading: Reading, *, by: Actor, keep: bool = True) -> list[WorkbookReport]:
    """Take workbooks in one after the other; one that fails is told and hinders none of the others.

    Once the database is gone no more are tried: what refers to a workbook that is missing would only ask in vain.
    """
    reports: list[WorkbookReport] = []
    for opened in files:
        try:
            reports.append(_told(opened, reading, by, keep))
        except Lost:
            return reports + [WorkbookReport(other.name, refusal=lost()) for other in files[len(reports) :]]
    return reports


def preview(files: Sequence[Opened], reading: Reading, *, by: Actor) -> list[WorkbookReport]:
    """What :func:`take_in_all` would do, with nothing written."""
    with transaction.atomic():
        reports = take_in_all(files, replace(reading), by=by, keep=False)
        transaction.set_rollback(True)
    for report in reports:
        report.wrote = False
    return reports


def _told(opened: Opened, reading: Reading, by: Actor, keep: bool) -> WorkbookReport:
    """What is found out on the way (the street) is only believed once it is written."""
    own = replace(reading)
    try:
        with collector.paused():
            report = take_in(opened, own, by=by, keep=keep)
    except (Refused, DatabaseError) as error:
        if is_gone(error):
            raise Lost from error
        return WorkbookReport(opened.name, refusal=why(error))
    reading.street_id = own.street_id
    return report


def _standing(opened: Opened, reading: Reading) -> Batch | None:
    """The same workbook as this desk took it in before, perhaps before its street was known."""
    same = Batch.objects.filter(sha256=opened.sha256, state=BatchState.COMMITTED, community_id=reading.community_id)
    if reading.street_id is not None:
        same = same.filter(Q(street_id=None) | Q(street_id=reading.street_id))
    return same.select_for_update(no_key=True).order_by("-id").first()


def _former(batch: Batch | None) -> Former:
    rows = batch.rows.values_list("tab", "row", "status", "choice") if batch else ()
    return {(tab, row): Past(Status(status), read_answers(choice)) for tab, row, status, choice in rows}


def _take_table(table: Table, reading: Reading, former: Former) -> list[Decision]:
    """Decide every line of a table and write what is decided."""
    decisions = _decide(table, reading, former)
    _let_stand(decisions, table.tab, former)
    decided = [d for d in decisions if not d.status.waits and d.status not in (Status.SAME, Status.SKIPPED)]
    if any(d.status in WRITTEN for d in decided):
        table.sheet.write(decided, reading)
    return decisions


def _decide(table: Table, reading: Reading, former: Former) -> list[Decision]:
    """What the sheet says of each line; of those that a clerk left out it hears nothing."""
    if not (table.sheet.for_communities or reading.reaches_street):
        return [Decision(line, Status.BLOCKED, _("这种表由街道导入，请交给街道。")) for line in table.lines]
    if not (former or reading.choices):
        return table.sheet.decide(table, reading)
    for line in table.lines:
        place = (table.tab[:80], line.row)
        line.answers = reading.choices.get(place, former[place].answers if place in former else {})
    wanted = [line for line in table.lines if line.answers.get(LEAVE) != OUT]
    decided = iter(table.sheet.decide(replace(table, lines=wanted), reading))
    return [_left_out(line) if line.answers.get(LEAVE) == OUT else next(decided) for line in table.lines]


def _left_out(line: Line) -> Decision:
    return Decision(line, Status.SKIPPED, _("按您的选择，这一行不写入。"))


def _let_stand(decisions: Sequence[Decision], tab: str, former: Former) -> None:
    """A row that was taken in once does not write again: whatever came after it stays.

    It is only taken up again for a row that waited and says more of the same record.
    """
    if not former:
        return
    reopened = {id(d.payload) for d in decisions if d.payload is not None and _is_freed(d, tab, former)}
    for decision in decisions:
        past = former.get((tab[:80], decision.line.row))
        stands = past is not None and past.status not in OPEN
        if stands and decision.status != Status.MERGED and id(decision.payload) not in reopened:
            decision.status, decision.reason, decision.options = Status.SAME, "", ()


def _is_freed(decision: Decision, tab: str, former: Former) -> bool:
    """Whether a row that waited is decided now."""
    past = former.get((tab[:80], decision.line.row))
    return bool(past and past.status in OPEN and not decision.status.waits)


def _keep(batch: Batch | None, opened: Opened, report: WorkbookReport, reading: Reading, by: Actor) -> None:
    """Remember the workbook, what became of its rows, and which record each row stands behind."""
    first = batch is None
    batch = batch or _new_batch(opened, reading, by)
    report.batch_id = batch.pk
    known, were_open = _known_rows(batch)
    with bulk.checking():  # what the last tab wrote
        fresh, decided = _rows(batch, report, known, were_open)
    if not (first or fresh or decided or report.wrote):
        return
    with bulk.copying(Row, _ROW, fresh):
        provenance = _provenance(batch, report, kept=first)
    bulk.copy(Provenance, _PROVENANCE, provenance)
    bulk.update(decided, ("status", "reason", "choice"))
    entry = record_batch(by, "intake.committed", batch, street_id=reading.street_id, **_counts(report))
    batch.entry_id, batch.street_id = batch.entry_id or entry.pk, batch.street_id or reading.street_id
    outdated, batch.returned = batch.returned, None
    batch.save(update_fields=["entry_id", "street_id", "returned"])
    if outdated:
        forget(outdated, by=by)


def _new_batch(opened: Opened, reading: Reading, by: Actor) -> Batch:
    evidence = store(opened.data, kind=Kind.WORKBOOK, name=opened.name, by=by)
    return Batch.objects.create(
        street_id=reading.street_id,
        community_id=reading.community_id,
        file_name=opened.name[:200],
        sha256=opened.sha256,
        evidence=evidence,
        as_of=reading.as_of,
        committed_by_id=by.person_id,
    )


def _rows(
    batch: Batch, report: WorkbookReport, known: set[Spot], were_open: Mapping[Spot, Row]
) -> tuple[list[tuple[object, ...]], list[Row]]:
    """Rows that are new to the batch as they stand in the table, and those that were open and are another thing now."""
    fresh: list[tuple[object, ...]] = []
    decided = []
    for tab in report.tabs:
        name = tab.tab[:80]
        for decision in tab.decisions:
            spot, status, reason = (name, decision.line.row), decision.status, said_of(decision)[:400]
            choice = written_answers(decision.line.answers)
            if spot not in known:
                fresh.append((batch.pk, *spot, tab.sheet, status.value, reason, choice))
            elif (row := were_open.get(spot)) and (row.status, row.reason, row.choice) != (status, reason, choice):
                row.status, row.reason, row.choice = status, reason, choice
                decided.append(row)
    return fresh, decided


_ROW = ("batch_id", "tab", "row", "sheet", "status", "reason", "choice")


def _known_rows(batch: Batch) -> tuple[set[Spot], dict[Spot, Row]]:
    """Where the rows of the batch stand, and those of them that are open."""
    still_open = batch.rows.filter(status__in=OPEN)
    return set(batch.rows.values_list("tab", "row")), {(row.tab, row.row): row for row in still_open}


_PROVENANCE = ("batch_id", "tab", "row", "subject_kind", "subject_id", "effect", "before")


def _provenance(batch: Batch, report: WorkbookReport, *, kept: bool) -> list[tuple[object, ...]]:
    return [
        (
            batch.pk,
            tab.tab[:80],
            decision.line.row,
            trace.kind,
            trace.id,
            trace.effect.value,
            json.dumps(trace.before, cls=DjangoJSONEncoder) if trace.before is not None else None,
        )
        for tab in report.tabs
        for decision in tab.decisions
        for trace in decision.traces
        if kept or trace.effect != Effect.KEPT
    ]


def _counts(report: WorkbookReport) -> dict[str, int]:
    counts = sum((Counter(tab.counts) for tab in report.tabs), Counter())
    return {status.value: counts[status.value] for status in Status}
