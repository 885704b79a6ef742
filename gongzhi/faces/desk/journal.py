"""What happened: all of a street for its auditor, for everybody else what they did themselves."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.faces.desk.forms import JournalFilters
from gongzhi.faces.doors import Request
from gongzhi.kernel.ledger.actions import read_journal
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import lines_of
from gongzhi.kernel.ledger.sentences import sentence
from gongzhi.kernel.people.names import names_of
from gongzhi.kernel.people.record import Happened

LINES = 50


@require_safe
def journal(request: Request) -> HttpResponse:
    """A page of lines, newest first; who reads those of others is in the journal too."""
    by, filters = request.actor, JournalFilters(request.GET or None)
    before = _number(request.GET.get("before", ""))
    paths = by.reach("see_journal")
    if paths:
        verb = filters.cleaned_data["verb"] if filters.is_bound and filters.is_valid() else ""
        street = int(paths[0].split(".")[0])
        entries = read_journal(by=by, street_id=street, verb=verb or None, before_id=before, limit=LINES)
    else:
        entries = lines_of(by.person_id or 0, before_id=before, limit=LINES)
    read = {"lines": lines(entries), "older": entries[-1].pk if len(entries) == LINES else None}
    return render(request, "desk/journal.html", read | {"filters": filters, "all": bool(paths)})


def lines(entries: list[Entry]) -> list[Happened]:
    """Who did what, when; ids stay ids, because the journal holds no values."""
    names = names_of(entry.actor_id for entry in entries)
    return [
        Happened(
            entry.at,
            names.get(entry.actor_id or 0, entry.actor_name) or _("（已删除）"),
            sentence(entry),
            f"{entry.subject_kind} {entry.subject_id}" if entry.subject_id else "",
        )
        for entry in entries
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
