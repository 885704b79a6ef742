"""Reading the journal itself, which is written down like any other look (trust.md S19)."""

import datetime as dt
from typing import Any

from gongzhi.kernel.ledger import may
from gongzhi.kernel.ledger.actions.recording import record_reading
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import journal
from gongzhi.kernel.ledger.subjects import Subject, pair
from gongzhi.lib.actions import Actor, demand


def read_journal(
    by: Actor,
    street_id: int,
    *,
    verb: str | None = None,
    actor_id: int | None = None,
    subject: Subject | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[Entry]:
    """A page of the journal for somebody who may see it, with one line about what they looked for.

    Raises PermissionDenied. The arguments are those of ``queries.journal``.
    """
    demand(may.read_journal(by, street_id))
    page = journal(
        street_id,
        verb=verb,
        actor_id=actor_id,
        subject=subject,
        since=since,
        until=until,
        before_id=before_id,
        limit=limit,
    )
    asked: dict[str, Any] = {"verb": verb, "actor": actor_id, "since": since, "until": until, "before": before_id}
    if subject is not None:
        asked["subject"] = list(pair(subject))
    asked = {name: _code(value) for name, value in asked.items() if value is not None}
    record_reading(by, "journal.read", street_id=street_id, asked=asked, lines=len(page))
    return page


def _code(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value
