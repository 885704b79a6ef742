"""Writing the journal: who did what, why, and what became of it; and who looked at whom.

``record``, ``record_batch`` and ``erase_reasons`` are steps inside an action: what they write is
committed or rolled back together with it. Looking at somebody is no action, and a refused one leaves nothing behind, so
``record_reading`` and ``record_refusal`` bring a transaction of their own.
"""

import hashlib
import ipaddress
import re
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from gongzhi.kernel.ledger.models import REASON, Entry, Reason, Result
from gongzhi.kernel.ledger.queries import reasons_about
from gongzhi.kernel.ledger.subjects import Subject, pair
from gongzhi.lib.actions import Actor
from gongzhi.lib.sealing import seal


def record(
    by: Actor,
    verb: str,
    subject: Subject | None = None,
    *,
    batch_id: int | None = None,
    street_id: int | None = None,
    on_behalf_id: int | None = None,
    reason: str = "",
    **facts: Any,
) -> Entry:
    """Write one line: who did what (``"event.published"``) to which record, with the clock of the database.

    ``facts`` are ids, counts, codes and names of fields, never a name, number or sentence of a
    person: ValueError. Only ``reason`` takes words, which are sealed and can be erased. The street
    is that of the subject if it has one, else that of the seat in which somebody acts. Raises
    TransactionManagementError outside of an action.
    """
    _demand_action()
    kind, subject_id = pair(subject) if subject is not None else ("", None)
    return _write(
        by,
        verb,
        facts,
        reason,
        on_behalf_id=on_behalf_id,
        subject_kind=kind,
        subject_id=subject_id,
        batch_id=batch_id,
        street_id=street_id or getattr(subject, "street_id", None),
    )


def record_batch(by: Actor, verb: str, batch: Subject, *, street_id: int | None = None, **counts: Any) -> Entry:
    """Write the one line of a batch of rows that went through one set-based action.

    It is about the batch and belongs to it; which rows it touched is kept by the batch itself.
    """
    _kind, batch_id = pair(batch)
    return record(by, verb, batch, batch_id=batch_id, street_id=street_id, **counts)


def record_reading(
    by: Actor,
    verb: str,
    person_ids: Iterable[int] = (),
    *,
    fields: Iterable[str] = (),
    reason: str = "",
    street_id: int | None = None,
    **facts: Any,
) -> Entry:
    """Write one line about looking at facts of some persons (``"person.number_shown"``), before they are shown.

    ``person_ids`` are all whose facts are shown or handed out, ``fields`` the names of these facts.
    A reading has no subject, so that nobody takes it for a change. Who looks through the eyes of
    somebody else is the actor, and those eyes are whom it was done for.
    """
    shown = sorted(set(person_ids)) or None
    if names := list(fields):
        facts["fields"] = names
    with transaction.atomic():
        return _write(by, verb, facts, reason, shown=shown, street_id=street_id)


def record_refusal(
    by: Actor,
    verb: str,
    subject: Subject | None = None,
    *,
    street_id: int | None = None,
    reason: str = "",
    **facts: Any,
) -> Entry:
    """Write one line about something that was tried and refused, by the verb it would have had.

    Called after the action has been rolled back: RuntimeError inside a transaction, with which the
    line would be lost.
    """
    with transaction.atomic(durable=True):
        kind, subject_id = pair(subject) if subject is not None else ("", None)
        street_id = street_id or getattr(subject, "street_id", None)
        about = {"subject_kind": kind, "subject_id": subject_id, "street_id": street_id}
        return _write(by, verb, facts, reason, result=Result.REFUSED, **about)


def erase_reasons(by: Actor, person: Subject) -> int:
    """Erase the words of all reasons beside lines about a person and looks at them; how many there were.

    Whoever erases what is known of somebody has demanded the right to. The lines stay, and their chain holds.
    """
    _demand_action()
    erased = reasons_about(person).update(sealed=None, erased_at=Now(), erased_by=by.person_id)
    if erased:
        record(by, "journal.reasons_erased", person, reasons=erased)
    return erased


def _demand_action() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside the action that it tells of")


def _write(by: Actor, verb: str, facts: dict[str, Any], reason: str, **columns: Any) -> Entry:
    _demand_harmless(verb, facts)
    sealed = seal(reason.strip(), REASON) if reason.strip() else None
    columns["street_id"] = columns["street_id"] or _street_of(by)
    entry = Entry.objects.create(
        **{**columns, **_who(by, columns.get("on_behalf_id"))},
        actor_name=by.name if by.is_system else "",
        role=by.watcher_role or by.role,
        address=_address(by.address),
        verb=verb,
        facts=facts,
        reason_digest=hashlib.sha256(sealed).digest() if sealed else None,
    )
    if sealed:
        Reason.objects.create(entry=entry, sealed=sealed)
    return entry


def _who(by: Actor, on_behalf_id: int | None) -> dict[str, int | None]:
    """Who looks through somebody's eyes answers for it, with the account of neither."""
    if by.watched_by is not None:
        return {"actor_id": by.watched_by, "account_id": None, "on_behalf_id": by.person_id}
    return {"actor_id": by.person_id, "account_id": by.account_id, "on_behalf_id": on_behalf_id}


def _street_of(by: Actor) -> int | None:
    """The street in which the active seat lies: the first number of the path of its place."""
    number = by.seats[0].place_path.partition(".")[0] if by.seats else ""
    return int(number) if number else None


def _address(text: str) -> str:
    """An address as machines write it; nothing for what is none, because no action may fail on it."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


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
