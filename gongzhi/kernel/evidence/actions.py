"""Storing files: the bytes are on the disk before the row is committed."""

import datetime as dt
import hashlib
import mimetypes
import time
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from gongzhi.kernel.evidence.models import Evidence, Kind, Retention
from gongzhi.kernel.evidence.queries import PURPOSE, unclaimed
from gongzhi.lib.actions import Actor, action
from gongzhi.lib.files import write_whole
from gongzhi.lib.sealing import seal_bytes

#: A file without a row is left over from an action that was rolled back; after a day it goes (trust.md R32).
LEFT_OVER = dt.timedelta(hours=24)

#: Held shared while files are stored, alone while left-over files are removed.
FILES_LOCK = 0x66696C6573


@action
def store(
    data: bytes,
    *,
    kind: Kind,
    name: str,
    by: Actor,
    sealed: bool = True,
    retention: Retention = Retention.KEPT,
    place_id: int | None = None,
    taken_at: dt.datetime | None = None,
    taken_by: int | None = None,
) -> Evidence:
    """Keep a file under the name it came with; the same bytes twice take the place of one.

    Leave it ``sealed`` unless it can hold nothing personal.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [FILES_LOCK])
    evidence = Evidence(
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        original_name=_short(name),
        sealed=sealed,
        retention=retention,
        place_id=place_id,
        taken_at=taken_at,
        taken_by=taken_by,
        stored_by=by.person_id,
    )
    write_whole(evidence.path, seal_bytes(data, PURPOSE) if sealed else data)
    evidence.save(force_insert=True)
    return evidence


def _short(name: str) -> str:
    """At most 200 characters, the end of the name kept because it tells the kind of file."""
    return name if len(name) <= 200 else f"{name[:180]}…{name[-19:]}"


@action
def forget(evidence: Evidence, *, by: Actor) -> None:
    """Drop a file that proves nothing any more. Its bytes go with the next cleaning, unless others need them."""
    evidence.delete()


@action
def remove_left_over(*, by: Actor) -> int:
    """Remove files older than a day that belong to no evidence; how many there were."""
    folders = Path(settings.MEDIA_ROOT).glob("??")
    left_over = [path for folder in folders for path in _left_over(folder)]
    if left_over:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILES_LOCK])
    gone = [path for folder in {path.parent for path in left_over} for path in _left_over(folder)]
    for path in gone:
        path.unlink()
    return len(gone)


def _left_over(folder: Path) -> list[Path]:
    limit = time.time() - LEFT_OVER.total_seconds()
    old = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < limit}
    return [old[name] for name in unclaimed(old)]


@action
def replace(evidence: Evidence, data: bytes, names: Mapping[int, str], *, by: Actor) -> None:
    """Keep other bytes in the place of a file, for every row that stands for it; ``names`` are the new names of some
    of them. The former bytes are removed once this is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [FILES_LOCK])
    every = Evidence.objects.filter(sha256=evidence.sha256, sealed=evidence.sealed)
    former, digest = evidence.path, hashlib.sha256(data).hexdigest()
    for row in every.select_for_update().order_by("pk"):
        row.sha256, row.size, row.original_name = digest, len(data), _short(names.get(row.pk, row.original_name))
        row.media_type = mimetypes.guess_type(row.original_name)[0] or row.media_type
        write_whole(row.path, seal_bytes(data, PURPOSE) if row.sealed else data)
        row.save(update_fields=["sha256", "size", "original_name", "media_type"])
    transaction.on_commit(lambda: remove_unclaimed(former, by=by))


@action
def remove_unclaimed(path: Path, *, by: Actor) -> None:
    """Remove a file if no row stands for it any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILES_LOCK])
    if unclaimed([path.name]):
        path.unlink(missing_ok=True)
