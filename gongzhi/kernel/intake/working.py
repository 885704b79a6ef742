"""What the worker does with a workbook: look, write, take back, hand back. Each can be done again from the start."""

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.evidence.queries import Damaged
from gongzhi.kernel.evidence.queries import read as bytes_of
from gongzhi.kernel.intake.acting import WORKER
from gongzhi.kernel.intake.actions import drafts, returning, undoing
from gongzhi.kernel.intake.actions.drafts import Differs
from gongzhi.kernel.intake.actions.taking import preview
from gongzhi.kernel.intake.guiding import guidance_of, reading_of
from gongzhi.kernel.intake.looking import Looked, found, watched
from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.kernel.intake.opening import Opened, open_file
from gongzhi.kernel.intake.results import Results, results_of_batch, results_of_draft
from gongzhi.kernel.intake.states import BatchState, DraftState
from gongzhi.kernel.intake.trouble import is_gone, why
from gongzhi.lib import collector
from gongzhi.lib.actions import Actor, Refused
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.returning import with_results


def opened(draft: Draft) -> Opened:
    """The workbook of a draft as its clerk guides. Raises Damaged if the stored file is not there any more."""
    if draft.evidence is None:
        raise LookupError(f"the workbook of draft {draft.pk} is gone")
    return open_file(draft.file_name, bytes_of(draft.evidence), guidance_of(draft))


def look(draft: Draft, *, by: Actor) -> Looked:
    """Look at the workbook of a draft, with the same engine that writes it."""
    file = opened(draft)
    if file.refusal:
        return Looked(file.refusal)
    with transaction.atomic():
        (report,) = preview([file], watched(reading_of(draft, by), draft, file), by=by)
    return Looked(report.refusal) if report.refusal else found(file, report)


def read(draft: Draft, *, by: Actor) -> None:
    """Look at a workbook that waits, and keep for its clerk what was found."""
    began_at = timezone.now()
    try:
        with collector.paused():
            looked = look(draft, by=by)
    except (PermissionDenied, Damaged) as refusal:
        looked = Looked(str(refusal))
    drafts.settle(draft, looked, began_at=began_at, by=WORKER)


def write(draft: Draft, *, by: Actor) -> None:
    """Write a workbook that was confirmed; if that cannot be, its clerk sees why and nothing is written."""
    began_at, news = timezone.now(), None
    try:
        with collector.paused():
            drafts.write(draft, opened(draft), by=by)
        return
    except Differs as differs:
        news, reason = differs.looked, _what_differs(draft, differs.looked)
    except (PermissionDenied, Damaged, Refused) as refusal:
        reason = str(refusal)
    except DatabaseError as error:
        if is_gone(error):
            raise
        reason = why(error)
    drafts.show_again(draft, reason, news, began_at=began_at, by=WORKER)


def _what_differs(draft: Draft, looked: Looked) -> str:
    """Which figures are others now."""
    said = []
    for status, label in (("new", _("新增")), ("changed", _("更新"))):
        before, now = draft.counts.get(status, 0), looked.counts.get(status, 0)
        if before != now:
            said.append(_("%(label)s由%(before)d行变成%(now)d行") % {"label": label, "before": before, "now": now})
    what = "，".join(said) or _("有几行的结果不一样了")
    return _("您看过以后，登记有了变化：%(what)s。一行都没有写入，请再看一遍。") % {"what": what}


def undo(batch: Batch, *, by: Actor) -> None:
    """Take a batch back as its clerk asked; if that cannot be, the clerk sees why."""
    try:
        undoing.undo(batch, by=by)
        return
    except (PermissionDenied, Refused) as refusal:
        reason = str(refusal)
    except DatabaseError as error:
        if is_gone(error):
            raise
        reason = _("数据库正忙，没有撤销，请过一会儿再试一次。")
    undoing.refuse_undo(batch, reason, by=WORKER)


def hand_back(thing: Draft | Batch) -> None:
    """Make the workbook that goes back with its results."""
    results: Results = results_of_draft(thing) if isinstance(thing, Draft) else results_of_batch(thing)
    if thing.evidence is None:
        return
    try:
        data = bytes_of(thing.evidence)
        written, name = with_results(data, thing.file_name, results.texts, results.heading_rows)
    except (Unreadable, Damaged):
        return
    returning.keep_return(thing, written, name, as_of=results.as_of, by=WORKER)


def waiting_draft(draft_id: int) -> Draft | None:
    """A draft that the worker is asked to look at, unless that is done."""
    return _with_file().filter(pk=draft_id, state=DraftState.WAITING).first()


def confirmed_draft(draft_id: int) -> Draft | None:
    """A draft that the worker is asked to write, unless that is done."""
    return _with_file().filter(pk=draft_id, state=DraftState.CONFIRMED).first()


def batch_to_undo(batch_id: int) -> Batch | None:
    """A batch that the worker is asked to take back, unless that is done."""
    return Batch.objects.filter(pk=batch_id, state=BatchState.COMMITTED, undo_asked_at__isnull=False).first()


def to_return(kind: str, pk: int) -> Draft | Batch | None:
    """A draft or a batch with a file."""
    if kind == "draft":
        return _with_file().filter(pk=pk, evidence__isnull=False).first()
    return Batch.objects.select_related("evidence").filter(pk=pk).first()


def _with_file() -> QuerySet[Draft]:
    return Draft.objects.select_related("evidence")
