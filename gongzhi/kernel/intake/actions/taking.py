"""Taking a workbook in: decide every row, write the decided ones together, keep where each came from.

The sheets of one workbook refer to each other, so each is decided after those before it were
written; a preview does exactly the same and takes the transaction back.
"""

from collections.abc import Sequence

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.evidence.actions import store
from gongzhi.kernel.evidence.models import Kind
from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.intake.opening import Opened
from gongzhi.kernel.intake.reports import TabReport, WorkbookReport
from gongzhi.kernel.intake.states import BatchState
from gongzhi.kernel.ledger.actions import record_batch
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import Effect, Reading, Status
from gongzhi.lib.states import move

WRITTEN = (Status.NEW, Status.CHANGED)
#: A cell longer than this is a paragraph that slipped into a table.
LONGEST_CELL = 80
LONGEST_LIST = 12


@action
def take_in(opened: Opened, reading: Reading, *, by: Actor) -> WorkbookReport:
    """Take one workbook in: all its decided rows or, if anything fails, none.

    Rows in conflict and blocked rows wait. The same workbook again changes nothing. Raises
    Refused, PermissionDenied, or the database's error if a row cannot be written.
    """
    demand(may.take_in(by))
    report = _report(opened)
    for table in opened.tables:
        for line in table.lines:
            line.refusal = line.refusal or _too_long(line.values)
        decisions = table.sheet.decide(table, reading)
        decided = [d for d in decisions if not d.status.waits and d.status != Status.SAME]
        if any(d.status in WRITTEN for d in decided):
            table.sheet.write(decided, reading)
            report.wrote = True
        report.tabs.append(TabReport.of(table, decisions))
    if report.recognised:
        _keep(opened, report, reading, by)
    return report


def _report(opened: Opened) -> WorkbookReport:
    unknown = [TabReport(tab.tab, why_unknown=tab.why) for tab in opened.unknown]
    return WorkbookReport(opened.name, tabs=unknown, refusal=opened.refusal)


def _too_long(values: dict[str, object]) -> str:
    for value in values.values():
        parts = value if isinstance(value, tuple) else (value,)
        if len(parts) > LONGEST_LIST or any(isinstance(part, str) and len(part) > LONGEST_CELL for part in parts):
            return _("有一格太长，像是把几行话写进了一格，请拆开。")
    return ""


def take_in_all(files: Sequence[Opened], reading: Reading, *, by: Actor) -> list[WorkbookReport]:
    """Take workbooks in one after the other; one that fails is told and hinders none of the others."""
    return [_told(opened, reading, by) for opened in files]


def preview(files: Sequence[Opened], reading: Reading, *, by: Actor) -> list[WorkbookReport]:
    """What :func:`take_in_all` would do, with nothing written."""
    with transaction.atomic():
        reports = take_in_all(files, reading, by=by)
        transaction.set_rollback(True)
    for report in reports:
        report.wrote = False
    return reports


def _told(opened: Opened, reading: Reading, by: Actor) -> WorkbookReport:
    before = reading.street_id
    try:
        return take_in(opened, reading, by=by)
    except (Refused, DatabaseError) as error:
        reading.street_id = before
        reason = error.reason if isinstance(error, Refused) else _("这份表和已有的记录对不上，一行都没有写入。")
        return WorkbookReport(opened.name, refusal=reason)


def _keep(opened: Opened, report: WorkbookReport, reading: Reading, by: Actor) -> None:
    """Remember the workbook, what became of its rows, and which record each row stands behind."""
    batch = Batch.objects.select_for_update(no_key=True).filter(sha256=opened.sha256).first()
    if batch and batch.state == BatchState.COMMITTED:
        report.batch_id = batch.pk
        if report.wrote:
            _keep_what_waited(batch, report)
            _journal(batch, report, reading, by)
        return
    batch = _again(batch) if batch else _new_batch(opened, reading, by)
    report.batch_id = batch.pk
    bulk.insert(_rows(batch, report))
    bulk.insert(_provenance(batch, report, kept=True))
    _journal(batch, report, reading, by)


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


def _again(batch: Batch) -> Batch:
    """An undone workbook that is taken in anew starts with a clean sheet."""
    batch.rows.all().delete()
    batch.provenance.all().delete()
    move(batch, "commit_again", undone_at=None, undone_by=None)
    return batch


def _rows(batch: Batch, report: WorkbookReport) -> list[Row]:
    return [
        Row(
            batch=batch,
            tab=tab.tab[:80],
            row=decision.line.row,
            sheet=tab.sheet,
            status=decision.status,
            reason=decision.reason[:400],
        )
        for tab in report.tabs
        for decision in tab.decisions
    ]


def _provenance(batch: Batch, report: WorkbookReport, *, kept: bool) -> list[Provenance]:
    return [
        Provenance(
            batch=batch,
            tab=tab.tab[:80],
            row=decision.line.row,
            subject_kind=trace.kind,
            subject_id=trace.id,
            effect=trace.effect,
            before=trace.before,
        )
        for tab in report.tabs
        for decision in tab.decisions
        for trace in decision.traces
        if kept or trace.effect != Effect.KEPT
    ]


def _keep_what_waited(batch: Batch, report: WorkbookReport) -> None:
    """Rows that waited at the first time and are decided now; the others keep what they became then."""
    waited = {(row.tab, row.row): row for row in batch.rows.filter(status__in=(Status.CONFLICT, Status.BLOCKED))}
    for tab in report.tabs:
        for decision in tab.decisions:
            row = waited.get((tab.tab[:80], decision.line.row))
            if row:
                row.status, row.reason = decision.status, decision.reason[:400]
    Row.objects.bulk_update(waited.values(), ["status", "reason"], batch_size=1000)
    bulk.insert(_provenance(batch, report, kept=False))


def _journal(batch: Batch, report: WorkbookReport, reading: Reading, by: Actor) -> None:
    counts = {status.value: 0 for status in Status}
    for tab in report.tabs:
        for status, number in tab.counts.items():
            counts[status] += number
    entry = record_batch(by, "intake.committed", batch, street_id=reading.street_id, **counts)
    Batch.objects.filter(pk=batch.pk).update(entry_id=entry.pk)
