"""Finding people: by what identifies them for a register, by what a clerk types for the desk."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from gongzhi.kernel.people.models import Alias, ContactPoint, Merge, Person
from gongzhi.lib.sealing import fingerprint, unseal
from gongzhi.lib.search import query_kind

#: Hits shown; more would ask the clerk to read instead of to type.
FIRST = 20

MOBILE, TAIL, IDENTITY = "telephone", "telephone-tail", "identity"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who a row speaks of: a name, and the telephone or identity number that goes with it."""

    name: str
    mobile: str = ""
    identity: str = ""


def find_wanted(street_id: int, wanted: Sequence[Wanted]) -> dict[Wanted, Person]:
    """Those of ``wanted`` that are on record, in two queries whatever their number.

    The identity number decides; else name and telephone together. A record joined to another
    stands for the other. Names alone never match (domain.md M23).
    """
    found = _by_name_and_mobile(street_id, wanted)
    found.update(_by_identity(street_id, wanted))
    return found


def _by_identity(street_id: int, wanted: Sequence[Wanted]) -> dict[Wanted, Person]:
    marks = {fingerprint(w.identity, IDENTITY): w for w in wanted if w.identity}
    if not marks:
        return {}
    people = Person.objects.filter(street_id=street_id, identity_mark__in=list(marks)).select_related("same_as")
    return {marks[bytes(person.identity_mark or b"")]: person.same_as or person for person in people}


def _by_name_and_mobile(street_id: int, wanted: Sequence[Wanted]) -> dict[Wanted, Person]:
    marks = {w.mobile: fingerprint(w.mobile, MOBILE) for w in wanted if w.mobile}
    if not marks:
        return {}
    owners: dict[tuple[bytes, str], Person] = {}
    contacts = ContactPoint.objects.filter(mark__in=list(marks.values()), until=None, person__street_id=street_id)
    for contact in contacts.select_related("person__same_as").order_by("-id"):
        person = contact.person
        owners[bytes(contact.mark), person.name] = person.same_as or person
    found = {w: owners.get((marks[w.mobile], w.name)) for w in wanted if w.mobile}
    return {w: person for w, person in found.items() if person and not (w.identity and person.identity_mark)}


def numbers_of(people: Iterable[int]) -> dict[int, list[str]]:
    """The telephones in use of these people, unsealed: whoever calls this shows a reason for it."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for contact in ContactPoint.objects.filter(person_id__in=list(people), until=None).order_by("id"):
        numbers[contact.person_id].append(unseal(bytes(contact.sealed), MOBILE))
    return numbers


def search(text: str, *, street_id: int) -> list[Person]:
    """The first people that fit what was typed: name, pinyin, initials, telephone (whole or its
    last four digits), identity number. At most twenty, in the order of the alphabet, unranked."""
    kind, typed = query_kind(text)
    people = Person.objects.standing().filter(street_id=street_id)
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
            marked = contacts.filter(tail_mark=fingerprint(typed, TAIL))
            return [people.filter(contacts__in=marked)]
        case "mobile":
            return [people.filter(contacts__in=contacts.filter(mark=fingerprint(typed, MOBILE)))]
        case "identity":
            return [people.filter(identity_mark=fingerprint(typed, IDENTITY))]
    return []


def _under_alias(people: QuerySet[Person], aliases: QuerySet[Alias]) -> QuerySet[Person]:
    return people.filter(pk__in=list(aliases.values_list("person_id", flat=True)[:FIRST])).order_by("name", "id")


def _first(*lists: QuerySet[Person]) -> list[Person]:
    found: dict[int, Person] = {}
    for people in lists:
        for person in people[:FIRST]:
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

    Reads the model graph, so that an app above this one shows up here without being known here.
    """
    overlaps = []
    for relation in Person._meta.related_objects:
        if relation.related_model in (Person, Merge):
            continue
        owned = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": (kept.pk, gone.pk)})
        owners = list(owned.values_list(relation.field.attname, flat=True))
        if owners:
            label = str(relation.related_model._meta.verbose_name)
            overlaps.append(Overlap(label, owners.count(kept.pk), owners.count(gone.pk)))
    return overlaps


def may_act_for(helper: Person, scope: str, *, on: dt.date) -> QuerySet[Person]:
    """Those for whom ``helper`` may act on a day."""
    return Person.objects.filter(
        mandates_given__helper=helper,
        mandates_given__scope=scope,
        mandates_given__since__lte=on,
        mandates_given__until__gte=on,
        mandates_given__revoked_at=None,
    )
