"""Undoing a batch while nobody has touched what it wrote."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CASCADE, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.intake import may
from gongzhi.kernel.intake.handing_over import to_undo
from gongzhi.kernel.intake.models import Batch, Provenance
from gongzhi.kernel.intake.states import BatchState
from gongzhi.kernel.intake.turns import wait_for_turn
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.ledger.queries import touched_since
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import Effect
from gongzhi.lib.states import move

DONE = (Effect.CREATED, Effect.CHANGED)

#: Records by kind: ``{"people.person": {7, 8}}``.
Records = Mapping[str, set[int]]


@action
def ask_undo(batch: Batch, *, by: Actor) -> Batch:
    """Have the worker take a batch back; of ten thousand records that takes longer than a page may."""
    demand(may.ask_undo(by, batch))
    batch = Batch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    demand(may.ask_undo(by, batch))
    batch.undo_asked_at, batch.undo_asked_by_id, batch.undo_refusal = timezone.now(), by.person_id, ""
    batch.save(update_fields=["undo_asked_at", "undo_asked_by", "undo_refusal"])
    to_undo(batch, by)
    return batch


@action
def refuse_undo(batch: Batch, why: str, *, by: Actor) -> Batch:
    """Tell the clerk who asked why a batch was not taken back."""
    batch = Batch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    batch.undo_asked_at, batch.undo_asked_by_id, batch.undo_refusal = None, None, why[:400]
    batch.save(update_fields=["undo_asked_at", "undo_asked_by", "undo_refusal"])
    return batch


@action
def undo(batch: Batch, *, by: Actor) -> Batch:
    """Take a batch back whole: what it created goes, what it changed stands again as before.

    Refused if a record was changed since, by hand or by a later workbook, or is needed by
    something entered later; then nothing is undone.
    """
    wait_for_turn()
    batch = Batch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    done = list(batch.provenance.filter(effect__in=DONE).order_by("-id"))
    _hold(_by_kind(done))
    demand(may.undo(by, batch, len(_touched(batch, done))))
    try:
        with transaction.atomic():
            _delete(trace for trace in done if trace.effect == Effect.CREATED)
            _restore(trace for trace in done if trace.effect == Effect.CHANGED)
            _check_references()
    except IntegrityError as error:
        raise Refused(_("这一批写入的记录后来已经用到，请先撤销后面导入的表。")) from error
    nobody = {"undo_asked_at": None, "undo_asked_by_id": None, "undo_refusal": ""}
    move(batch, "undo", undone_at=timezone.now(), undone_by_id=by.person_id, **nobody)
    record(by, "intake.undone", batch, batch_id=batch.pk, street_id=batch.street_id)
    return batch


def _by_kind(traces: Iterable[Provenance]) -> Records:
    records: dict[str, set[int]] = defaultdict(set)
    for trace in traces:
        records[trace.subject_kind].add(trace.subject_id)
    return records


def _hold(records: Records) -> None:
    """Whoever is changing one of the records ends first, and is seen; nobody begins before this ends."""
    for kind in sorted(records):
        rows = apps.get_model(kind)._base_manager.filter(pk__in=records[kind])
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _touched(batch: Batch, done: Sequence[Provenance]) -> set[tuple[str, int]]:
    """The records that this batch wrote and somebody or a later workbook wrote again."""
    first: dict[tuple[str, int], int] = {}
    for trace in reversed(done):
        first.setdefault((trace.subject_kind, trace.subject_id), trace.pk)
    by_hand = touched_since(first, batch.entry_id or 0, batch_id=batch.pk)
    others = Provenance.objects.filter(effect__in=DONE, batch__state=BatchState.COMMITTED).exclude(batch=batch)
    by_workbook = set()
    for kind, ids in _by_kind(done).items():
        for subject_id, pk in others.filter(subject_kind=kind, subject_id__in=ids).values_list("subject_id", "pk"):
            if pk > first[kind, subject_id]:
                by_workbook.add((kind, subject_id))
    return by_hand | by_workbook


def _restore(changed: Iterable[Provenance]) -> None:
    for trace in changed:
        if trace.before:
            apps.get_model(trace.subject_kind)._base_manager.filter(pk=trace.subject_id).update(**trace.before)


def _delete(created: Iterable[Provenance]) -> None:
    """Delete by kind, in one statement each, with what hangs on them."""
    for kind, keys in _by_kind(created).items():
        _delete_with_parts(apps.get_model(kind), list(keys))


def _delete_with_parts(model: type[Model], keys: list[int]) -> None:
    for relation in model._meta.related_objects:
        if relation.on_delete is CASCADE:
            parts = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
            _delete_with_parts(relation.related_model, list(parts.values_list("pk", flat=True)))
    if keys:
        queryset = model._base_manager.filter(pk__in=keys)
        queryset._raw_delete(queryset.db)


def _check_references() -> None:
    """Let the database look now, and not at the end, whether something needs what is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
