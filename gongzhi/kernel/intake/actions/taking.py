"""Taking a workbook in: decide every row, write the decided ones together, keep where each came from.

The sheets of one workbook refer to each other, so each is decided after those before it were
written; a preview does exactly the same and takes the transaction back.
"""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kernel.evidence.actions import store
from gongzhi.kernel.evidence.models import Kind
from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.intake.opening import Opened
from gongzhi.kernel.intake.reports import TabReport, WorkbookReport, said_of
from gongzhi.kernel.intake.states import BatchState
from gongzhi.kernel.intake.turns import wait_for_turn
from gongzhi.kernel.ledger.actions import record_batch
from gongzhi.lib import bulk, collector
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import Decision, Effect, Reading, Status, Table

logger = logging.getLogger(__name__)

WRITTEN = (Status.NEW, Status.CHANGED)

#: Where a row stands: tab and number.
Spot = tuple[str, int]
#: What became of a row of this workbook at an earlier time.
Former = Mapping[Spot, Status]


@action
def take_in(opened: Opened, reading: Reading, *, by: Actor, keep: bool = True) -> WorkbookReport:
    """Take one workbook in: all its decided rows or, if anything fails, none.

    Rows in conflict and blocked rows wait. The same workbook again changes nothing, whatever came
    after it; only rows that waited are looked at anew. With ``keep`` off (a preview, which is taken
    back anyway) the file is not stored. Raises Refused, PermissionDenied, or the database's error
    if a row cannot be written.
    """
    demand(may.take_in(by))
    wait_for_turn()
    batch = _standing(opened, reading)
    former = _former(batch)
    report = WorkbookReport(opened.name, tabs=[TabReport(tab.tab, why_unknown=tab.why) for tab in opened.unknown])
    report.refusal = opened.refusal
    for _sheet, tables in groupby(opened.tables, key=lambda table: table.sheet.key):
        reading.looked_up.clear()
        report.tabs += [TabReport.of(table, _take_table(table, reading, former)) for table in tables]
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
        except _Lost:
            return reports + [WorkbookReport(other.name, refusal=_lost()) for other in files[len(reports) :]]
    return reports


class _Lost(Exception):
    """Nobody answers any more."""


def _lost() -> str:
    return _("数据库断开了，这份表一行都没有写入。等它恢复后再导入一次就好，已经写入的不会重复。")


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
        if isinstance(error, OperationalError) and _is_gone(error):
            raise _Lost from error
        return WorkbookReport(opened.name, refusal=_why(error))
    reading.street_id = own.street_id
    return report


def _is_gone(error: OperationalError) -> bool:
    """Whether the server went away (class 57P), or could not even say what is wrong."""
    cause = error.__cause__
    return cause is not None and (getattr(cause, "sqlstate", None) or "57P").startswith("57P")


def _why(error: Refused | DatabaseError) -> str:
    if isinstance(error, Refused):
        return error.reason
    diagnosis = getattr(error.__cause__, "diag", None)  # its message would tell what people are called
    logger.error("workbook refused: %s %s", type(error).__name__, getattr(diagnosis, "constraint_name", None) or "")
    if isinstance(error, OperationalError):
        return _("数据库正忙，这份表一行都没有写入，请过一会儿再导入一次。")
    return _("这份表和已有的记录对不上，一行都没有写入。请检查有没有填错的行，或请管理员帮忙。")


def _standing(opened: Opened, reading: Reading) -> Batch | None:
    """The same workbook as it was taken in before, perhaps before its street was known."""
    same = Batch.objects.filter(sha256=opened.sha256, state=BatchState.COMMITTED)
    if reading.street_id is not None:
        same = same.filter(Q(street_id=None) | Q(street_id=reading.street_id))
    return same.select_for_update(no_key=True).order_by("-id").first()


def _former(batch: Batch | None) -> Former:
    rows = batch.rows.values_list("tab", "row", "status") if batch else ()
    return {(tab, row): Status(status) for tab, row, status in rows}


def _take_table(table: Table, reading: Reading, former: Former) -> list[Decision]:
    """Decide every line of a table and write what is decided."""
    decisions = table.sheet.decide(table, reading)
    _let_stand(decisions, table.tab, former)
    decided = [d for d in decisions if not d.status.waits and d.status != Status.SAME]
    if any(d.status in WRITTEN for d in decided):
        table.sheet.write(decided, reading)
    return decisions


def _let_stand(decisions: Sequence[Decision], tab: str, former: Former) -> None:
    """A row that was taken in once does not write again: whatever came after it stays.

    It is only taken up again for a row that waited and says more of the same record.
    """
    if not former:
        return
    reopened = {id(d.payload) for d in decisions if d.payload is not None and _is_freed(d, tab, former)}
    for decision in decisions:
        status = former.get((tab[:80], decision.line.row), Status.BLOCKED)
        if not status.waits and decision.status != Status.MERGED and id(decision.payload) not in reopened:
            decision.status, decision.reason, decision.options = Status.SAME, "", ()


def _is_freed(decision: Decision, tab: str, former: Former) -> bool:
    """Whether a row that waited is decided now."""
    status = former.get((tab[:80], decision.line.row))
    return bool(status and status.waits and not decision.status.waits)


def _keep(batch: Batch | None, opened: Opened, report: WorkbookReport, reading: Reading, by: Actor) -> None:
    """Remember the workbook, what became of its rows, and which record each row stands behind."""
    first = batch is None
    batch = batch or _new_batch(opened, reading, by)
    report.batch_id = batch.pk
    known, waited = _known_rows(batch)
    with bulk.checking():  # what the last tab wrote
        fresh, decided = _rows(batch, report, known, waited)
    if not (first or fresh or decided or report.wrote):
        return
    with bulk.copying(Row, _ROW, fresh):
        provenance = _provenance(batch, report, kept=first)
    bulk.copy(Provenance, _PROVENANCE, provenance)
    bulk.update(decided, ("status", "reason"))
    entry = record_batch(by, "intake.committed", batch, street_id=reading.street_id, **_counts(report))
    batch.entry_id, batch.street_id = batch.entry_id or entry.pk, batch.street_id or reading.street_id
    batch.save(update_fields=["entry_id", "street_id"])


def _new_batch(opened: Opened, reading: Reading, by: Actor) -> Batch:
    evidence = store(opened.data, kind=Kind.WORKBOOK, name=opened.name, by=by)
    return Batch.objects.create(
        street_id=reading.street_id,
        file_name=opened.name[:200],
        sha256=opened.sha256,
        evidence=evidence,
        as_of=reading.as_of,
        committed_by_id=by.person_id,
    )


def _rows(
    batch: Batch, report: WorkbookReport, known: set[Spot], waited: Mapping[Spot, Row]
) -> tuple[list[tuple[object, ...]], list[Row]]:
    """Rows that are new to the batch as they stand in the table, and those that waited and are another thing now."""
    fresh: list[tuple[object, ...]] = []
    decided = []
    for tab in report.tabs:
        name = tab.tab[:80]
        for decision in tab.decisions:
            spot, status, reason = (name, decision.line.row), decision.status, said_of(decision)[:400]
            if spot not in known:
                fresh.append((batch.pk, *spot, tab.sheet, status.value, reason, ""))
            elif (row := waited.get(spot)) and (row.status, row.reason) != (status, reason):
                row.status, row.reason = status, reason
                decided.append(row)
    return fresh, decided


_ROW = ("batch_id", "tab", "row", "sheet", "status", "reason", "choice")


def _known_rows(batch: Batch) -> tuple[set[Spot], dict[Spot, Row]]:
    """Where the rows of the batch stand, and those of them that wait."""
    waiting = batch.rows.filter(status__in=[status for status in Status if status.waits])
    return set(batch.rows.values_list("tab", "row")), {(row.tab, row.row): row for row in waiting}


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
