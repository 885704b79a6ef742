"""Looking at people is written down, and told in both directions."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gongzhi.kernel.ledger.actions import read_journal, record, record_reading
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import entries_about, looked_at, shown_by, touched_since
from gongzhi.lib.actions import Actor, Seat

pytestmark = pytest.mark.django_db

SEAT = Seat("community_worker", 3, "9.21.")
CLERK, COLLEAGUE = Actor(person_id=7, account_id=70, seats=(SEAT,)), Actor(person_id=8, seats=(SEAT,))
HOUR = dt.timedelta(hours=1)


def test_one_line_tells_of_a_reading_and_all_it_showed() -> None:
    entry = record_reading(
        CLERK, "person.exported", [3, 1, 2, 3], fields=["name", "mobile"], reason="慰问", street_id=9, export=5
    )

    entry.refresh_from_db()
    assert Entry.objects.count() == 1
    assert (entry.actor_id, entry.account_id, entry.role, entry.street_id) == (7, 70, "community_worker", 9)
    assert entry.shown == [1, 2, 3]
    assert entry.facts == {"fields": ["name", "mobile"], "export": 5}
    assert entry.reason_digest


def test_values_stay_out_of_readings_too() -> None:
    record_reading(CLERK, "person.number_shown", [1], fields=["mobile"])

    with pytest.raises(ValueError, match="number_shown"):
        record_reading(CLERK, "person.number_shown", [1], fields=["13800000001"])


def test_somebody_sees_who_looked_at_their_facts() -> None:
    first = record_reading(CLERK, "person.number_shown", [1], fields=["mobile"], reason="来电")
    record_reading(CLERK, "person.number_shown", [2], fields=["mobile"])
    second = record_reading(COLLEAGUE, "person.exported", [1, 2], fields=["name"])
    record(CLERK, "person.changed", ("people.person", 1))

    newer, older = looked_at(1)

    assert (newer.entry_id, newer.verb, newer.actor_id, newer.fields) == (second.pk, "person.exported", 8, ("name",))
    assert (older.entry_id, older.verb, older.actor_id, older.fields) == (
        first.pk,
        "person.number_shown",
        7,
        ("mobile",),
    )
    assert (newer.has_reason, older.has_reason) == (False, True)
    assert older.role == "community_worker"
    assert looked_at(3) == []


def test_two_records_of_one_human_are_asked_for_together_and_by_pages() -> None:
    lines = [record_reading(CLERK, "person.number_shown", [person]) for person in (1, 2, 1)]

    assert [look.entry_id for look in looked_at(1, 2, limit=2)] == [lines[2].pk, lines[1].pk]
    assert [look.entry_id for look in looked_at(1, 2, before_id=lines[1].pk)] == [lines[0].pk]


def test_whom_somebody_saw_is_found_for_a_time() -> None:
    noon = timezone.now()
    seen = {-2: [1, 2], -1: [2, 3], 0: [4], 1: [5]}
    for hours, persons in seen.items():
        Entry.objects.create(actor_id=7, verb="person.exported", shown=persons, at=noon + hours * HOUR)
    Entry.objects.create(actor_id=8, verb="person.exported", shown=[6], at=noon - HOUR)
    record(CLERK, "person.changed", ("people.person", 9))

    assert shown_by(7, noon - 2 * HOUR, noon + HOUR) == [1, 2, 3, 4]
    assert shown_by(7, noon - HOUR, noon) == [2, 3]
    assert shown_by(9, noon - HOUR, noon) == []


def test_exposure_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for person in range(1, 6):
        record_reading(CLERK, "person.number_shown", [person])

    with django_assert_num_queries(1):
        assert shown_by(7, timezone.now() - HOUR, timezone.now() + HOUR) == [1, 2, 3, 4, 5]


def test_through_the_eyes_of_somebody_the_supporter_has_looked() -> None:
    eyes = Actor(name="李四", person_id=7, account_id=70, seats=(SEAT,), address="192.0.2.7", watched_by=5)

    entry = record_reading(eyes, "person.number_shown", [1], fields=["mobile"])

    assert (entry.actor_id, entry.on_behalf_id, entry.account_id) == (5, 7, None)
    assert (entry.role, entry.address) == ("community_worker", "192.0.2.7")
    (look,) = looked_at(1)
    assert (look.actor_id, look.on_behalf_id) == (5, 7)
    assert shown_by(5, timezone.now() - HOUR, timezone.now() + HOUR) == [1]
    assert shown_by(7, timezone.now() - HOUR, timezone.now() + HOUR) == []


def test_looking_is_not_touching() -> None:
    person = ("people.person", 1)
    line = record(CLERK, "person.registered", person)
    record_reading(CLERK, "person.number_shown", [1])

    assert touched_since([person], line.pk) == set()
    assert [entry.verb for entry in entries_about(person)] == ["person.registered"]


AUDITOR = Actor(person_id=5, seats=(Seat("auditor", 3, "9.", rights=frozenset({"see_journal"})),))


def test_reading_the_journal_stands_in_the_journal() -> None:
    person = ("people.person", 1)
    line = record(CLERK, "person.changed", person)
    record(CLERK, "place.added", ("places.place", 1))
    since = timezone.now() - HOUR

    page = read_journal(AUDITOR, 9, verb="person.changed", actor_id=7, subject=person, since=since)

    assert page == [line]
    last = Entry.objects.order_by("id").last()
    assert last is not None
    assert (last.verb, last.actor_id, last.street_id, last.shown) == ("journal.read", 5, 9, None)
    asked = {"verb": "person.changed", "actor": 7, "subject": ["people.person", 1], "since": since.isoformat()}
    assert last.facts == {"asked": asked, "lines": 1}


@pytest.mark.parametrize("street_id", [8, 91, 0])
def test_the_journal_of_another_street_is_closed(street_id: int) -> None:
    assert read_journal(AUDITOR, 9) == []

    with pytest.raises(PermissionDenied):
        read_journal(AUDITOR, street_id)

    assert Entry.objects.count() == 1


def test_who_has_no_right_to_the_journal_reads_none_and_the_machine_reads_any() -> None:
    with pytest.raises(PermissionDenied):
        read_journal(CLERK, 9)

    assert read_journal(Actor.system("worker"), 9) == []
