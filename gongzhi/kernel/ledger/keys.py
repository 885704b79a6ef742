"""What a one-time key is kept as, and the answer that was given under it."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from gongzhi.kernel.ledger.models import OneTimeKey
from gongzhi.lib.actions import Actor


def digests(key: str, purpose: str, body: Any, by: Actor) -> tuple[bytes, bytes]:
    """Of the key for its purpose, and of what came with it from whom."""
    return _digest([purpose, key]), _digest([by.person_id, by.account_id, body])


def kept_answer(key: str, *, purpose: str, body: Any, by: Actor) -> Any:
    """What was answered to this very request before; None if nothing was."""
    key_digest, body_digest = digests(key, purpose, body, by)
    kept = OneTimeKey.objects.filter(key_digest=key_digest, body_digest=body_digest).first()
    return kept.answer if kept else None


def as_json(value: Any) -> str:
    """The same text for the same value."""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)


def _digest(value: Any) -> bytes:
    return hashlib.sha256(as_json(value).encode()).digest()
