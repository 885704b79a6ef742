"""Who, in which role, from where, and what came of it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from gongzhi.kernel.ledger.actions import record, record_refusal
from gongzhi.kernel.ledger.models import Entry, Result
from gongzhi.kernel.ledger.queries import entries_about, touched_since
from gongzhi.lib.actions import Actor, Seat, action

PERSON = ("people.person", 1)
SEAT = Seat("community_worker", 3, "9.21.")
CLERK = Actor(name="李四", person_id=7, account_id=70, seats=(SEAT,), address="2001:DB8::1")


@pytest.mark.django_db
def test_a_line_says_in_which_role_and_from_where() -> None:
    entry = record(CLERK, "person.changed", PERSON)

    entry.refresh_from_db()
    assert (entry.role, entry.address, entry.result) == ("community_worker", "2001:db8::1", Result.DONE)


@pytest.mark.django_db
def test_without_a_seat_there_is_no_role_and_no_street() -> None:
    entry = record(Actor(person_id=7), "person.changed", PERSON)

    assert (entry.role, entry.address, entry.street_id) == ("", "", None)


@pytest.mark.django_db
def test_the_street_is_that_of_the_subject_before_that_of_the_seat() -> None:
    assert record(CLERK, "person.changed", PERSON).street_id == 9
    assert record(CLERK, "person.changed", PERSON, street_id=8).street_id == 8


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.7, 10.0.0.1", ""),
    ],
)
def test_addresses_are_written_one_way_and_what_is_none_is_left_out(given: str, written: str) -> None:
    entry = record(Actor(person_id=7, address=given), "person.changed", PERSON)

    entry.refresh_from_db()
    assert entry.address == written


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"role": "社区干事"}, {"address": "李四家"}, {"result": "maybe"}])
def test_the_database_refuses_words_in_the_new_columns(wrong: dict[str, Any]) -> None:
    right = {"verb": "person.changed", "role": "community_worker", "address": "192.0.2.7", "result": "done"}
    Entry.objects.create(**right)

    with pytest.raises(IntegrityError, match=f"entry_{next(iter(wrong))}"):
        Entry.objects.create(**{**right, **wrong})


@action
def change(*, by: Actor) -> None:
    record(by, "person.changed", PERSON)
    raise PermissionDenied


@pytest.mark.django_db(transaction=True)
def test_what_was_refused_stays_in_the_journal_though_the_action_is_rolled_back() -> None:
    try:
        change(by=CLERK)
    except PermissionDenied:
        record_refusal(CLERK, "person.changed", PERSON, street_id=9)

    (entry,) = entries_about(PERSON)
    assert (entry.result, entry.actor_id, entry.role, entry.street_id) == (Result.REFUSED, 7, "community_worker", 9)


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_not_recorded_where_it_would_be_lost() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        record_refusal(CLERK, "person.changed", PERSON)

    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_what_was_refused_touched_nothing() -> None:
    line = record(CLERK, "person.registered", PERSON)
    record_refusal(CLERK, "person.changed", PERSON)
    assert touched_since([PERSON], line.pk) == set()

    record(CLERK, "person.changed", PERSON)
    assert touched_since([PERSON], line.pk) == {PERSON}
