"""Entering people, one by one or a register at a time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.gaps import Gaps, NewPerson, gaps, marks_of
from gongzhi.kernel.people.models import Alias, ContactPoint, Person
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, TAIL, Wanted, find_wanted
from gongzhi.kernel.people.states import ContactKind, IdentityKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import fingerprint, seal
from gongzhi.lib.search import reading, tidy
from gongzhi.lib.sheets import Effect, Source, Trace


@action
def take_over_people(newcomers: Sequence[NewPerson], *, street_id: int, by: Actor) -> list[Person]:
    """Create people from a register, all at once, in the order given; the journal line is the batch's.

    The caller has looked them up: two of the same are two people.
    """
    people = [_person(new, street_id, Source.TAKEN_OVER) for new in newcomers]
    bulk.insert(people)
    pairs = zip(people, newcomers, strict=True)
    bulk.copy(ContactPoint, _POINT, [_point(person, number) for person, new in pairs for number in new.numbers])
    return people


@action
def register_person(new: NewPerson, *, street: Place, by: Actor) -> Person:
    """Enter one person by hand. Raises Refused if the same identity or name and telephone is known."""
    demand(may.register_person(by, street))
    new = replace(new, name=tidy(new.name))
    if not new.name:
        raise Refused(_("请填写姓名。"))
    if find_wanted(street.pk, [new.wanted]):
        raise Refused(_("这个人已经登记过了，请先查找。"))
    person = _person(new, street.pk, Source.LIVE)
    person.save(force_insert=True)
    ContactPoint.objects.bulk_create(_points(person, new.numbers))
    record(by, "person.registered", person)
    return person


def _person(new: NewPerson, street_id: int, source: Source) -> Person:
    keys = reading(new.name)
    person = Person(
        street_id=street_id,
        name=new.name,
        given=keys.given,
        pinyin=keys.pinyin,
        given_pinyin=keys.given_pinyin,
        initials=keys.initials,
        sex=new.sex,
        source=source,
    )
    if new.birth:
        person.birth_year, person.birth_month, person.birth_day = new.birth.year, new.birth.month, new.birth.day
    if new.identity:
        _set_identity(person, new.identity, new.identity_kind)
    return person


def _set_identity(person: Person, identity: str, kind: str) -> None:
    person.identity_kind = kind
    person.identity_sealed = seal(identity, IDENTITY)
    person.identity_mark = fingerprint(identity, IDENTITY)


#: What can be sent a message; registers put a landline where they have no mobile.
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


_POINT = ("person_id", "kind", "sealed", "mark", "tail_mark")


def _point(person: Person, number: str) -> tuple[int, str, bytes, bytes, bytes]:
    """A telephone as it stands in the table."""
    kind = ContactKind.MOBILE if _MOBILE.fullmatch(number) else ContactKind.OTHER
    return person.pk, kind.value, seal(number, MOBILE), fingerprint(number, MOBILE), fingerprint(number[-4:], TAIL)


def _points(person: Person, numbers: Iterable[str]) -> list[ContactPoint]:
    return [ContactPoint(**dict(zip(_POINT, _point(person, number), strict=True))) for number in numbers]


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
    people, marks = {person.pk: person for person in locked}, marks_of(ids)
    filled = []
    for person, new in pairs:
        filled.append(_fill(people[person.pk], gaps(people[person.pk], marks[person.pk], new), new))
        marks[person.pk].update(bytes(point.mark) for point in filled[-1][1])
    changed = {person.pk: person for person, _points, before in filled if before}
    Person.objects.bulk_update(changed.values(), _FILLED, batch_size=1000)
    bulk.insert([point for _person, points, _before in filled for point in points])
    return [_filled_traces(*parts) for parts in filled]


_FILLED = ("sex", "birth_year", "birth_month", "birth_day", "identity_kind", "identity_sealed", "identity_mark")


def _fill(person: Person, gap: Gaps, new: NewPerson) -> tuple[Person, list[ContactPoint], dict[str, object]]:
    """The person as it becomes, its new telephones, and the former values of what changed."""
    before = {name: getattr(person, name) for name in gap.fields}
    for name, value in gap.fields.items():
        setattr(person, name, value)
    if gap.identity:
        before |= {"identity_kind": IdentityKind.NONE, "identity_sealed": None, "identity_mark": None}
        _set_identity(person, gap.identity, new.identity_kind)
    return person, _points(person, gap.numbers), before


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
