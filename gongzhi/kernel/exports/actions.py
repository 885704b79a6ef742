"""Taking a list along: asked for with a reason, agreed to by a second person where it must be, made by the worker,
fetched by who asked for it, and gone a day later (trust.md S6)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.exports import may
from gongzhi.kernel.exports.models import Export
from gongzhi.kernel.exports.notices import ExportReady, ExportRefused
from gongzhi.kernel.exports.queries import PURPOSE
from gongzhi.kernel.exports.states import ExportState
from gongzhi.kernel.ledger.actions import record, record_reading
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.rulebook.actions import issue
from gongzhi.lib import lists, queue
from gongzhi.lib.actions import Actor, NotThere, action, demand
from gongzhi.lib.exports import MEDIA_TYPES, Form, Handout, write
from gongzhi.lib.sealing import seal_bytes, unseal_bytes
from gongzhi.lib.states import move

#: How long a file is there, and how long a request waits for somebody's word.
VALID, PATIENCE = dt.timedelta(hours=24), dt.timedelta(days=7)
AT_ONCE = 1000  # lines made at a time


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way out. Its name says nothing about anybody."""

    name: str
    media_type: str
    content: bytes


@action
def ask_export(
    key: str, *, query: lists.Query, columns: Sequence[str] = (), form: str = Form.XLSX, reason: str, by: Actor
) -> Export:
    """Ask for what an address shows of a list, all its pages; made at once unless a second person must agree.

    Columns that the list does not have are left out; without any, all. Raises NotThere for a list that
    is not for this actor.
    """
    listing = lists.access(key, by)
    demand(may.ask(by, listing, reason))
    asked = listing.ask(query, by)
    shown = [column.key for column in listing.shown(columns) or listing.columns]
    records = _records(listing, by, asked)
    demand(may.take(len(records)))
    people = _people(listing, records)
    export = Export.objects.create(
        listing=key,
        paths=sorted(set(by.reach(listing.export_right))),
        sort=asked.sort,
        chosen=dict(asked.chosen),
        columns=shown,
        form=form if form in Form.values else Form.XLSX,
        reason=reason.strip()[:200],
        count=len(people),
        second=may.takes_two(listing, shown, len(people)),
        asked_by_id=cast(int, by.person_id),
    )
    record(by, "export.asked", export, list=key, columns=shown, people=len(people), second=export.second)
    if not export.second:
        move(export, "approve")
        _queue(export)
    return export


def _records(listing: lists.List, by: Actor, asked: lists.Asked) -> list[Any]:
    return list(listing.records(by, asked, listing.export_right)[: may.MOST_LINES + 1])


def _people(listing: lists.List, records: Sequence[Any]) -> list[int]:
    """Whom some lines are about, each once."""
    return sorted(set(listing.people_of(records)))


def _queue(export: Export) -> None:
    from gongzhi.kernel.exports.jobs import make  # which needs this module

    queue.defer(make, {"export_id": export.pk})


@action
def approve_export(export: Export, *, by: Actor) -> Export:
    """Agree to what somebody else asked for."""
    export = Export.objects.lock(export.pk)
    demand(may.approve(by, export))
    move(export, "approve", decided_at=timezone.now(), decided_by_id=by.person_id)
    record(by, "export.approved", export, people=export.count)
    _queue(export)
    return export


@action
def refuse_export(export: Export, *, why: str, by: Actor) -> Export:
    """Do not agree, and say why."""
    export = Export.objects.lock(export.pk)
    demand(may.refuse(by, export, why))
    move(export, "refuse", decided_at=timezone.now(), decided_by_id=by.person_id, refusal=why.strip()[:200])
    record(by, "export.refused", export)
    tell(ExportRefused(export))
    return export


@action
def make_export(export_id: int, *, by: Actor) -> Export:
    """Make the file of an export that was agreed to, from what its asker sees now; once, however often it is called.

    Whoever has lost the right gets none. If it became many more people than were agreed to, it waits again.
    """
    export = Export.objects.lock(export_id)
    if export.state != ExportState.APPROVED:
        return export
    asker = actor_for(export.asked_by, on=timezone.localdate())
    listing = lists.get(export.listing)
    if listing is None or not may.reaches(asker, export):
        return _clear(export, by)
    asked = lists.Asked(sort=export.sort, chosen=export.chosen)
    records = _records(listing, _as_asked(asker, export, listing), asked)
    people = _people(listing, records)
    if not may.take(len(records)):
        return _clear(export, by)
    if _grew(export, listing, len(people)):
        return _hold(export, len(people), by)
    export.number = _number(export, by)
    content = seal_bytes(write(_handout(export, listing, records, asker), export.form), PURPOSE)
    facts = {"count": len(people), "people": people, "valid_until": timezone.now() + VALID}
    move(export, "make", number=export.number, content=content, **facts)
    record(by, "export.made", export, people=len(people))
    tell(ExportReady(export))
    return export


def _as_asked(asker: Actor, export: Export, listing: lists.List) -> Actor:
    """The asker with no more reach than the places for which the export was asked."""
    seats = [
        replace(seat, place_path=path)
        for path in export.paths
        for seat in asker.seats
        if listing.export_right in seat.rights and seat.place_path and path.startswith(seat.place_path)
    ]
    return replace(asker, seats=tuple(seats))


def _grew(export: Export, listing: lists.List, people: int) -> bool:
    """Whether it takes the word of a second person who has not said it, or said it about fewer people by a tenth."""
    if not may.takes_two(listing, export.columns, people):
        return False
    return export.decided_by_id is None or people > export.count + export.count // 10


def _hold(export: Export, people: int, by: Actor) -> Export:
    move(export, "hold", count=people, second=True, decided_at=None, decided_by=None)
    record(by, "export.held", export, people=people)
    return export


def _number(export: Export, by: Actor) -> str:
    year = timezone.localdate().year
    return f"DC-{year}-{issue('export', year, street_id=export.street_id, by=by):05}-{export.street_id}"


def _handout(export: Export, listing: lists.List, records: Sequence[Any], asker: Actor) -> Handout:
    now = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    about = (
        (_("名单"), str(listing.title)),
        (_("编号"), export.number),
        (_("导出人"), asker.name),
        (_("时间"), now),
        (_("用途"), export.reason),
        (_("审核人"), export.decided_by.name if export.decided_by else "—"),
        (_("行数"), str(len(records))),
        (_("注意"), _("只用于上面写明的用途，不要转发，用完删除。")),
    )
    footer = f"{export.number}　{asker.name}　{now}"
    return Handout(
        str(listing.title),
        listing.headings(export.columns),
        _lines(listing, records, export.columns),
        about,
        _("说明"),
        footer,
    )


def _lines(listing: lists.List, records: Sequence[Any], columns: Sequence[str]) -> Iterator[Sequence[lists.Cell]]:
    """The cells as the screen shows them, masked."""
    rest = iter(records)
    while some := list(islice(rest, AT_ONCE)):
        yield from (line.cells for line in listing.lines(some, columns))


@action
def download(export_id: int, *, by: Actor) -> Download:
    """The file, for who asked for it and has kept the right; three times, for a day.

    Raises NotThere for anybody else, and as soon as the right, the list or the time has gone.
    """
    try:
        export = Export.objects.lock(export_id)
    except Export.DoesNotExist as error:
        raise NotThere from error
    if not may.is_there(by, export):
        raise NotThere
    demand(may.download(export))
    export.downloads += 1
    export.save(update_fields=["downloads"])
    _note_reading(export, by)
    name = f"{export.number}.{export.form}"
    return Download(name, MEDIA_TYPES[Form(export.form)], unseal_bytes(export.content or b"", PURPOSE))


def _note_reading(export: Export, by: Actor) -> None:
    """One line that all these people's facts were handed out, and why."""
    record_reading(
        by,
        "export.downloaded",
        export.people,
        fields=export.columns,
        reason=export.reason,
        street_id=export.street_id,
        export=export.pk,
        number=export.downloads,
    )


@action
def clear_export(export: Export, *, by: Actor) -> Export:
    """Do away with what one asked for, file and all, before its time."""
    export = Export.objects.lock(export.pk)
    demand(may.clear(by, export))
    return _clear(export, by)


@action
def clear_outlived(*, by: Actor) -> int:
    """Do away with files a day old, and with requests that nobody answered in a week; how many there were."""
    now = timezone.now()
    over = Q(state=ExportState.READY, valid_until__lte=now) | Q(
        state__in=(ExportState.ASKED, ExportState.APPROVED), asked_at__lte=now - PATIENCE
    )
    outlived = Export.objects.bare().filter(over).select_for_update(no_key=True, skip_locked=True, of=("self",))
    return len([_clear(export, by) for export in outlived])


def _clear(export: Export, by: Actor) -> Export:
    move(export, "clear", content=None, people=[])
    record(by, "export.cleared", export)
    return export


@action
def erase_exports(records: Sequence[int], *, by: Actor) -> int:
    """Do away with every file in which one of these records stands; how many there were."""
    demand(may.erase(by))
    found = list(Export.objects.filter(state=ExportState.READY, people__overlap=list(records)).order_by("pk"))
    for export in found:
        _clear(export, by)
    return len(found)
