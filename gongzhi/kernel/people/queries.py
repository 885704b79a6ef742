"""Whom a desk sees; finding people by what identifies them for a register, by what a clerk types for the desk."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from gongzhi.kernel.people.models import ContactPoint, Merge, MergeProposal, Person, one_person
from gongzhi.kernel.people.states import ContactKind
from gongzhi.kernel.people.ties import tied_to
from gongzhi.kernel.places.queries import streets as all_streets
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.bulk import among, among_ids
from gongzhi.lib.sealing import closed, fingerprint, marker, unseal
from gongzhi.lib.search import query_kind, tidy

#: Hits shown; more would ask the clerk to read instead of to type.
FIRST = 20
#: Characters that must be typed: a surname alone opens a directory and finds nobody (trust.md S28).
SHORTEST = 2
#: If fewer fit, each of them is looked at; else everybody whom the actor sees is gathered first.
LOOKED_AT = 300

MOBILE, TAIL, IDENTITY = "telephone", "telephone-tail", "identity"

SEE = "see_people_masked"
#: How long a merge can be undone.
REVERSIBLE = dt.timedelta(days=30)

Found = TypeVar("Found", bound=Model)


def visible_to(by: Actor, right: str = SEE) -> QuerySet[Person]:
    """The people over whom a seat of this actor gives a right, each human once; all of them for the named system.

    A seat of a street sees the street, one of a community, grid or building those tied to it (``ties.py``).
    """
    return Person.objects.known() if by.is_system else within(by.reach(right))


def within(paths: Iterable[str]) -> QuerySet[Person]:
    """The people of the streets, and those tied to the smaller places, at ``paths``, each human once."""
    streets, smaller = _parted(paths)
    tied = tied_to(smaller)
    joined = Person.objects.filter(same_as__isnull=False, pk__in=tied).values_list("same_as_id", flat=True)
    return _there(streets, smaller, Q(pk__in=tied.union(joined, all=True)))


def gathered(by: Actor, right: str = SEE) -> QuerySet[Person]:
    """As :func:`visible_to`, with two queries asked now: for a list, which counts and turns pages of the same."""
    if by.is_system:
        return visible_to(by, right)
    streets, smaller = _parted(by.reach(right))
    return _there(streets, smaller, tied_at(smaller) if smaller else Q())


def tied_at(paths: Collection[str]) -> Any:
    """The condition that somebody is tied to one of these places, with two queries asked now."""
    joined = _joined({_street_of(path) for path in paths})
    return among_ids("pk", {joined.get(pk, pk) for pk in tied_to(paths)})


def _there(streets: set[int], smaller: set[str], tied: Any) -> QuerySet[Person]:
    standing = Person.objects.known()
    if not smaller:
        return standing.filter(street_id__in=streets)
    if not streets:  # the street is named too, because the orders of a list are kept by street
        return standing.filter(tied, street_id__in={_street_of(path) for path in smaller})
    return standing.filter(Q(tied) | Q(street_id__in=streets))


def _joined(streets: Iterable[int]) -> dict[int, int]:
    """All joined records of some streets: id of the record → id of the person."""
    records = Person.objects.filter(street_id__in=streets, same_as__isnull=False)
    return {record: root for record, root in records.values_list("pk", "same_as_id") if root}


def _tied_among(people: Iterable[int], paths: Iterable[str]) -> set[int]:
    """Which of these people are tied to one of the places, by whichever of their records."""
    human = records_of(people)
    return {human[record] for record in tied_to(paths, human)}


def _parted(paths: Iterable[str]) -> tuple[set[int], set[str]]:
    """The ids of the streets among places, and the paths of those that lie in none of these streets."""
    every = set(paths)
    streets = {_street_of(path) for path in every if path.count(".") == 1}
    return streets, {path for path in every if _street_of(path) not in streets}


def _street_of(path: str) -> int:
    return int(path.partition(".")[0])


def is_within(person: Person, paths: Iterable[str]) -> bool:
    """Whether a human belongs to one of these places; asks the database only about places below the street."""
    if person.erased_on:
        return False
    streets, smaller = _parted(paths)
    near = [path for path in smaller if _street_of(path) == person.street_id]
    return person.street_id in streets or bool(near and _tied_among([person.same_as_id or person.pk], near))


def access_person(by: Actor, pk: int, right: str = SEE) -> Person:
    """The person with this id, for whoever may see them: the one door to people (trust.md S3).

    A record joined to another is answered by the one that stays. Raises NotThere, whether there is
    nobody of that id or nobody for this actor.
    """
    record = _there_or_not(Person.objects.select_related("same_as").filter(pk=pk).first())
    person = record.same_as or record
    if person.erased_on or not (by.is_system or is_within(person, by.reach(right))):
        raise NotThere
    return person


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


def helper_called(street_id: int, name: str, number: str) -> Person | None:
    """Who is known by this name and this telephone together."""
    wanted = Wanted(tidy(name), number)
    return find_wanted(street_id, [wanted]).get(wanted)


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
    """The telephones in use of these people, unsealed: whoever calls this masks them or shows a reason for it."""
    numbers: dict[int, list[str]] = defaultdict(list)
    with closed(stays=False):
        for contact in ContactPoint.objects.filter(person_id__in=list(people), until=None).order_by("id"):
            numbers[contact.person_id].append(unseal(bytes(contact.sealed), MOBILE))
    return numbers


def mobile_of(person: Person) -> str:
    """The telephone on which somebody gets messages, the one known longest; empty if there is none."""
    records = list(records_of([person.pk]))
    mobile = ContactPoint.objects.filter(person__in=records, kind=ContactKind.MOBILE, until=None).order_by("id").first()
    return unseal(bytes(mobile.sealed), MOBILE) if mobile else ""


def search(text: str, *, by: Actor) -> list[Person]:
    """The first people visible to ``by`` that fit what was typed: name, pinyin, initials, telephone (whole or its
    last four digits), identity number. At most twenty, in the order of the alphabet, unranked; nobody
    for less than two characters. A record joined to another is found by what it holds and shown as the other."""
    kind, typed = query_kind(text)
    if len(typed) < SHORTEST:
        return []
    sight = _Sight(by)
    found: dict[int, None] = {}
    for order, fits in _ways(kind, typed, sight.streets):
        found.update(dict.fromkeys(sight.first(sight.records.filter(fits).order_by(order, "id"))))
        if len(found) >= FIRST:
            break
    first = list(found)[:FIRST]
    people = Person.objects.in_bulk(first)
    return [people[pk] for pk in first]


def _ways(kind: str, typed: str, streets: Iterable[int]) -> list[tuple[str, Q]]:
    """What was typed may be, the likeliest first: in which order people are then shown, and who fits."""
    contacts = ContactPoint.objects.filter(until=None)
    match kind:
        case "han":
            alias = Q(aliases__street_id__in=streets, aliases__name__startswith=typed)
            return [("name", Q(name__startswith=typed)), ("given", Q(given__startswith=typed)), ("name", alias)]
        case "latin":
            alias = Q(aliases__street_id__in=streets, aliases__pinyin__startswith=typed)
            fields = ("pinyin", "initials", "given_pinyin")
            return [*((field, Q(**{f"{field}__startswith": typed})) for field in fields), ("name", alias)]
        case "tail":
            return [("name", Q(pk__in=contacts.filter(tail_mark=fingerprint(typed, TAIL)).values("person_id")))]
        case "mobile":
            return [("name", Q(pk__in=contacts.filter(mark=fingerprint(typed, MOBILE)).values("person_id")))]
        case "identity":
            return [("name", Q(identity_mark=fingerprint(typed, IDENTITY)))]
    return []


class _Sight:
    """What an actor sees, asked again and again within one search."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.whole, self.smaller = _parted(by.reach(SEE))
        if by.is_system:
            self.whole = set(all_streets().values_list("pk", flat=True))
        self.streets = self.whole | {_street_of(path) for path in self.smaller}
        self.records = Person.objects.filter(street_id__in=self.streets, erased_on=None)

    def first(self, records: QuerySet[Person]) -> list[int]:
        """The ids of the first people among ``records`` whom the actor sees."""
        if not self.smaller:
            return self._people(records[:FIRST])
        some = self._people(records[:LOOKED_AT])
        if len(some) == LOOKED_AT:
            return self._people(records.filter(self._everybody)[:FIRST])
        seen = self._seen(some)
        return [pk for pk in some if pk in seen]

    def _people(self, records: QuerySet[Person]) -> list[int]:
        return [same_as or pk for pk, same_as in records.values_list("pk", "same_as_id")]

    def _seen(self, people: Sequence[int]) -> set[int]:
        near = _tied_among(people, self.smaller)
        if not self.whole:
            return near
        return near.union(Person.objects.filter(pk__in=people, street_id__in=self.whole).values_list("pk", flat=True))

    @cached_property
    def _everybody(self) -> Any:
        """The condition that a record is of somebody whom the actor sees."""
        joined = _joined(self.streets)
        people = {joined.get(pk, pk) for pk in tied_to(self.smaller)}
        tied = among_ids("pk", people.union(record for record, root in joined.items() if root in people))
        return Q(tied) | Q(street_id__in=self.whole) if self.whole else tied


def identified() -> Q:
    """The condition that somebody's identity number is known, from whichever of the records."""
    joined = Person.objects.filter(same_as__isnull=False, identity_mark__isnull=False)
    return Q(identity_mark__isnull=False) | Q(pk__in=joined.values("same_as_id"))


def same_human(one: int, other: int) -> bool:
    """Whether two ids are of one human, whichever of the records they name."""
    if one == other:
        return True
    humans = Person.objects.filter(pk__in=(one, other)).annotate(human=one_person()).values_list("human", flat=True)
    return len(set(humans)) == 1


def reversible_until(done: Merge) -> dt.datetime:
    """Until when a merge can be undone (trust.md 6, case 13)."""
    return done.merged_at + REVERSIBLE


def waiting_merges(by: Actor) -> QuerySet[MergeProposal]:
    """The proposals to join two people of this actor's desk that nobody has decided yet, oldest first."""
    people = visible_to(by, "keep_people")
    waiting = MergeProposal.objects.waiting().filter(kept__in=people, gone__in=people)
    return waiting.select_related("kept", "gone", "proposed_by").order_by("proposed_at", "pk")


def access_waiting_merge(by: Actor, pk: int) -> MergeProposal:
    """One of :func:`waiting_merges`, else NotThere."""
    return _there_or_not(waiting_merges(by).filter(pk=pk).first())


def reversible_merges(by: Actor) -> QuerySet[Merge]:
    """The merges of this actor's people that can still be undone, newest first."""
    recent = Merge.objects.filter(undone_at=None, merged_at__gt=timezone.now() - REVERSIBLE)
    return recent.filter(kept__in=visible_to(by, "keep_people")).select_related("kept", "gone").order_by("-pk")


def access_reversible_merge(by: Actor, pk: int) -> Merge:
    """One of :func:`reversible_merges`, else NotThere."""
    return _there_or_not(reversible_merges(by).filter(pk=pk).first())


def merges_of(person: Person, *, by: Actor) -> QuerySet[Merge]:
    """Those into one person that can still be undone."""
    return reversible_merges(by).filter(kept=person)


def proposals_about(person: Person, *, by: Actor) -> QuerySet[MergeProposal]:
    """Those that wait and are about one person."""
    return waiting_merges(by).filter(Q(kept=person) | Q(gone=person))


def _there_or_not(found: Found | None) -> Found:
    if found is None:
        raise NotThere
    return found


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
