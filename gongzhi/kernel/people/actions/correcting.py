"""Changing what is known of somebody: by the desk as they say, their own telephones and other names by themselves."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions.codes import use_code
from gongzhi.kernel.people.gaps import Corrected
from gongzhi.kernel.people.keys import contacts, identity_columns
from gongzhi.kernel.people.models import Alias, ContactPoint, Person, SignInCode
from gongzhi.kernel.people.notices import TelephonesChanged
from gongzhi.kernel.people.own import oneself
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, Wanted, find_wanted, records_of
from gongzhi.kernel.people.record import what_is_on_record
from gongzhi.kernel.people.states import IdentityKind
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import fingerprint, unseal
from gongzhi.lib.search import reading, tidy
from gongzhi.lib.values import PartialDate, identity_birth, identity_sex
from gongzhi.lib.versions import demand_unchanged

_NAMED = ("name", "given", "pinyin", "given_pinyin", "initials")
_FACTS = (*_NAMED, "sex", "birth_year", "birth_month", "birth_day", "identity_kind", "identity_sealed", "identity_mark")


@action
def correct_person(person: Person, facts: Corrected, *, version: str | None = None, by: Actor) -> list[str]:
    """Let a record say what is right; the names of the fields that changed. Raises Refused if it would then be that
    of somebody else on record."""
    person = Person.objects.lock(person)
    demand(may.correct_person(by, person))
    demand_unchanged(version, what_is_on_record(person))
    before = {name: getattr(person, name) for name in _FACTS}
    _set_facts(person, facts)
    _demand_nobody_else(person, facts)
    changed = [name for name in _FACTS if getattr(person, name) != before[name] and name not in _DERIVED]
    person.save(update_fields=_FACTS)
    changed += ["telephone"] if _change_telephones(person, facts) else []
    changed += ["other_names"] if _call(person, facts.other_names) else []
    if changed:
        record(by, "person.corrected", person, fields=changed)
    return changed


#: What follows from another field, so that it need not be told apart.
_DERIVED = {*_NAMED[1:], "identity_kind", "identity_mark"}


def _set_facts(person: Person, facts: Corrected) -> None:
    """The identity number knows sex and birth better than what is said beside it (M16)."""
    if facts.name:
        for name, value in zip(_NAMED, reading(facts.name), strict=True):
            setattr(person, name, value)
    person.sex = facts.sex or person.sex
    birth = facts.birth
    if facts.identity and facts.identity_kind == IdentityKind.RESIDENT:
        person.sex, birth = identity_sex(facts.identity), PartialDate.of(identity_birth(facts.identity))
    if birth:
        person.birth_year, person.birth_month, person.birth_day = birth.year, birth.month, birth.day
    if facts.identity and fingerprint(facts.identity, IDENTITY) != _mark(person):
        columns = identity_columns(facts.identity, facts.identity_kind)
        person.identity_kind, person.identity_sealed, person.identity_mark = columns


def _mark(person: Person) -> bytes:
    return bytes(person.identity_mark or b"")


def _demand_nobody_else(person: Person, facts: Corrected) -> None:
    wanted = [Wanted("", identity=facts.identity)] if facts.identity else []
    numbers = {facts.number, *_numbers(person)} if facts.name or facts.number else set()
    wanted += [Wanted(person.name, number) for number in numbers if number]
    if any(other.pk != person.pk for other in find_wanted(person.street_id, wanted).values()):
        raise Refused(_("改成这样就和另一条登记一样了，请先核对是不是同一个人，再提出合并。"))


def _numbers(person: Person) -> list[str]:
    contacts = ContactPoint.objects.filter(person__in=list(records_of([person.pk])), until=None)
    return [unseal(bytes(point.sealed), MOBILE) for point in contacts]


def _call(person: Person, names: tuple[str, ...] | None) -> bool:
    """Find somebody by these other names and by no others; whether that changed."""
    if names is None:
        return False
    wanted = {name for name in map(tidy, names) if name} - {person.name}
    known = Alias.objects.filter(person__in=list(records_of([person.pk])))
    gone = known.exclude(name__in=wanted).delete()[0]
    new = wanted - set(known.values_list("name", flat=True))
    Alias.objects.bulk_create(
        [
            Alias(person=person, street_id=person.street_id, name=name, pinyin=reading(name).pinyin)
            for name in sorted(new)
        ]
    )
    return bool(gone or new)


def _change_telephones(person: Person, facts: Corrected) -> bool:
    """The telephone known so far is told, whoever changed it."""
    if not (facts.stopped or facts.number):
        return False
    tell(TelephonesChanged(person))
    changed = bool(_stop(person, facts.stopped))
    return (_add(person, facts.number) or changed) if facts.number else changed


def _stop(person: Person, ids: tuple[int, ...]) -> int:
    mine = ContactPoint.objects.filter(person__in=list(records_of([person.pk])), until=None)
    return mine.filter(pk__in=ids).update(until=timezone.localdate())


def _add(person: Person, number: str) -> bool:
    if number in _numbers(person):
        return False
    (point,) = contacts(person.pk, [number])
    point.since = timezone.localdate()
    point.save(force_insert=True)
    return True


@action
def add_own_telephone(asked: SignInCode, *, by: Actor) -> None:
    """A telephone that was proven a moment ago belongs to whoever acts; the ones known so far are told."""
    person = Person.objects.lock(oneself(by))
    demand(may.change_own_record(by, person))
    use_code(asked, by=by)
    if len(_numbers(person)) >= may.MOST_NUMBERS:
        raise Refused(_("最多登记 %(most)s 个号码，请先停用一个。") % {"most": may.MOST_NUMBERS})
    tell(TelephonesChanged(person))
    if _add(person, unseal(asked.sealed, MOBILE)):
        record(by, "person.telephone_added", person)


@action
def stop_own_telephone(point: ContactPoint, *, by: Actor) -> None:
    """A telephone is not theirs any more; stopping it twice changes nothing."""
    point = ContactPoint.objects.select_for_update(no_key=True, of=("self",)).get(pk=point.pk)
    demand(may.stop_own_telephone(by, point))
    person = point.person.same_as or point.person
    if point.until is None:
        tell(TelephonesChanged(person))
        _stop(person, (point.pk,))
        record(by, "person.telephone_stopped", person)


@action
def add_own_name(name: str, *, by: Actor) -> Alias:
    """Another name by which whoever acts is found."""
    person = Person.objects.lock(oneself(by))
    demand(may.change_own_record(by, person))
    name = tidy(name)
    if name == person.name:
        raise Refused(_("这就是登记的姓名。"))
    if person.aliases.exclude(name=name).count() >= may.MOST_NAMES:
        raise Refused(_("最多登记 %(most)s 个别的名字。") % {"most": may.MOST_NAMES})
    alias, created = Alias.objects.get_or_create(
        person=person, name=name, defaults={"street_id": person.street_id, "pinyin": reading(name).pinyin}
    )
    if created:
        record(by, "person.alias_added", person)
    return alias
