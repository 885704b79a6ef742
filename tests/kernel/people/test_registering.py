"""Entering people: several on one telephone, some without any, nobody twice, numbers never in the open."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import (
    NewPerson,
    add_alias,
    complete_people,
    identify,
    register_person,
    take_over_people,
)
from gongzhi.kernel.people.models import Alias, ContactPoint, Person
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, Wanted, find_wanted, numbers_of
from gongzhi.kernel.people.states import ContactKind, IdentityKind, Sex
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import ANONYMOUS, Actor, Refused
from gongzhi.lib.sealing import Unreadable, unseal
from gongzhi.lib.values import PartialDate
from tests import making

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"
NUMBER, OTHER_NUMBER = "41010519000101001X", "410105190001010028"


def desk(street: Place) -> Actor:
    return making.street_officer(street, Role.STREET_CIVIL_OFFICER)


def found(street: Place, name: str, mobile: str = "", identity: str = "") -> Person | None:
    wanted = Wanted(name, mobile, identity)
    return find_wanted(street.pk, [wanted]).get(wanted)


def test_a_person_is_registered_with_what_is_known() -> None:
    street = making.street()
    new = NewPerson(" 王 小红", PHONE, ("0371-65900001", PHONE), NUMBER, sex=Sex.FEMALE, birth=PartialDate(1978, 3))
    by = desk(street)
    person = Person.objects.get(pk=register_person(new, street=street, by=by).pk)
    assert (person.name, person.pinyin, person.sex, person.source) == ("王小红", "wangxiaohong", "female", "live")
    assert (person.birth_year, person.birth_month, person.birth_day) == (1978, 3, None)
    assert not person.weak
    assert numbers_of([person.pk]) == {person.pk: [PHONE, "0371-65900001"]}
    assert [(entry.verb, entry.actor_id) for entry in entries_about(person)] == [("person.registered", by.person_id)]


def test_only_a_mobile_can_be_sent_a_message() -> None:
    person = making.person(mobile="0371-65900001", other_numbers=(PHONE,))
    assert list(person.contacts.order_by("id").values_list("kind", flat=True)) == [
        ContactKind.OTHER,
        ContactKind.MOBILE,
    ]


@pytest.mark.parametrize(
    "again",
    [NewPerson("王小红", PHONE), NewPerson("王晓红", identity=NUMBER), NewPerson("王 小红", PHONE, identity=NUMBER)],
)
def test_the_same_person_is_not_registered_twice(again: NewPerson) -> None:
    street = making.street()
    register_person(NewPerson("王小红", PHONE, identity=NUMBER), street=street, by=desk(street))
    with pytest.raises(Refused, match="已经登记过"):
        register_person(again, street=street, by=desk(street))
    assert Person.objects.filter(source="live").count() == 1
    register_person(NewPerson("王小红", OTHER_PHONE), street=street, by=desk(street))


def test_a_couple_shares_a_telephone() -> None:
    street = making.street()
    her = register_person(NewPerson("王小红", PHONE), street=street, by=desk(street))
    him = register_person(NewPerson("李强", PHONE), street=street, by=desk(street))
    assert her != him
    assert found(street, "王小红", PHONE) == her
    assert found(street, "李强", PHONE) == him


def test_two_of_one_name_without_a_telephone_are_two() -> None:
    street = making.street()
    one = register_person(NewPerson("张伟"), street=street, by=desk(street))
    other = register_person(NewPerson("张伟"), street=street, by=desk(street))
    assert one != other
    assert numbers_of([one.pk, other.pk]) == {}


def test_a_name_alone_never_finds_anybody() -> None:
    street = making.street()
    person = making.person("张伟", PHONE, identity=NUMBER)
    assert found(street, "张伟") is None
    assert found(street, "张伟", OTHER_PHONE) is None
    assert found(street, "张伟", PHONE) == person


def test_a_person_needs_a_name() -> None:
    street = making.street()
    with pytest.raises(Refused, match="请填写姓名"):
        register_person(NewPerson("  "), street=street, by=desk(street))
    with pytest.raises(IntegrityError, match="person_name"):
        making.person("")


def test_the_identity_number_decides_over_name_and_telephone() -> None:
    street = making.street()
    person = making.person("王小红", PHONE, identity=NUMBER)
    assert found(street, "王晓红", OTHER_PHONE, NUMBER) == person
    assert found(street, "王小红", PHONE, OTHER_NUMBER) is None
    assert found(street, "王小红", PHONE) == person


def test_a_weak_person_is_found_by_name_and_telephone_when_the_number_is_new() -> None:
    street = making.street()
    weak = making.person("王小红", PHONE)
    assert weak.weak
    assert found(street, "王小红", PHONE, NUMBER) == weak


def test_everybody_of_a_register_is_found_at_once(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    street = making.street()
    people = [making.person(f"甲{n}", f"1380000{n:04}") for n in range(9)]
    identified = making.person("乙", identity=NUMBER)
    wanted = [Wanted(f"甲{n}", f"1380000{n:04}") for n in range(9)]
    twice = [Wanted("乙", "", NUMBER), Wanted("乙", PHONE, NUMBER)]
    with django_assert_max_num_queries(5):
        answer = find_wanted(street.pk, [*wanted, *twice, Wanted("丙", PHONE)])
    assert answer == dict(zip([*wanted, *twice], [*people, identified, identified], strict=True))


def test_another_street_knows_nothing_of_a_person() -> None:
    here, elsewhere = making.street(), making.street("别处街道", code="410105003")
    making.person("王小红", PHONE, street=here, identity=NUMBER)
    assert found(elsewhere, "王小红", PHONE, NUMBER) is None
    making.person("王小红", PHONE, street=elsewhere, identity=NUMBER)
    assert Person.objects.count() == 2


def test_a_telephone_given_up_finds_nobody() -> None:
    street = making.street()
    person = making.person("王小红", PHONE)
    person.contacts.update(until=making.TODAY)
    assert found(street, "王小红", PHONE) is None
    assert numbers_of([person.pk]) == {}


def test_one_identity_number_belongs_to_one_person() -> None:
    making.person("王小红", identity=NUMBER)
    with pytest.raises(IntegrityError, match="person_identity_once"):
        making.person("王晓红", identity=NUMBER)


def test_a_weak_person_is_identified_once() -> None:
    street = making.street()
    person = identify(making.person("王小红", PHONE), NUMBER, by=desk(street))
    assert (person.identity_kind, person.weak) == (IdentityKind.RESIDENT, False)
    assert found(street, "王小红", "", NUMBER) == person
    with pytest.raises(Refused, match="要改请走更正"):
        identify(person, OTHER_NUMBER, by=desk(street))


def test_nobody_is_identified_by_the_number_of_somebody_else() -> None:
    street = making.street()
    making.person("李强", identity=NUMBER)
    person = making.person("王小红", PHONE)
    with pytest.raises(Refused, match="另一个人名下"):
        identify(person, NUMBER, by=desk(street))
    identify(person, OTHER_NUMBER, by=desk(street))


def test_a_joined_record_is_identified_through_the_one_that_stays() -> None:
    street = making.street()
    kept, gone = making.person("王小红", PHONE), making.person("王小红", OTHER_PHONE, identity=NUMBER)
    making.joined(kept, gone)
    with pytest.raises(Refused, match="已经并入"):
        identify(gone, NUMBER, by=desk(street))
    with pytest.raises(Refused, match="另一个证件号"):
        identify(kept, OTHER_NUMBER, by=desk(street))
    assert not identify(kept, NUMBER, by=desk(street)).weak


def test_a_register_fills_gaps_and_contradicts_nothing() -> None:
    person = making.person("王小红", PHONE, birth=PartialDate(1978))
    new = NewPerson("王小红", PHONE, (OTHER_PHONE,), NUMBER, sex=Sex.FEMALE, birth=PartialDate(1978, 3))
    ((trace, *more),) = complete_people([(person, new)], by=making.SYSTEM)
    filled = Person.objects.get(pk=person.pk)
    assert (filled.sex, filled.birth_year, filled.birth_month, filled.weak) == ("female", 1978, 3, False)
    assert numbers_of([person.pk])[person.pk] == [PHONE, OTHER_PHONE]
    assert [other.kind for other in more] == ["people.contactpoint"]
    complete_people([(filled, NewPerson("王小红", PHONE, sex=Sex.MALE, birth=PartialDate(1979)))], by=making.SYSTEM)
    assert Person.objects.values_list("sex", "birth_year").get(pk=person.pk) == ("female", 1978)
    Person.objects.filter(pk=trace.id).update(**trace.before or {})
    assert Person.objects.get(pk=person.pk).weak


def test_a_document_that_is_no_identity_card_is_kept_as_what_it_is() -> None:
    person = making.person("王小红", identity="E00000001", identity_kind=IdentityKind.OTHER)
    assert Person.objects.get(pk=person.pk).identity_kind == IdentityKind.OTHER
    assert not person.weak


def test_a_second_row_completes_the_first() -> None:
    first = NewPerson("王小红", "", ("65900001",), sex=Sex.UNKNOWN)
    second = NewPerson("王小红", PHONE, ("65900002",), "E1", IdentityKind.OTHER, Sex.FEMALE, PartialDate(1978))
    both = first.completed_by(second)
    assert both.numbers == (PHONE, "65900001", "65900002")
    assert (both.identity, both.identity_kind, both.sex, both.birth) == ("E1", "other", "female", PartialDate(1978))
    assert second.completed_by(NewPerson("王小红", sex=Sex.MALE, birth=PartialDate(1979))) == second


@pytest.mark.parametrize(
    ("year", "month", "day", "stands"),
    [(None, None, None, True), (1978, None, None, True), (1978, 3, None, True), (1978, 3, 5, True),
     (None, 3, None, False), (None, None, 5, False), (1978, None, 5, False), (1978, 13, None, False),
     (1700, None, None, False), (1978, 3, 32, False)],
)  # fmt: skip
def test_a_date_of_birth_is_as_precise_as_it_is_known(
    year: int | None, month: int | None, day: int | None, stands: bool
) -> None:
    person = Person.objects.filter(pk=making.person().pk)
    born = {"birth_year": year, "birth_month": month, "birth_day": day}
    if stands:
        assert person.update(**born) == 1
    else:
        with pytest.raises(IntegrityError, match="person_birth"):
            person.update(**born)


def test_the_database_ties_identity_number_and_kind() -> None:
    weak, strong = making.person("王小红"), making.person("李强", identity=NUMBER)
    for half in ({"identity_mark": None}, {"identity_sealed": None}, {"identity_kind": IdentityKind.NONE}):
        with pytest.raises(IntegrityError, match="person_identity"), transaction.atomic():
            Person.objects.filter(pk=strong.pk).update(**half)
    with pytest.raises(IntegrityError, match="person_identity"):
        Person.objects.filter(pk=weak.pk).update(identity_mark=b"x")


def everything_kept() -> str:
    """All rows of all tables as text, bytes in hexadecimal, as a dump would show them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        texts = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            texts += [line for (line,) in cursor.fetchall()]
    return "\n".join(texts)


def test_no_number_stands_in_the_database_in_the_open() -> None:
    street = making.street()
    by = desk(street)
    person = register_person(NewPerson("王小红", PHONE, ("0371-65900001",), NUMBER), street=street, by=by)
    identify(making.person("李强", OTHER_PHONE), OTHER_NUMBER, by=by)
    kept = everything_kept()
    assert "王小红" in kept
    assert f"({person.pk}," in kept
    for number in (PHONE, OTHER_PHONE, "65900001", NUMBER, OTHER_NUMBER):
        assert number not in kept
        assert number.encode().hex() not in kept


def test_a_sealed_number_opens_for_its_purpose_and_looks_different_each_time() -> None:
    her, him = making.person("王小红", PHONE, identity=NUMBER), making.person("李强", PHONE)
    one, other = (ContactPoint.objects.get(person=person) for person in (her, him))
    assert bytes(one.sealed) != bytes(other.sealed)
    assert bytes(one.mark) == bytes(other.mark)
    assert unseal(one.sealed, MOBILE) == PHONE
    sealed = Person.objects.get(pk=her.pk).identity_sealed
    assert sealed is not None
    assert unseal(sealed, IDENTITY) == NUMBER
    with pytest.raises(Unreadable):
        unseal(sealed, MOBILE)


def test_without_the_key_nothing_opens_and_nobody_is_found(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GONGZHI_KEY", raising=False)
    street, person = making.street(), making.person("王小红", PHONE, identity=NUMBER)
    assert numbers_of([person.pk])[person.pk] == [PHONE]
    settings.HOME = tmp_path
    with pytest.raises(Unreadable, match="密钥不对"):
        numbers_of([person.pk])
    assert found(street, "王小红", PHONE, NUMBER) is None


def test_the_desks_of_a_street_share_one_register() -> None:
    street = making.street()
    community = making.community(street)
    for role in (Role.STREET_PARTY_OFFICER, Role.STREET_CIVIL_OFFICER):
        check_keeps_the_register(making.street_officer(street, role), street)
    for role in (Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER):
        check_keeps_the_register(making.community_worker(community, role), street)


def check_keeps_the_register(by: Actor, street: Place) -> None:
    person = register_person(NewPerson("王小红"), street=street, by=by)
    assert add_alias(person, "王阿姨", by=by).person == person
    identify(person, f"{person.pk:018}", by=by)


def test_nobody_else_keeps_the_register() -> None:
    street = making.street()
    community = making.community(street)
    person = making.person("王小红", PHONE)
    for by in (
        making.street_officer(making.street("别处街道", code="410105003"), Role.STREET_CIVIL_OFFICER),
        making.actor(Role.BUILDING_CHIEF, making.committee(community), over=community),
        making.actor(Role.UNIT_LIAISON, making.unit()),
        making.resident(person),
        ANONYMOUS,
    ):
        with pytest.raises(PermissionDenied):
            register_person(NewPerson("李强"), street=street, by=by)
        with pytest.raises(PermissionDenied):
            identify(person, NUMBER, by=by)
        with pytest.raises(PermissionDenied):
            add_alias(person, "王阿姨", by=by)
    check_keeps_the_register(making.community_worker(community), street)


def test_an_alias_is_kept_once() -> None:
    person = making.person("王小红")
    first = add_alias(person, "曾阿姨", by=making.SYSTEM)
    assert add_alias(person, "曾阿姨", by=making.SYSTEM) == first
    assert [(alias.name, alias.pinyin) for alias in Alias.objects.all()] == [("曾阿姨", "zengayi")]
    assert len(entries_about(person)) == 1


def test_a_register_knows_of_somebody_what_entering_by_hand_knows() -> None:
    here, there = making.street(), making.street("东风路街道", "410105003")
    new = NewPerson("曾晓红", PHONE, ("0371-65900001",), NUMBER, sex=Sex.FEMALE, birth=PartialDate(1978, 3))
    by_hand = register_person(new, street=here, by=making.SYSTEM)
    (pk,) = take_over_people([new], street_id=there.pk, by=making.SYSTEM)
    taken = Person.objects.get(pk=pk)

    own = {"id", "street", "source", "identity_sealed"}
    same = [field.attname for field in Person._meta.concrete_fields if field.name not in own]
    assert [getattr(taken, name) for name in same] == [getattr(by_hand, name) for name in same]
    assert numbers_of([pk])[pk] == numbers_of([by_hand.pk])[by_hand.pk] == [PHONE, "0371-65900001"]
    assert taken.pinyin == "zengxiaohong"


def test_a_register_is_entered_in_its_order() -> None:
    street = making.street()
    names = ["王小红", "张伟", "张伟", "阿依古丽·买买提"]
    ids = take_over_people([NewPerson(name, PHONE) for name in names], street_id=street.pk, by=making.SYSTEM)
    people = Person.objects.in_bulk(ids)
    assert [people[pk].name for pk in ids] == names
    assert len(people) == 4
    assert ContactPoint.objects.count() == 4
