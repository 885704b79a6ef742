"""Reading the journal: by street for its auditors, by record, and by person, in both directions.

Pages are cut by the last line seen (``before_id``), so that the thousandth costs what the first does.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Func, Q, QuerySet
from django.db.models.functions import Now

from gongzhi.kernel.ledger.models import REASON, Entry, OneTimeKey, Reason, Result
from gongzhi.kernel.ledger.subjects import Pair, Subject, pair
from gongzhi.lib.sealing import unseal

#: How long a form is remembered; a trigger holds it against being shortened.
KEPT = dt.timedelta(hours=24)

#: Lines of one page at most (trust.md S33).
MOST_LINES = 100

NEWEST_FIRST = ("-at", "-id")


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody looked at facts of a person. ``on_behalf_id`` is through whose eyes, if not their own."""

    entry_id: int
    at: dt.datetime
    verb: str
    actor_id: int | None
    actor_name: str
    on_behalf_id: int | None
    role: str
    fields: tuple[str, ...]
    has_reason: bool


def journal(
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
    """The lines of a street and those of no street at all (the machine's own), newest first.

    ``until`` is the first moment that no longer counts. The next page is what stands before the id
    of the last line of this one.
    """
    lines = Entry.objects.all()
    if verb is not None:
        lines = lines.filter(verb=verb)
    if actor_id is not None:
        lines = lines.filter(actor_id=actor_id)
    if subject is not None:
        kind, subject_id = pair(subject)
        lines = lines.filter(subject_kind=kind, subject_id=subject_id)
    if since is not None:
        lines = lines.filter(at__gte=since)
    if until is not None:
        lines = lines.filter(at__lt=until)
    if actor_id is not None or subject is not None:  # whose lines are few
        return _page(lines.filter(Q(street_id=street_id) | Q(street_id=None)), before_id, limit)
    return _page_of_both(lines.filter(street_id=street_id), lines.filter(street_id=None), before_id, limit)


def lines_of(actor_id: int, *, before_id: int | None = None, limit: int = 50) -> list[Entry]:
    """What one person did, newest first."""
    return _page(Entry.objects.filter(actor_id=actor_id), before_id, limit)


def _page(lines: QuerySet[Entry], before_id: int | None, limit: int) -> list[Entry]:
    return list(_before(lines, before_id).order_by(*NEWEST_FIRST)[: min(limit, MOST_LINES)])


def _page_of_both(some: QuerySet[Entry], others: QuerySet[Entry], before_id: int | None, limit: int) -> list[Entry]:
    """Each half is read from an index of its own, in the order of the page; a condition with OR would read all."""
    limit = min(limit, MOST_LINES)
    some, others = (_before(lines, before_id).order_by(*NEWEST_FIRST)[:limit] for lines in (some, others))
    return list(some.union(others, all=True).order_by(*NEWEST_FIRST)[:limit])


def _before(lines: QuerySet[Entry], entry_id: int | None) -> QuerySet[Entry]:
    """Those older than one line; of the same moment, those with a lower id."""
    if entry_id is None:
        return lines
    moment = Entry.objects.filter(pk=entry_id).values("at")[:1]
    return lines.filter(at__lte=moment).exclude(at=moment, id__gte=entry_id)


def looked_at(*person_ids: int, before_id: int | None = None, limit: int = 50) -> list[Look]:
    """Who looked at the facts of a person, newest first; several ids are several records of one human."""
    lines = Entry.objects.filter(shown__overlap=list(person_ids))
    return [_look(entry) for entry in _page(lines, before_id, limit)]


def _look(entry: Entry) -> Look:
    return Look(
        entry.pk,
        entry.at,
        entry.verb,
        entry.actor_id,
        entry.actor_name,
        entry.on_behalf_id,
        entry.role,
        tuple(entry.facts.get("fields", ())),
        entry.reason_digest is not None,
    )


def shown_by(actor_id: int, since: dt.datetime, until: dt.datetime) -> list[int]:
    """The ids of all persons of whom somebody saw or exported facts, from one moment to another (trust.md S34)."""
    lines = Entry.objects.filter(actor_id=actor_id, at__gte=since, at__lt=until, shown__isnull=False)
    persons = lines.order_by().annotate(person=Func(F("shown"), function="unnest"))
    return sorted(persons.values_list("person", flat=True).distinct())


def reasons_of(entry_ids: Iterable[int]) -> dict[int, str]:
    """The words that were given as reasons, by line; without those that were erased."""
    kept = Reason.objects.filter(pk__in=list(entry_ids))
    return {reason.pk: unseal(reason.sealed, REASON) for reason in kept if reason.sealed}


def reasons_about(person: Subject) -> QuerySet[Reason]:
    """The words that stand beside lines about a person, and beside looks at them."""
    kind, person_id = pair(person)
    lines = Entry.objects.filter(Q(subject_kind=kind, subject_id=person_id) | Q(shown__overlap=[person_id]))
    return Reason.objects.filter(sealed__isnull=False, entry__in=lines.order_by())


def last_verified() -> Entry | None:
    """The last line about verifying the chain: ``journal.verified``, or ``journal.damaged`` with what was found."""
    lines = Entry.objects.filter(street_id=None, verb__in=("journal.verified", "journal.damaged"))
    return lines.order_by(*NEWEST_FIRST).first()


def entries_about(subject: Subject) -> QuerySet[Entry]:
    """What happened to one record, newest first."""
    kind, subject_id = pair(subject)
    return Entry.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-id")


def touched_since(subjects: Iterable[Subject], entry_id: int, *, batch_id: int | None = None) -> set[Pair]:
    """Which of ``subjects`` have a line after the line ``entry_id`` that is not of the batch ``batch_id``.

    What was refused touched nothing. One query for each kind among them.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, subject_id in map(pair, subjects):
        ids[kind].add(subject_id)
    later = Entry.objects.filter(id__gt=entry_id, result=Result.DONE).order_by()
    if batch_id is not None:
        later = later.exclude(batch_id=batch_id)
    touched = set()
    for kind, some in ids.items():
        found = later.filter(subject_kind=kind, subject_id__in=some).values_list("subject_id", flat=True)
        touched |= {(kind, subject_id) for subject_id in some.intersection(found)}
    return touched


def outlived() -> QuerySet[OneTimeKey]:
    """One-time keys that have been kept long enough, by the clock of the database."""
    return OneTimeKey.objects.filter(made_at__lt=Now() - KEPT)
