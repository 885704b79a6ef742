"""Entering people, one by one or a register at a time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.gaps import Gaps, NewPerson, gaps, marks_of
from gongzhi.kernel.people.models import Alias, ContactPoint, Person
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, TAIL, Wanted, find_wanted, records_of
from gongzhi.kernel.people.states import ContactKind, IdentityKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import fingerprint, marker, seal, sealer
from gongzhi.lib.search import reading, tidy
from gongzhi.lib.sheets import Effect, Source, Trace


@action
def take_over_people(newcomers: Sequence[NewPerson], *, street_id: int, by: Actor) -> list[int]:
    """Create people from a register, all at once; their ids in the order given. The journal line is the batch's.

    The caller has looked them up: two of the same are two people.
    """
    ids = bulk.next_ids(Person, len(newcomers))
    people = list(zip(ids, newcomers, strict=True))
    facts = ((pk, *_facts(new, street_id, Source.TAKEN_OVER)) for pk, new in people)
    with bulk.copying(Person, ("id", *_FACTS), facts):
        points = list(_points((pk, new.numbers) for pk, new in people))
    bulk.copy(ContactPoint, _POINT, points)
    return ids


@action
def register_person(new: NewPerson, *, street: Place, by: Actor) -> Person:
    """Enter one person by hand. Raises Refused if the same identity or name and telephone is known."""
    demand(may.register_person(by, street))
    new = replace(new, name=tidy(new.name))
    if not new.name:
        raise Refused(_("请填写姓名。"))
    if find_wanted(street.pk, [new.wanted]):
        raise Refused(_("这个人已经登记过了，请先查找。"))
    person = Person(**dict(zip(_FACTS, _facts(new, street.pk, Source.LIVE), strict=True)))
    person.save(force_insert=True)
    ContactPoint.objects.bulk_create(_contacts(person, new.numbers))
    record(by, "person.registered", person)
    return person


_BIRTH = ("birth_year", "birth_month", "birth_day")
_IDENTITY = ("identity_kind", "identity_sealed", "identity_mark")
_FACTS = ("street_id", "source", "sex", "name", "given", "pinyin", "given_pinyin", "initials", *_BIRTH, *_IDENTITY)


def _facts(new: NewPerson, street_id: int, source: Source) -> tuple[object, ...]:
    """A person as it stands in the table; register rows are made by the ten thousand, so no more than that."""
    birth = (new.birth.year, new.birth.month, new.birth.day) if new.birth else (None, None, None)
    identity = _identity(new.identity, new.identity_kind) if new.identity else (IdentityKind.NONE.value, None, None)
    keys = reading(new.name)
    return (street_id, source.value, str(new.sex), new.name, *keys[1:], *birth, *identity)


def _identity(identity: str, kind: str) -> tuple[str, bytes, bytes]:
    return str(kind), seal(identity, IDENTITY), fingerprint(identity, IDENTITY)


def _set_identity(person: Person, identity: str, kind: str) -> None:
    person.identity_kind, person.identity_sealed, person.identity_mark = _identity(identity, kind)


#: What can be sent a message; registers put a landline where they have no mobile.
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


_POINT = ("person_id", "kind", "sealed", "mark", "tail_mark")


def _points(people: Iterable[tuple[int, Iterable[str]]]) -> Iterator[tuple[int, str, bytes, bytes, bytes]]:
    """The telephones of people, given by their ids, as they stand in the table."""
    mobile, other = ContactKind.MOBILE.value, ContactKind.OTHER.value
    sealed, mark, tail_mark = sealer(MOBILE), marker(MOBILE), marker(TAIL)
    for person_id, numbers in people:
        for number in numbers:
            kind = mobile if _MOBILE.fullmatch(number) else other
            yield person_id, kind, sealed(number.encode()), mark(number), tail_mark(number[-4:])


def _contacts(person: Person, numbers: Iterable[str]) -> list[ContactPoint]:
    return [ContactPoint(**dict(zip(_POINT, point, strict=True))) for point in _points([(person.pk, numbers)])]


@action
def identify(person: Person, identity: str, *, kind: str = IdentityKind.RESIDENT, by: Actor) -> Person:
    """Write down the identity number of somebody known only weakly.

    Raises Refused if the number stands with somebody else: then the two records want merging.
    """
    person = Person.objects.lock(person)
    demand(may.identify(by, person))
    taken = find_wanted(person.street_id, [Wanted("", identity=identity)])
    if any(other.pk != person.pk for other in taken.values()):
        raise Refused(_("这个证件号已经登记在另一个人名下，请核对是不是同一个人。"))
    if person.joined.exclude(identity_mark=None).exclude(identity_mark=fingerprint(identity, IDENTITY)).exists():
        raise Refused(_("并入这个人的记录里有另一个证件号，请先核对。"))
    _set_identity(person, identity, kind)
    person.save(update_fields=["identity_kind", "identity_sealed", "identity_mark"])
    record(by, "person.identified", person)
    return person


@action
def complete_people(pairs: Sequence[tuple[Person, NewPerson]], *, by: Actor) -> list[list[Trace]]:
    """Add sex, birth, identity number and telephones that only a register knows of people on record, all at once.

    Returns what was touched, pair by pair; the journal line is the batch's.
    """
    if not pairs:
        return []
    ids = {person.pk for person, _new in pairs}
    locked = Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk")
    people, marks = {person.pk: person for person in locked}, marks_of(records_of(ids))
    filled = []
    for person, new in pairs:
        filled.append(_fill(people[person.pk], gaps(people[person.pk], marks[person.pk], new), new))
        marks[person.pk].update(bytes(point.mark) for point in filled[-1][1])
    changed = {person.pk: person for person, _points, before in filled if before}
    bulk.update(list(changed.values()), _FILLED)
    bulk.insert([point for _person, points, _before in filled for point in points])
    return [_filled_traces(*parts) for parts in filled]


_FILLED = ("sex", *_BIRTH, *_IDENTITY)


def _fill(person: Person, gap: Gaps, new: NewPerson) -> tuple[Person, list[ContactPoint], dict[str, object]]:
    """The person as it becomes, its new telephones, and the former values of what changed."""
    before = {name: getattr(person, name) for name in gap.fields}
    for name, value in gap.fields.items():
        setattr(person, name, value)
    if gap.identity:
        before |= {"identity_kind": IdentityKind.NONE, "identity_sealed": None, "identity_mark": None}
        _set_identity(person, gap.identity, new.identity_kind)
    return person, _contacts(person, gap.numbers), before


def _filled_traces(person: Person, points: Sequence[ContactPoint], before: dict[str, object]) -> list[Trace]:
    """A telephone more touches the person too."""
    effect = Effect.CHANGED if before or points else Effect.KEPT
    return [Trace.of(person, effect, before), *(Trace.of(point, Effect.CREATED) for point in points)]


@action
def add_alias(person: Person, name: str, *, by: Actor) -> Alias:
    """Another name under which the person is found."""
    demand(may.change_person(by, person))
    alias, created = Alias.objects.get_or_create(
        person=person, name=name, defaults={"street_id": person.street_id, "pinyin": reading(name).pinyin}
    )
    if created:
        record(by, "person.alias_added", person)
    return alias
