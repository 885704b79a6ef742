"""Entering people, one by one or a register at a time."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.gaps import Gaps, NewPerson, gaps, marks_of
from gongzhi.kernel.people.keys import TELEPHONE, contacts, identity_columns, telephones
from gongzhi.kernel.people.models import Alias, ContactPoint, Person
from gongzhi.kernel.people.queries import IDENTITY, Wanted, find_wanted, records_of
from gongzhi.kernel.people.states import IdentityKind
from gongzhi.kernel.people.ties import community_at
from gongzhi.kernel.places.models import Place
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import fingerprint
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
        points = list(telephones((pk, new.numbers) for pk, new in people))
    bulk.copy(ContactPoint, TELEPHONE, points)
    return ids


@action
def register_person(new: NewPerson, *, street: Place, community: Place | None = None, by: Actor) -> Person:
    """Enter one person by hand; the file is kept at ``community``, by default that of the desk.

    Raises Refused if the same identity or name and telephone is known.
    """
    demand(may.register_person(by, street, community))
    new = replace(new, name=tidy(new.name))
    if not new.name:
        raise Refused(_("请填写姓名。"))
    if known := find_wanted(street.pk, [new.wanted]).get(new.wanted):
        raise Refused(_known(known, by))
    person = Person(**dict(zip(_FACTS, _facts(new, street.pk, Source.LIVE), strict=True)))
    person.community_id = community.pk if community else _desk_of(by, street)
    person.save(force_insert=True)
    ContactPoint.objects.bulk_create(contacts(person.pk, new.numbers))
    record(by, "person.registered", person)
    return person


def _known(person: Person, by: Actor) -> str:
    if may.keeps(by, person):
        return _("这个人已经登记过了，请先查找。")
    return _("这个人已经在本街道登记，档案在别的社区。请街道或那个社区把档案转过来。")


def _desk_of(by: Actor, street: Place) -> int | None:
    """The community whose desk this is; none for the street's."""
    reach = by.reach("keep_people")
    communities = {community_at(path) for path in reach if path.startswith(street.path)}
    return communities.pop() if len(communities) == 1 else None


@action
def hand_over(person: Person, *, community: Place, by: Actor) -> Person:
    """Have another community of the street keep somebody's file; giving it where it is changes nothing."""
    person = Person.objects.lock(person)
    demand(may.hand_over(by, person, community))
    if person.community_id != community.pk:
        former, person.community = person.community_id, community
        person.save(update_fields=["community"])
        record(by, "person.handed_over", person, former=former, community=community.pk)
    return person


_BIRTH = ("birth_year", "birth_month", "birth_day")
_IDENTITY = ("identity_kind", "identity_sealed", "identity_mark")
_NO_IDENTITY = (IdentityKind.NONE.value, None, None)
_FACTS = ("street_id", "source", "sex", "name", "given", "pinyin", "given_pinyin", "initials", *_BIRTH, *_IDENTITY)


def _facts(new: NewPerson, street_id: int, source: Source) -> tuple[object, ...]:
    """A person as it stands in the table; register rows are made by the ten thousand, so no more than that."""
    birth = (new.birth.year, new.birth.month, new.birth.day) if new.birth else (None, None, None)
    identity = identity_columns(new.identity, new.identity_kind) if new.identity else _NO_IDENTITY
    keys = reading(new.name)
    return (street_id, source.value, str(new.sex), new.name, *keys[1:], *birth, *identity)


def _set_identity(person: Person, identity: str, kind: str) -> None:
    person.identity_kind, person.identity_sealed, person.identity_mark = identity_columns(identity, kind)


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
    return person, contacts(person.pk, gap.numbers), before


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


@action
def keep_names(pairs: Sequence[tuple[Person, str]], *, by: Actor) -> list[Trace]:
    """Keep new names under which a register knows people on record, so that they are found by them next time.

    The journal line is the batch's.
    """
    aliases = [
        Alias(person=person, name=name, street_id=person.street_id, pinyin=reading(name).pinyin)
        for person, name in pairs
    ]
    bulk.insert(aliases)
    return [Trace.of(alias, Effect.CREATED) for alias in aliases]
