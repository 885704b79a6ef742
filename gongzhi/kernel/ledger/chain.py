"""Whether the journal is as it was written: a digest of every finished day, each tied to the day before.

Digests are made by the database from statements that stand here, so that no function stored there can
be replaced; seals are signed with the key outside of it. A day is that of the settings' time zone.
A line is counted to the day on which its statement began, so a day is sealed only when nobody who
began to write on it is still at work: then nothing comes late.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Min, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.models import Entry, Result, Seal
from gongzhi.lib.sealing import fingerprint

DAY = dt.timedelta(days=1)
#: Days whose lines are read with one statement.
BLOCK = 31
#: The digest before the first day.
BEGINNING = b""
#: Nobody may let go of a line before (网络安全法: six months), whatever the setting says.
LEAST_KEPT = 183 * DAY
#: A finished day may wait so long for its seal: somebody may still be writing.
UNSEALED = 2 * DAY


@dataclass(frozen=True, slots=True)
class Content:
    """What stood in one day."""

    lines: int
    first_id: int | None
    last_id: int | None
    digest: bytes


EMPTY = Content(0, None, None, hashlib.sha256(b"").digest())


class Damage(TextChoices):
    """What can be wrong with a day."""

    CHANGED = "changed", _("日志被改动过")
    MISSING = "missing", _("日志少了")
    ADDED = "added", _("日志多了")
    SEAL = "seal", _("封存记录被改动过")
    GAP = "gap", _("封存记录不见了")
    UNSEALED = "unsealed", _("过了两天还没有封存")
    REASON = "reason", _("理由被改动过")
    EARLY = "early", _("清除得太早")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    day: dt.date
    damage: Damage

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.damage.label}"


# Columns that are NULL are left out, so that one added later changes no older digest.
_CONTENTS = """
SELECT day, count(*), min(id), max(id), sha256(string_agg(line, ''::bytea ORDER BY id))
FROM (
    SELECT id, (at AT TIME ZONE %(zone)s)::date AS day, sha256(convert_to(jsonb_strip_nulls(jsonb_build_object(
        'id', id,
        'at', (extract(epoch FROM at) * 1000000)::bigint,
        'actor_name', actor_name,
        'actor_id', actor_id,
        'account_id', account_id,
        'role', role,
        'address', address,
        'on_behalf_id', on_behalf_id,
        'verb', verb,
        'subject_kind', subject_kind,
        'subject_id', subject_id,
        'batch_id', batch_id,
        'street_id', street_id,
        'shown', shown,
        'facts', facts::text,
        'result', result,
        'reason_digest', encode(reason_digest, 'hex')
    ))::text, 'UTF8')) AS line
    FROM ledger_entry WHERE at >= %(start)s AND at < %(end)s OFFSET 0
) AS lines
GROUP BY day
"""

_REASONS = """
SELECT DISTINCT (at AT TIME ZONE %(zone)s)::date AS day
FROM ledger_entry AS entry LEFT JOIN ledger_reason AS reason ON reason.entry_id = entry.id
WHERE at >= %(start)s AND at < %(end)s AND (
    (entry.reason_digest IS NOT NULL AND reason.entry_id IS NULL)
    OR (reason.sealed IS NOT NULL AND sha256(reason.sealed) IS DISTINCT FROM entry.reason_digest)
)
"""

# Of a transaction that is not ours to look into, the beginning is unknown: it may have begun at any time.
_OLDEST_WRITER = """
SELECT min(coalesce((xact_start AT TIME ZONE %(zone)s)::date, date '0001-01-01'))
FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE relation = 'ledger_entry'::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

_KEPT_FROM = "SELECT ledger_kept_from()"
_TODAY = "SELECT (statement_timestamp() AT TIME ZONE %(zone)s)::date"


def today() -> dt.date:
    """The day by the clock of the database, from which the lines have their time."""
    ((day,),) = _ask(_TODAY)
    return day


def kept_from() -> dt.date:
    """The first day that must still be kept, by the setting of the rulebook."""
    ((day,),) = _ask(_KEPT_FROM)
    return day


def oldest_writer() -> dt.date | None:
    """The day on which the longest of those began who write to the journal just now."""
    ((day,),) = _ask(_OLDEST_WRITER)
    return day


def first_day() -> dt.date | None:
    """The day of the oldest line."""
    at = Entry.objects.aggregate(at=Min("at"))["at"]
    return _local_day(at) if at else None


def _local_day(at: dt.datetime) -> dt.date:
    return timezone.localdate(at, timezone.get_default_timezone())


def contents(first: dt.date, last: dt.date) -> dict[dt.date, Content]:
    """What stands in the days from ``first`` to ``last``; days without a line are left out."""
    rows = _ask(_CONTENTS, start=midnight(first), end=midnight(last + DAY))
    return {day: Content(lines, low, high, bytes(digest)) for day, lines, low, high, digest in rows}


def link(previous: bytes, day: dt.date, content: Content) -> bytes:
    """The digest of a day that follows one with the digest ``previous``."""
    told = [day.isoformat(), content.lines, content.first_id, content.last_id, content.digest.hex()]
    return hashlib.sha256(previous + json.dumps(told).encode()).digest()


def sign(digest: bytes) -> bytes:
    """The signature under a digest, by the key outside of the database."""
    return fingerprint(digest.hex(), "ledger.seal")


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which a day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()), timezone.get_default_timezone())


def prunings() -> list[tuple[dt.date, dt.date]]:
    """How often lines were let go: up to which day, and on which."""
    about = {"street_id": None, "verb": "journal.pruned", "subject_kind": "ledger.seal"}
    told = Entry.objects.filter(**about, result=Result.DONE)
    days = dict(Seal.objects.filter(pk__in=told.values("subject_id")).values_list("pk", "day"))
    pairs = told.order_by("at", "id").values_list("subject_id", "at")
    return [(days[pk], _local_day(at)) for pk, at in pairs if pk in days]


def verify_chain(*, since: dt.date | None = None) -> list[Finding]:
    """What is wrong with the sealed days from ``since`` on, or with all; nothing for a journal that is whole."""
    seals = list(Seal.objects.filter(day__gte=since) if since else Seal.objects.all())
    before = Seal.objects.filter(day__lt=since).last() if since else None
    pruned = prunings()
    gone = max((day for day, _on in pruned), default=dt.date.min)
    early = {Finding(day, Damage.EARLY) for day, on in pruned if on - day < LEAST_KEPT}
    found = {*_links(before, seals), *_lines(seals, gone), *_outside(), *early}
    return sorted(found, key=lambda finding: (finding.day, finding.damage))


def _links(before: Seal | None, seals: Sequence[Seal]) -> Iterator[Finding]:
    """Seals that do not hold, and days between two that have none."""
    for seal in seals:
        previous = bytes(before.digest) if before else BEGINNING
        if before and seal.day != before.day + DAY:
            yield Finding(before.day + DAY, Damage.GAP)
        digest = link(previous, seal.day, content_of(seal))
        if digest != bytes(seal.digest) or sign(digest) != bytes(seal.signature):
            yield Finding(seal.day, Damage.SEAL)
        before = seal


def content_of(seal: Seal) -> Content:
    """What stood in a day when it was sealed."""
    return Content(seal.lines, seal.first_id, seal.last_id, bytes(seal.content))


def _lines(seals: Sequence[Seal], gone: dt.date) -> Iterator[Finding]:
    """Days in which other lines stand than were sealed; up to the day ``gone`` none stand any more."""
    for block in blocks(seals):
        first, last = block[0].day, block[-1].day
        found = contents(first, last)
        for seal in block:
            expected = content_of(seal) if seal.day > gone else EMPTY
            yield from _compared(seal.day, found.get(seal.day, EMPTY), expected)
        for (day,) in _ask(_REASONS, start=midnight(first), end=midnight(last + DAY)):
            yield Finding(day, Damage.REASON)


def _compared(day: dt.date, found: Content, expected: Content) -> Iterator[Finding]:
    if found.lines != expected.lines:
        yield Finding(day, Damage.MISSING if found.lines < expected.lines else Damage.ADDED)
    elif found != expected:
        yield Finding(day, Damage.CHANGED)


def _outside() -> Iterator[Finding]:
    """Lines before the first sealed day, and finished days after the last one that wait too long."""
    oldest, newest = Seal.objects.first(), Seal.objects.last()
    if oldest is None or newest is None:
        first = first_day()
    else:
        first = newest.day + DAY
        if at := Entry.objects.filter(at__lt=midnight(oldest.day)).aggregate(at=Min("at"))["at"]:
            yield Finding(_local_day(at), Damage.ADDED)
    if first and first < today() - UNSEALED:
        yield Finding(first, Damage.UNSEALED)


def blocks(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Days by the block."""
    return (things[start : start + BLOCK] for start in range(0, len(things), BLOCK))


def _ask(statement: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"zone": timezone.get_default_timezone_name(), **parameters})
        return cursor.fetchall()
