"""Sealing finished days, looking whether they are as they were, and letting go of what was kept long enough."""

import datetime as dt
import logging

from django.db import connection
from django.db.models import Sum

from gongzhi.kernel.ledger import chain
from gongzhi.kernel.ledger.actions.recording import record
from gongzhi.kernel.ledger.chain import Finding, verify_chain
from gongzhi.kernel.ledger.models import Seal
from gongzhi.lib.actions import Actor, action

logger = logging.getLogger(__name__)

#: Of so many days the chain is looked at every night.
NIGHTLY = 30
#: Findings that one line of the journal names.
NAMED = 20


@action
def seal_days(*, before: dt.date | None = None, by: Actor) -> list[Seal]:
    """Seal every day before ``before`` (today) that has none yet; those that were sealed.

    A day on which somebody began to write who is still at it waits for the next turn.
    """
    _wait_for_turn()
    last = Seal.objects.last()
    first = last.day + chain.DAY if last else chain.first_day()
    end = min(before or chain.today(), chain.oldest_writer() or dt.date.max)
    days = [first + number * chain.DAY for number in range((end - first).days)] if first else []
    digest = bytes(last.digest) if last else chain.BEGINNING
    made: list[Seal] = []
    for block in chain.blocks(days):
        contents = chain.contents(block[0], block[-1])
        for day in block:
            seal = _seal(digest, day, contents.get(day, chain.EMPTY))
            digest = bytes(seal.digest)
            made.append(seal)
    Seal.objects.bulk_create(made)
    if made:
        logger.info("journal sealed up to %s, digest %s", made[-1].day, digest.hex())
    return made


def _seal(previous: bytes, day: dt.date, content: chain.Content) -> Seal:
    digest = chain.link(previous, day, content)
    return Seal(
        day=day,
        lines=content.lines,
        first_id=content.first_id,
        last_id=content.last_id,
        content=content.digest,
        digest=digest,
        signature=chain.sign(digest),
    )


def _wait_for_turn() -> None:
    """One at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock('ledger_seal'::regclass::bigint)")


@action
def verify_journal(*, days: int | None = NIGHTLY, by: Actor) -> list[Finding]:
    """Look whether the last ``days`` (or all) are as they were sealed, and write down what was found."""
    since = chain.today() - days * chain.DAY if days else None
    findings = verify_chain(since=since)
    for finding in findings:
        logger.error("journal damaged: %s", finding)
    if findings:
        named = [f"{finding.day}:{finding.damage.value}" for finding in findings[:NAMED]]
        record(by, "journal.damaged", findings=len(findings), named=named)
    else:
        record(by, "journal.verified", days=days)
    return findings


@action
def prune_journal(*, by: Actor) -> int:
    """Let go of all days that were kept long enough, and tell of it first; how many lines there were.

    The database decides whether they were. Seals stay, so that the chain over the rest still holds.
    """
    _wait_for_turn()
    gone = max((day for day, _on in chain.prunings()), default=dt.date.min)
    outlived = Seal.objects.filter(day__gt=gone, day__lt=chain.kept_from())
    lines = outlived.aggregate(lines=Sum("lines"))["lines"]
    last = outlived.last()
    if not lines or last is None:
        return 0
    record(by, "journal.pruned", last, lines=lines)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_prune(%s)", [last.pk])
        return int(cursor.fetchone()[0])
