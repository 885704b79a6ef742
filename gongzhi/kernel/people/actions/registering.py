"""Entering people, one by one or a register at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Alias, ContactPoint, Person
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, TAIL, Wanted, find_wanted
from gongzhi.kernel.people.states import ContactKind, IdentityKind, Sex
from gongzhi.kernel.places.models import Place
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import fingerprint, seal
from gongzhi.lib.search import reading
from gongzhi.lib.sheets import Effect, Source, Trace
from gongzhi.lib.values import PartialDate


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody not yet on record; all but the name may be missing."""

    name: str
    mobile: str = ""
    other_numbers: tuple[str, ...] = ()
    identity: str = ""
    identity_kind: str = IdentityKind.RESIDENT
    sex: str = Sex.UNKNOWN
    birth: PartialDate | None = None

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.name, self.mobile, self.identity)

    def completed_by(self, other: "NewPerson") -> "NewPerson":
        """The same person with what only the other row says."""
        return replace(
            self,
            mobile=self.mobile or other.mobile,
            other_numbers=tuple(dict.fromkeys((*self.other_numbers, *other.other_numbers))),
            identity=self.identity or other.identity,
            sex=self.sex if self.sex != Sex.UNKNOWN else other.sex,
            birth=self.birth or other.birth,
        )


@action
def take_over_people(newcomers: Sequence[NewPerson], *, street_id: int, by: Actor) -> list[Person]:
    """Create people from a register, all at once, in the order given; the journal line is the batch's.

    The caller has looked them up: two of the same are two people.
    """
    people = [_person(new, street_id, Source.TAKEN_OVER) for new in newcomers]
    bulk.insert(people)
    bulk.insert([point for person, new in zip(people, newcomers, strict=True) for point in _points(person, new)])
    return people


@action
def register_person(new: NewPerson, *, street: Place, by: Actor) -> Person:
    """Enter one person by hand. Raises Refused if the same identity or name and telephone is known."""
    demand(may.register_person(by, street))
    if find_wanted(street.pk, [new.wanted]):
        raise Refused(_("这个人已经登记过了，请先查找。"))
    person = _person(new, street.pk, Source.LIVE)
    person.save(force_insert=True)
    ContactPoint.objects.bulk_create(_points(person, new))
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


def _points(person: Person, new: NewPerson) -> list[ContactPoint]:
    numbers = ([(ContactKind.MOBILE, new.mobile)] if new.mobile else []) + [
        (ContactKind.OTHER, number) for number in dict.fromkeys(new.other_numbers) if number != new.mobile
    ]
    return [
        ContactPoint(
            person=person,
            kind=kind,
            sealed=seal(number, MOBILE),
            mark=fingerprint(number, MOBILE),
            tail_mark=fingerprint(number[-4:], TAIL),
        )
        for kind, number in numbers
    ]


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
    _set_identity(person, identity, kind)
    person.save(update_fields=["identity_kind", "identity_sealed", "identity_mark"])
    record(by, "person.identified", person)
    return person


@action
def take_over_identities(pairs: Sequence[tuple[Person, str]], *, by: Actor) -> list[Trace]:
    """Write down the identity numbers that a register brings for people known only weakly, at once."""
    for person, identity in pairs:
        _set_identity(person, identity, IdentityKind.RESIDENT)
    fields = ["identity_kind", "identity_sealed", "identity_mark"]
    Person.objects.bulk_update([person for person, _identity in pairs], fields, batch_size=1000)
    before = {"identity_kind": IdentityKind.NONE, "identity_sealed": None, "identity_mark": None}
    return [Trace("people.person", person.pk, Effect.CHANGED, before) for person, _identity in pairs]


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
