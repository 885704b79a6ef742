"""Finding people: by what identifies them for a register, by what a clerk types for the desk."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q, QuerySet

from gongzhi.kernel.people.models import Alias, ContactPoint, Merge, Person
from gongzhi.lib.bulk import among
from gongzhi.lib.sealing import fingerprint, marker, unseal
from gongzhi.lib.search import query_kind

#: Hits shown; more would ask the clerk to read instead of to type.
FIRST = 20

MOBILE, TAIL, IDENTITY = "telephone", "telephone-tail", "identity"


class Wanted(NamedTuple):
    """Who a row speaks of: a name, and the telephone or identity number that goes with it."""

    name: str
    mobile: str = ""
    identity: str = ""


def find_wanted(street_id: int, wanted: Sequence[Wanted]) -> dict[Wanted, Person]:
    """Those of ``wanted`` that are on record, in three queries whatever their number.

    The identity number decides; else name and telephone together. A record joined to another
    stands for the other. Names alone never match (domain.md M23).
    """
    found = _by_name_and_mobile(street_id, wanted)
    found.update(_by_identity(street_id, wanted))
    return found


def _by_identity(street_id: int, wanted: Sequence[Wanted]) -> dict[Wanted, Person]:
    marks = {w: fingerprint(w.identity, IDENTITY) for w in wanted if w.identity}
    if not marks:
        return {}
    people = Person.objects.filter(among("identity_mark", set(marks.values())), street_id=street_id)
    owners = {
        bytes(person.identity_mark or b""): person.same_as or person for person in people.prefetch_related("same_as")
    }
    return {w: owners[mark] for w, mark in marks.items() if mark in owners}


def _by_name_and_mobile(street_id: int, wanted: Sequence[Wanted]) -> dict[Wanted, Person]:
    mark = marker(MOBILE)
    marks = {w.mobile: mark(w.mobile) for w in wanted if w.mobile}
    if not marks:
        return {}
    # Two plain look-ups: in the middle of an import the planner knows nothing yet of the rows just
    # written, and would join them row by row.
    contacts = ContactPoint.objects.filter(among("mark", marks.values()), until=None).order_by("-id")
    holders = [(bytes(known), person_id) for known, person_id in contacts.values_list("mark", "person_id")]
    if not holders:
        return {}
    held = Person.objects.filter(among("pk", {person_id for _known, person_id in holders}), street_id=street_id)
    people = {person.pk: person for person in held.prefetch_related("same_as")}
    owners = {(known, person.name): person for known, person_id in holders if (person := people.get(person_id))}
    found = {w: owners[marks[w.mobile], w.name] for w in wanted if w.mobile and (marks[w.mobile], w.name) in owners}
    return {w: record.same_as or record for w, record in found.items() if not (w.identity and _identified(record))}


def _identified(record: Person) -> bool:
    """Whether the human behind a record has an identity number, which is then another one."""
    return not record.weak or (record.same_as is not None and not record.same_as.weak)


def records_of(people: Iterable[int]) -> dict[int, int]:
    """All records of these people, those joined to theirs too: id of the record → id of the person."""
    own = {person_id: person_id for person_id in people}
    joined = Person.objects.filter(among("same_as", own)).values_list("pk", "same_as_id")
    return own | {record: person_id for record, person_id in joined if person_id}


def numbers_of(people: Iterable[int]) -> dict[int, list[str]]:
    """The telephones in use of these people, unsealed: whoever calls this shows a reason for it."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for contact in ContactPoint.objects.filter(person_id__in=list(people), until=None).order_by("id"):
        numbers[contact.person_id].append(unseal(bytes(contact.sealed), MOBILE))
    return numbers


def search(text: str, *, street_id: int) -> list[Person]:
    """The first people that fit what was typed: name, pinyin, initials, telephone (whole or its
    last four digits), identity number. At most twenty, in the order of the alphabet, unranked.
    A record joined to another is found by what it holds and shown as the other."""
    kind, typed = query_kind(text)
    people = Person.objects.filter(street_id=street_id)
    if kind == "han":
        return _first(
            people.filter(name__startswith=typed).order_by("name", "id"),
            people.filter(given__startswith=typed).order_by("given", "id"),
            _under_alias(people, Alias.objects.filter(street_id=street_id, name__startswith=typed)),
        )
    if kind == "latin":
        return _first(
            people.filter(pinyin__startswith=typed).order_by("pinyin", "id"),
            people.filter(initials__startswith=typed).order_by("initials", "id"),
            people.filter(given_pinyin__startswith=typed).order_by("given_pinyin", "id"),
            _under_alias(people, Alias.objects.filter(street_id=street_id, pinyin__startswith=typed)),
        )
    return _first(*_by_number(kind, typed, people))


def _by_number(kind: str, typed: str, people: QuerySet[Person]) -> list[QuerySet[Person]]:
    contacts = ContactPoint.objects.filter(until=None)
    match kind:
        case "tail":
            return [_reached_by(people, contacts.filter(tail_mark=fingerprint(typed, TAIL)))]
        case "mobile":
            return [_reached_by(people, contacts.filter(mark=fingerprint(typed, MOBILE)))]
        case "identity":
            return [people.filter(identity_mark=fingerprint(typed, IDENTITY)).order_by("name", "id")]
    return []


def _reached_by(people: QuerySet[Person], contacts: QuerySet[ContactPoint]) -> QuerySet[Person]:
    return people.filter(pk__in=contacts.values("person_id")).order_by("name", "id")


def _under_alias(people: QuerySet[Person], aliases: QuerySet[Alias]) -> QuerySet[Person]:
    return people.filter(pk__in=list(aliases.values_list("person_id", flat=True)[:FIRST])).order_by("name", "id")


def _first(*lists: QuerySet[Person]) -> list[Person]:
    found: dict[int, Person] = {}
    for people in lists:
        for record in people.select_related("same_as")[:FIRST]:
            person = record.same_as or record
            found.setdefault(person.pk, person)
        if len(found) >= FIRST:
            break
    return list(found.values())[:FIRST]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What both records of a merge hold of one kind; ``both`` is what a clerk should look at."""

    label: str
    kept: int
    gone: int

    @property
    def both(self) -> bool:
        return bool(self.kept and self.gone)


def preview_merge(kept: Person, gone: Person) -> list[Overlap]:
    """How much of everything hangs on each of two records, by the kind of record, before they are joined.

    What was joined to one of them before counts with it. Reads the model graph, so that an app
    above this one shows up here without being known here.
    """
    joined = Person.objects.filter(Q(pk__in=(kept.pk, gone.pk)) | Q(same_as__in=(kept.pk, gone.pk)))
    side = {pk: same_as or pk for pk, same_as in joined.values_list("pk", "same_as")}
    numbers: dict[str, Counter[int]] = defaultdict(Counter)
    for relation in Person._meta.related_objects:
        if relation.related_model not in (Person, Merge):
            owned = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(side)})
            owners = owned.values_list(relation.field.attname, flat=True)
            numbers[str(relation.related_model._meta.verbose_name)].update(side[owner] for owner in owners)
    return [Overlap(label, found[kept.pk], found[gone.pk]) for label, found in numbers.items() if found]


def may_act_for(helper: Person, scope: str, *, on: dt.date) -> QuerySet[Person]:
    """Those for whom ``helper`` may act on a day."""
    return Person.objects.filter(
        mandates_given__helper=helper,
        mandates_given__scope=scope,
        mandates_given__since__lte=on,
        mandates_given__until__gte=on,
        mandates_given__revoked_at=None,
    )
