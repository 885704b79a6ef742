"""Reading the journal."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Now

from gongzhi.kernel.ledger.models import Entry, OneTimeKey
from gongzhi.kernel.ledger.subjects import Pair, Subject, pair

#: How long a form is remembered; a trigger holds it against being shortened.
KEPT = dt.timedelta(hours=24)


def entries_about(subject: Subject) -> QuerySet[Entry]:
    """What happened to one record, newest first."""
    kind, subject_id = pair(subject)
    return Entry.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-id")


def touched_since(subjects: Iterable[Subject], entry_id: int, *, batch_id: int | None = None) -> set[Pair]:
    """Which of ``subjects`` have a line after the line ``entry_id`` that is not of the batch ``batch_id``.

    One query for each kind among them.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, subject_id in map(pair, subjects):
        ids[kind].add(subject_id)
    later = Entry.objects.filter(id__gt=entry_id).order_by()
    if batch_id is not None:
        later = later.exclude(batch_id=batch_id)
    touched = set()
    for kind, some in ids.items():
        found = later.filter(subject_kind=kind, subject_id__in=some).values_list("subject_id", flat=True)
        touched |= {(kind, subject_id) for subject_id in some.intersection(found)}
    return touched


def outlived() -> QuerySet[OneTimeKey]:
    """One-time keys that have been kept long enough, by the clock of the database."""
    return OneTimeKey.objects.filter(made_at__lt=Now() - KEPT)
