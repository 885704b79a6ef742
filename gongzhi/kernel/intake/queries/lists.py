"""The first page of the intake: what waits, and what was taken in."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from gongzhi.kernel.intake.models import Batch, Draft, Meaning, Row
from gongzhi.kernel.intake.opening import known_sheets
from gongzhi.kernel.intake.queries.desks import at_desks_of
from gongzhi.kernel.intake.states import LIVE, BatchState, DraftState
from gongzhi.kernel.intake.veiling import veiled
from gongzhi.kernel.places.queries import names_of
from gongzhi.lib.actions import Actor
from gongzhi.lib.sheets import Status

#: Drafts shown; more than these wait for their clerk only where nobody looks.
MOST_DRAFTS, PER_PAGE, ROWS = 50, 20, 100
AT_THE_DESK = (DraftState.WAITING, DraftState.READ, DraftState.CONFIRMED, DraftState.REFUSED)
#: Rows that wait for a clerk, and what a list of rows can be narrowed to beside a single status.
OPEN = (Status.CONFLICT, Status.BLOCKED)
WAITS, EVERYTHING = "waiting", "all"


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A workbook that waits, in a list."""

    id: int
    name: str
    desk: str
    state: str
    state_label: str
    uploaded_at: dt.datetime
    uploaded_by: str
    new: int
    changed: int
    waiting: int
    note: str


@dataclass(frozen=True, slots=True)
class BatchCard:
    """A workbook that was taken in, in a list; ``draft_id`` if it came in by the desk."""

    id: int
    name: str
    desk: str
    undone: bool
    committed_at: dt.datetime
    committed_by: str
    new: int
    changed: int
    waiting: int
    draft_id: int | None


def waiting_drafts(actor: Actor) -> list[DraftCard]:
    """The workbooks that wait at somebody's desk, newest first."""
    found = at_desks_of(actor, Draft.objects.filter(state__in=AT_THE_DESK)).select_related("uploaded_by")
    drafts = list(found[:MOST_DRAFTS])
    desks = names_of(draft.community_id for draft in drafts if draft.community_id)
    return [_draft(draft, desks) for draft in drafts]


def _draft(draft: Draft, desks: dict[int, str]) -> DraftCard:
    counts = draft.counts
    return DraftCard(
        draft.pk,
        draft.file_name,
        desks.get(draft.community_id or 0, ""),
        draft.state,
        str(draft.get_state_display()),
        draft.uploaded_at,
        draft.uploaded_by.name if draft.uploaded_by else "",
        counts.get(Status.NEW, 0),
        counts.get(Status.CHANGED, 0),
        sum(counts.get(status, 0) for status in OPEN),
        draft.note,
    )


def batch_pages(actor: Actor) -> int:
    """How many pages of taken in workbooks there are."""
    number = at_desks_of(actor, Batch.objects.all()).count()
    return max(-(-number // PER_PAGE), 1)


def taken_batches(actor: Actor, page: int = 1) -> list[BatchCard]:
    """One page of the workbooks that were taken in at somebody's desk, newest first."""
    start = (page - 1) * PER_PAGE
    found = at_desks_of(actor, Batch.objects.all()).select_related("committed_by")
    batches = list(found[start : start + PER_PAGE])
    desks = names_of(batch.community_id for batch in batches if batch.community_id)
    counts, drafts = counts_of(batch.pk for batch in batches), _drafts_of(batches)
    return [_batch(batch, desks, counts[batch.pk], drafts.get(batch.pk)) for batch in batches]


def batches_of(actor: Actor, day: dt.date) -> list[Batch]:
    """The workbooks that were taken in on a day at somebody's desk and not taken back, the last ones first."""
    found = Batch.objects.filter(committed_at__date=day, state=BatchState.COMMITTED)
    return list(at_desks_of(actor, found)[:PER_PAGE])


def counts_of(batches: Iterable[int]) -> dict[int, Counter[str]]:
    """How many rows of each batch have which status."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Row.objects.filter(batch__in=list(batches)).order_by().values_list("batch", "status")
    for batch_id, status, number in rows.annotate(number=Count("id")):
        counts[batch_id][status] = number
    return counts


def batches_that_wait(actor: Actor) -> list[BatchCard]:
    """The newest workbooks with rows that wait and are not before a clerk at this moment."""
    waiting = Row.objects.filter(batch=OuterRef("pk"), status__in=OPEN)
    looked_at = Draft.objects.filter(batch=OuterRef("pk"), state__in=LIVE)
    standing = Batch.objects.filter(Exists(waiting), ~Exists(looked_at), state=BatchState.COMMITTED)
    batches = list(at_desks_of(actor, standing).select_related("committed_by")[:PER_PAGE])
    counts = counts_of(batch.pk for batch in batches)
    return [_batch(batch, {}, counts[batch.pk], None) for batch in batches]


def _drafts_of(batches: Iterable[Batch]) -> dict[int, int]:
    """The draft behind each batch that came in by the desk: batch → draft."""
    drafts = Draft.objects.filter(batch__in=[batch.pk for batch in batches]).exclude(state=DraftState.DISCARDED)
    return {batch_id: pk for batch_id, pk in drafts.order_by("pk").values_list("batch", "pk") if batch_id}


def _batch(batch: Batch, desks: dict[int, str], counts: Counter[str], draft_id: int | None) -> BatchCard:
    return BatchCard(
        batch.pk,
        batch.file_name,
        desks.get(batch.community_id or 0, ""),
        batch.state == BatchState.UNDONE,
        batch.committed_at,
        batch.committed_by.name if batch.committed_by else "",
        counts[Status.NEW],
        counts[Status.CHANGED],
        sum(counts[status] for status in OPEN),
        draft_id,
    )


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What became of one row of a batch."""

    tab: str
    row: int
    status: str
    status_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What became of a workbook: every figure, and one page of rows."""

    figures: list[tuple[str, str, int]]
    writes: int
    waiting: int
    rows: list[BatchRow]
    shown: str
    page: int
    pages: int
    draft_id: int | None  # before its clerk at this moment


def batch_page(batch: Batch, *, shown: str = "", page: int = 1) -> BatchPage:
    """One page of at most 100 rows, in a constant number of queries.

    ``shown`` is a status, ``"waiting"`` or ``"all"``; by default what waits, else all.
    """
    counts = counts_of([batch.pk])[batch.pk]
    waiting = sum(counts[status] for status in OPEN)
    shown = shown if shown in (*Status.values, WAITS, EVERYTHING) else WAITS if waiting else EVERYTHING
    statuses = {WAITS: OPEN, EVERYTHING: tuple(Status)}.get(shown, (Status(shown),) if shown in Status.values else ())
    pages = max(-(-sum(counts[status] for status in statuses) // ROWS), 1)
    page = min(max(page, 1), pages)
    rows = batch.rows.filter(status__in=statuses).order_by("id")[(page - 1) * ROWS : page * ROWS]
    live = batch.drafts.filter(state__in=LIVE).values_list("pk", flat=True).first()
    return BatchPage(
        [(status.value, str(status.label), counts[status]) for status in Status],
        counts[Status.NEW] + counts[Status.CHANGED],
        waiting,
        [BatchRow(r.tab, r.row, r.status, str(Status(r.status).label), veiled(r.reason)) for r in rows],
        shown,
        page,
        pages,
        live,
    )


@dataclass(frozen=True, slots=True)
class MeaningCard:
    """What a heading means, in a list; ``column`` is empty for nothing."""

    id: int
    sheet: str
    heading: str
    column: str
    desk: str


def meanings(actor: Actor) -> list[MeaningCard]:
    """What somebody's desk has learned of headings, sheet by sheet."""
    sheets = {sheet.key: sheet for sheet in known_sheets()}
    found = list(at_desks_of(actor, Meaning.objects.filter(sheet__in=sheets)))
    desks = names_of(meaning.community_id for meaning in found if meaning.community_id)
    titles = {(key, column.key): column.title for key, sheet in sheets.items() for column in sheet.columns}
    return [
        MeaningCard(
            meaning.pk,
            str(sheets[meaning.sheet].title),
            meaning.heading,
            titles.get((meaning.sheet, meaning.column), ""),
            desks.get(meaning.community_id or 0, ""),
        )
        for meaning in found
    ]
