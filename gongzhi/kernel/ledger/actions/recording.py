"""Writing the journal. These are steps inside an action: what they write is committed or rolled back with it."""

import re
from typing import Any

from django.db import connection, transaction

from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.subjects import Subject, pair
from gongzhi.lib.actions import Actor


def record(
    by: Actor,
    verb: str,
    subject: Subject | None = None,
    *,
    batch_id: int | None = None,
    street_id: int | None = None,
    on_behalf_id: int | None = None,
    **facts: Any,
) -> Entry:
    """Write one line: who did what (``"event.published"``) to which record, with the clock of the database.

    ``facts`` are ids, counts, codes and names of fields, never a name, number or sentence of a
    person: ValueError. The street is that of the subject if it has one. Raises
    TransactionManagementError outside of an action.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside the action that it tells of")
    _demand_harmless(verb, facts)
    kind, subject_id = pair(subject) if subject is not None else ("", None)
    return Entry.objects.create(
        actor_name=by.name if by.is_system else "",
        actor_id=by.person_id,
        account_id=by.account_id,
        on_behalf_id=on_behalf_id,
        verb=verb,
        subject_kind=kind,
        subject_id=subject_id,
        batch_id=batch_id,
        street_id=street_id or getattr(subject, "street_id", None),
        facts=facts,
    )


def record_batch(by: Actor, verb: str, batch: Subject, *, street_id: int | None = None, **counts: int) -> Entry:
    """Write the one line of a batch of rows that went through one set-based action.

    It is about the batch and belongs to it; which rows it touched is kept by the batch itself.
    """
    _kind, batch_id = pair(batch)
    return record(by, verb, batch, batch_id=batch_id, street_id=street_id, **counts)


_CODE = re.compile(r"[\w.:/+-]{0,80}", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{11,}X?")


def _demand_harmless(verb: str, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        if not _is_harmless(value):
            raise ValueError(
                f"{verb}: {name!r} is not an id, count, code or field name; values stay out of the journal"
            )


def _is_harmless(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_harmless, (*value.keys(), *value.values())))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(_is_harmless, value))
    if value is None or isinstance(value, bool):
        return True
    text = str(value)  # telephones and identity numbers are longer than any count or id
    return bool(_CODE.fullmatch(text)) and not _LONG_NUMBER.fullmatch(re.sub(r"\W", "", text).upper())
