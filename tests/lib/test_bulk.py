"""Rows written by COPY are the rows that an ordinary save writes."""

import datetime as dt
import json
from collections.abc import Callable, Iterator

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model

from gongzhi.kernel.ledger.models import Entry, OneTimeKey
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.people.models import Alias, ContactPoint, Merge, Person
from gongzhi.kernel.places.models import Place, PlaceCode
from gongzhi.kernel.rulebook.models import Setting
from gongzhi.lib import bulk
from gongzhi.programmes.alliance.models import ReportIn
from tests import making

pytestmark = pytest.mark.django_db

#: Everything that COPY or a careless quoting could trip over.
NASTY = "王\t小\\红 'O''Neill' \"x\" \\N \r\n %s {a,b} 🙂"
ALIAS = ("person_id", "street_id", "name", "pinyin")


def row(thing: Model) -> dict[str, object]:
    """Every column as it stands in the table, except the key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) - 'id' FROM {thing._meta.db_table} t WHERE id = %s", [thing.pk])
        return json.loads(cursor.fetchone()[0])


def person(street: Place) -> Person:
    return Person(street=street, name=NASTY, birth_year=1978, identity_kind="other", **sealed())


def sealed() -> dict[str, bytes]:
    return {"identity_sealed": bytes(range(256)), "identity_mark": b"\\x\x00\t\n"}


def nobody(street: Place) -> Person:
    return Person(street=street, name="王小红")


def place(street: Place) -> Place:
    return Place(kind="community", name=NASTY[:80], parent=street, street=street, latitude=34.79, longitude=-0.5)


def organization(street: Place) -> Organization:
    return Organization(street=street, kind="unit", name=NASTY, public_visible=False)


def report_in(street: Place) -> ReportIn:
    who, lists = making.person(street=street), {"skills": [NASTY[:40], "", "书法"], "wanted_posts": []}
    return ReportIn(
        street=street, community=street, person=who, state="transferred", accepted_on=dt.date(2017, 3, 1),
        ended_on=dt.date(2018, 2, 28), **lists,
    )  # fmt: skip


def setting(street: Place) -> Setting:
    value = {"文字": NASTY, "数": [1, 2.5, None, True], "空": {}}
    return Setting(street_id=street.pk, key="a.b", value=value, valid_from=making.TODAY, set_at=instant())


def instant() -> dt.datetime:
    return dt.datetime(2024, 9, 2, 8, 30, 0, 123456, tzinfo=dt.UTC)


@pytest.mark.parametrize("make", [person, nobody, place, organization, report_in, setting])
def test_a_copied_row_equals_a_saved_one(make: Callable[[Place], Model]) -> None:
    saved, copied = make(making.street("甲街道")), make(making.street("乙街道", code="410105003"))
    for name in ("street_id", "community_id", "parent_id", "person_id"):
        if hasattr(saved, name) and getattr(saved, name) is not None:
            setattr(copied, name, getattr(saved, name))
    saved.save()
    read = row(saved)
    type(saved)._base_manager.filter(pk=saved.pk).delete()
    bulk.insert([copied])
    assert row(copied) == read


def test_an_empty_json_field_is_null_and_not_the_word() -> None:
    bulk.insert([OneTimeKey(key_digest=b"key", body_digest=b"body", purpose="form", answer=None)])
    assert OneTimeKey.objects.filter(answer__isnull=True).count() == 1


def test_defaults_of_django_and_of_the_database_apply() -> None:
    kept, gone = making.person(), making.person()
    merge, entry = Merge(kept=kept, gone=gone, reason="同一人"), Entry(verb="person.merged")
    bulk.insert([merge])
    bulk.insert([entry])
    assert row(merge)["merged_at"] is not None
    assert row(merge)["pointers"] == []
    assert row(entry)["at"] is not None


def test_keys_are_given_in_order_and_kept_where_there_are_some() -> None:
    street = making.street()
    (wanted,) = bulk.next_ids(Person, 1)
    people = [Person(street=street, name=name) for name in ("甲", "乙", "丙")]
    people[1].pk = wanted
    bulk.insert(people)
    assert people[1].pk == wanted
    assert people[0].pk < people[2].pk
    assert dict(Person.objects.values_list("name", "pk")) == {person.name: person.pk for person in people}


def test_a_copied_thing_is_an_old_one() -> None:
    person = Person(street=making.street(), name="王小红")
    bulk.insert([person])
    person.name = "王晓红"
    person.save()
    assert list(Person.objects.values_list("name", flat=True)) == ["王晓红"]
    assert person._state.db == "default"


def test_keys_do_not_collide_with_later_saves() -> None:
    street = making.street()
    bulk.insert([Person(street=street, name="甲")])
    Person.objects.create(street=street, name="乙")
    assert bulk.next_ids(Person, 0) == []
    assert len(set(bulk.next_ids(Person, 3)) - set(Person.objects.values_list("pk", flat=True))) == 3


def test_nothing_is_inserted_for_nothing() -> None:
    bulk.insert([])
    assert not Place.objects.exists()


def test_a_broken_rule_surfaces_and_nothing_is_written() -> None:
    community = making.community()
    good = PlaceCode(place=community, system="grid", code="1")
    with pytest.raises(IntegrityError, match="placecode_system"):
        bulk.insert([good, PlaceCode(place=community, system="nonsense", code="2")])


def test_plain_values_are_copied_by_name() -> None:
    person = making.person()
    bulk.copy(Alias, ALIAS, [(person.pk, person.street_id, NASTY, "")])
    assert list(person.aliases.values_list("name", flat=True)) == [NASTY]
    with pytest.raises(IntegrityError, match="alias_once"):
        bulk.copy(Alias, ALIAS, [(person.pk, person.street_id, NASTY, "")])


def test_many_values_are_looked_for_as_one_array() -> None:
    one, other = making.person("王小红", "13800000001"), making.person("李强", "13800000002")
    marks = [bytes(point.mark) for point in one.contacts.all()]
    assert list(ContactPoint.objects.filter(bulk.among("mark", marks)).values_list("person", flat=True)) == [one.pk]
    assert set(Person.objects.filter(bulk.among("pk", {one.pk, other.pk, 0}))) == {one, other}
    assert set(Person.objects.filter(bulk.among("name", ("李强",)), street=one.street)) == {other}
    for nothing in ("pk", "name", "identity_mark"):
        assert not Person.objects.filter(bulk.among(nothing, [])).exists()


def test_things_are_written_back_as_one_by_one() -> None:
    street = making.street()
    one, other, third = (making.person(name, street=street) for name in ("王小红", "李强", "张三"))
    bulk.insert(reports := [report_in(street), report_in(street)])
    one.name, one.birth_year, one.identity_kind = NASTY, 1978, "other"
    one.identity_sealed, one.identity_mark = sealed().values()
    other.given, other.birth_year = "", None
    reports[0].skills, reports[0].ended_on, reports[1].unit_id = [NASTY[:40], ""], dt.date(2019, 1, 1), None
    named = ("name", "given", "birth_year", "identity_kind", "identity_sealed", "identity_mark")

    bulk.update([one, other], named)
    bulk.update(reports, ("skills", "ended_on", "unit"))
    written = [row(thing) for thing in (one, other, *reports)]
    for thing in (one, other, *reports):
        thing.save()

    assert [row(thing) for thing in (one, other, *reports)] == written
    assert Person.objects.get(pk=third.pk).name == "张三"
    assert written[0]["name"] == NASTY


def test_only_what_is_named_is_written_back() -> None:
    person = making.person()
    person.name, person.given = "王晓红", "晓红"
    bulk.update([person], ("name",))
    bulk.update([], ("name",))
    assert list(Person.objects.values_list("name", "given")) == [("王晓红", "小红")]


def test_a_broken_rule_surfaces_after_what_was_done_meanwhile() -> None:
    person, done = making.person(), []
    twice = [(person.pk, person.street_id, "小红", "xiaohong")] * 2
    with pytest.raises(IntegrityError, match="alias_once"), bulk.copying(Alias, ALIAS, twice):
        done.append("meanwhile")
    assert done == ["meanwhile"]


def test_a_reference_to_nothing_surfaces_after_what_was_done_meanwhile() -> None:
    street, done = making.street(), []

    def refer_to_nobody() -> None:
        with transaction.atomic():
            bulk.copy(Alias, ALIAS, [(0, street.pk, "小红", "xiaohong")])
            with bulk.checking():
                done.append("meanwhile")
            done.append("afterwards")

    with pytest.raises(IntegrityError, match="people_alias_person_id"):
        refer_to_nobody()
    assert done == ["meanwhile"]


def test_after_a_look_at_the_references_rows_may_again_come_before_what_they_refer_to() -> None:
    street = making.street()
    with bulk.checking():
        assert street.pk
    (pk,) = bulk.next_ids(Person, 1)
    bulk.copy(Alias, ALIAS, [(pk, street.pk, "小红", "xiaohong")])
    bulk.insert([Person(pk=pk, street=street, name="王小红")])
    connection.check_constraints()
    assert Alias.objects.get().person.name == "王小红"


def test_a_database_still_at_work_answers_nothing_else() -> None:
    person = making.person()
    copying = bulk.copying(Alias, ALIAS, [(person.pk, person.street_id, "小红", "xiaohong")])
    with transaction.atomic(), copying, pytest.raises(OperationalError, match="in progress"):
        Alias.objects.exists()
    assert [alias.name for alias in person.aliases.all()] == ["小红"]


def test_a_row_that_cannot_be_made_leaves_nothing() -> None:
    person = making.person()

    def rows() -> Iterator[tuple[object, ...]]:
        yield person.pk, person.street_id, "小红", "xiaohong"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        bulk.copy(Alias, ALIAS, rows())
    assert not Alias.objects.exists()
