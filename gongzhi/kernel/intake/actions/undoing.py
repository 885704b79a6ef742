"""Undoing a batch while nobody has touched what it wrote."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CASCADE, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.models import Batch, Provenance
from gongzhi.kernel.intake.states import BatchState
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.ledger.queries import touched_since
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import Effect
from gongzhi.lib.states import move

DONE = (Effect.CREATED, Effect.CHANGED)


@action
def undo(batch: Batch, *, by: Actor) -> Batch:
    """Take a batch back whole: what it created goes, what it changed stands again as before.

    Refused if a record was changed since, by hand or by a later workbook, or is needed by
    something entered later; then nothing is undone.
    """
    batch = Batch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    done = list(batch.provenance.filter(effect__in=DONE).order_by("-id"))
    demand(may.undo(by, batch, len(_touched(batch, done))))
    _delete(trace for trace in done if trace.effect == Effect.CREATED)
    _restore(trace for trace in done if trace.effect == Effect.CHANGED)
    move(batch, "undo", undone_at=timezone.now(), undone_by_id=by.person_id)
    record(by, "intake.undone", batch, batch_id=batch.pk, street_id=batch.street_id)
    return batch


def _touched(batch: Batch, done: list[Provenance]) -> set[tuple[str, int]]:
    """The records that this batch wrote and somebody or a later batch wrote again."""
    subjects = {(trace.subject_kind, trace.subject_id) for trace in done}
    by_hand = touched_since(subjects, batch.entry_id or 0, batch_id=batch.pk)
    last = max((trace.pk for trace in done), default=0)
    later = Provenance.objects.filter(effect__in=DONE, batch__state=BatchState.COMMITTED, id__gt=last)
    by_batch = set(later.exclude(batch=batch).values_list("subject_kind", "subject_id")) & subjects
    return by_hand | by_batch


def _restore(changed: Iterable[Provenance]) -> None:
    for trace in changed:
        model = apps.get_model(trace.subject_kind)
        model._base_manager.filter(pk=trace.subject_id).update(**(trace.before or {}))


def _delete(created: Iterable[Provenance]) -> None:
    """Delete by kind, in one statement each, with what hangs on them; foreign keys are checked at the end."""
    ids: dict[str, list[int]] = defaultdict(list)
    for trace in created:
        ids[trace.subject_kind].append(trace.subject_id)
    try:
        with transaction.atomic():
            for kind, keys in ids.items():
                _delete_with_parts(apps.get_model(kind), keys)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise Refused(_("这一批写入的记录后来已经用到，请先撤销后面导入的表。")) from error


def _delete_with_parts(model: type[Model], keys: list[int]) -> None:
    for relation in model._meta.related_objects:
        if relation.on_delete is CASCADE:
            parts = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
            _delete_with_parts(relation.related_model, list(parts.values_list("pk", flat=True)))
    if keys:
        queryset = model._base_manager.filter(pk__in=keys)
        queryset._raw_delete(queryset.db)
