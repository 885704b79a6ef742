"""Writing the journal, and answering a repeated request as the first time.

``record`` and ``once`` are steps inside an action: what they write is committed or rolled back
together with it.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.models import Entry, OneTimeKey
from gongzhi.kernel.ledger.queries import outlived
from gongzhi.kernel.ledger.subjects import Subject, pair
from gongzhi.lib.actions import Actor, Refused, action


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


@action
def once(key: str, *, purpose: str, body: Any, by: Actor, do: Callable[[], Any]) -> Any:
    """Run ``do`` and keep its answer under the one-time ``key`` of a form; repeated, give the same answer.

    ``body`` is what was sent and ``do``'s answer is what is sent back, both as JSON knows them;
    the answer holds ids and no personal values. Of any number of equal requests at once one runs
    ``do``, the others wait for its answer; if it fails, nothing is kept. Raises Refused if the key
    is missing or came with another body or from somebody else.
    """
    if not key:
        raise Refused(_("页面已经过期。请刷新后再提交一次。"))
    key_digest, body_digest = _digest([purpose, key]), _digest([by.person_id, by.account_id, body])
    _wait_for_turn(key_digest)
    kept = OneTimeKey.objects.filter(key_digest=key_digest).first()
    if kept is None:
        answer = json.loads(_json(do()))
        kept = OneTimeKey.objects.create(
            key_digest=key_digest, body_digest=body_digest, purpose=purpose, answer=answer, made_by=by.person_id
        )
    if bytes(kept.body_digest) != body_digest:
        raise Refused(_("这张表已经提交过，内容不一样。请刷新页面后重新填写。"))
    return kept.answer


def _wait_for_turn(key_digest: bytes) -> None:
    """Let one request with this key through at a time, until its transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key_digest[:8], signed=True)])


def _digest(value: Any) -> bytes:
    return hashlib.sha256(_json(value).encode()).digest()


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


@action
def prune_keys(*, by: Actor) -> int:
    """Forget the one-time keys of more than a day ago; how many there were."""
    return outlived().delete()[0]
