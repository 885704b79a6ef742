"""Answering a repeated request as the first time: a step inside the action that is asked for."""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.keys import as_json, digests
from gongzhi.kernel.ledger.models import OneTimeKey
from gongzhi.kernel.ledger.queries import outlived
from gongzhi.lib.actions import Actor, Refused, action


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
    key_digest, body_digest = digests(key, purpose, body, by)
    _wait_for_turn(key_digest)
    kept = OneTimeKey.objects.filter(key_digest=key_digest).first()
    if kept is None:
        answer = json.loads(as_json(do()))
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


@action
def prune_keys(*, by: Actor) -> int:
    """Forget the one-time keys of more than a day ago; how many there were."""
    return outlived().delete()[0]
