"""Erasing a human from the workbooks that were taken in, and from what is remembered of their rows."""

from collections.abc import Sequence

from gongzhi.kernel.evidence.actions import replace
from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.blotting import Blotted
from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.people.erasure import Human
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.sheets import Status

WAITING = [status for status in Status if status.waits]


@action
def erase_rows(human: Human, workbooks: Sequence[Blotted], *, by: Actor) -> None:
    """Put the blotted workbooks in the place of the kept ones; the batches keep the fingerprint of the originals, so
    that the same file again changes nothing. A row that waited waits no more."""
    demand(may.erase(by))
    for kind, ids in human.rows.items():
        Provenance.objects.filter(subject_kind=kind, subject_id__in=ids).update(before=None)
    for workbook in workbooks:
        replace(workbook.evidence, workbook.content, workbook.names, by=by)
        for tab, row in workbook.spots:
            rows = Row.objects.filter(batch__in=workbook.batches, tab=tab, row=row)
            rows.filter(status__in=WAITING).update(status=Status.SAME)
            rows.update(reason="", choice="")
        _forget_names(human, workbook.batches)


def _forget_names(human: Human, batches: Sequence[int]) -> None:
    """In what was said of other rows of the same workbook, and in what it was called."""
    blotter = human.blotter
    for batch in Batch.objects.filter(pk__in=batches):
        batch.file_name = blotter.blotted_text(batch.file_name)
        batch.save(update_fields=["file_name"])
    for name in (*human.names, *human.numbers):
        for row in Row.objects.filter(batch__in=batches, reason__contains=name):
            row.reason = blotter.blotted_text(row.reason)
            row.save(update_fields=["reason"])
