"""What was taken in, what waits, and where a record comes from."""

from collections.abc import Iterable

from django.db.models import QuerySet

from gongzhi.kernel.intake.models import Batch, Provenance, Row
from gongzhi.kernel.intake.states import BatchState
from gongzhi.lib.sheets import Status


def batches(street_id: int | None = None) -> QuerySet[Batch]:
    """The workbooks taken in, newest first."""
    found = Batch.objects.filter(state=BatchState.COMMITTED)
    return found.filter(street_id=street_id) if street_id else found


def names_taken_in(street_id: int) -> set[str]:
    """The names of all workbooks of a street that ever were taken in, also of those taken back since."""
    return set(Batch.objects.filter(street_id=street_id).values_list("file_name", flat=True))


def waiting_rows(batch: Batch) -> QuerySet[Row]:
    """The rows of a batch that a clerk must look at."""
    return batch.rows.filter(status__in=(Status.CONFLICT, Status.BLOCKED)).order_by("id")


def origins(kind: str, ids: Iterable[int]) -> QuerySet[Provenance]:
    """The file, sheet and row behind each of these records, first one first."""
    found = Provenance.objects.filter(subject_kind=kind, subject_id__in=list(ids), batch__state=BatchState.COMMITTED)
    return found.select_related("batch").order_by("id")
