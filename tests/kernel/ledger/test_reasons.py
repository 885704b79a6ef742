"""Reasons are words: sealed, erasable, and never part of the line itself."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gongzhi.kernel.ledger.actions import erase_reasons, record, record_reading
from gongzhi.kernel.ledger.models import Entry, Reason
from gongzhi.kernel.ledger.queries import entries_about, reasons_of
from gongzhi.lib.actions import Actor

pytestmark = pytest.mark.django_db

CLERK = Actor(person_id=7)
PERSON, NEIGHBOUR = ("people.person", 1), ("people.person", 2)
WORDS = "王秀英来电，核对联系方式"


def test_a_reason_is_kept_beside_its_line() -> None:
    entry, silent = record(CLERK, "person.changed", PERSON, reason=f" {WORDS} "), record(CLERK, "person.changed")

    assert reasons_of([entry.pk, silent.pk]) == {entry.pk: WORDS}
    assert silent.reason_digest is None


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_reason"])
def test_the_words_are_readable_in_no_table(table: str) -> None:
    entry = record(CLERK, "person.changed", PERSON, reason=WORDS)
    assert reasons_of([entry.pk]) == {entry.pk: WORDS}

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(line::text, '') FROM {table} AS line")
        (stored,) = cursor.fetchone()

    assert stored
    assert "王秀英" not in stored
    assert "王秀英".encode().hex() not in stored


def test_equal_reasons_leave_different_digests() -> None:
    digests = {bytes(record(CLERK, "person.changed", reason=WORDS).reason_digest or b"") for _time in range(3)}

    assert len(digests) == 3
    assert all(len(digest) == 32 for digest in digests)


def test_the_reasons_about_a_person_can_be_erased() -> None:
    about = record(CLERK, "person.changed", PERSON, reason=WORDS)
    look = record_reading(CLERK, "person.number_shown", [1, 2], reason=WORDS)
    other = record(CLERK, "person.changed", NEIGHBOUR, reason=WORDS)

    assert erase_reasons(CLERK, PERSON) == 2

    assert reasons_of([about.pk, look.pk, other.pk]) == {other.pk: WORDS}
    assert Reason.objects.filter(erased_at__isnull=False, erased_by=7).count() == 2
    assert Entry.objects.get(pk=about.pk).reason_digest  # that there was one is still known
    assert entries_about(PERSON)[0].verb == "journal.reasons_erased"
    assert entries_about(PERSON)[0].facts == {"reasons": 2}


def test_nothing_to_erase_leaves_no_line() -> None:
    record(CLERK, "person.changed", PERSON)

    assert erase_reasons(CLERK, PERSON) == 0
    assert [entry.verb for entry in entries_about(PERSON)] == ["person.changed"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_reason SET sealed = 'other'",
        "UPDATE ledger_reason SET sealed = NULL, erased_at = now(), entry_id = entry_id + 1",
        "DELETE FROM ledger_reason",
    ],
)
def test_a_reason_is_erased_or_left_alone(statement: str) -> None:
    entry = record(CLERK, "person.changed", PERSON, reason=WORDS)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert reasons_of([entry.pk]) == {entry.pk: WORDS}


def test_an_erased_reason_does_not_come_back_and_who_erased_it_stays() -> None:
    record(CLERK, "person.changed", PERSON, reason=WORDS)
    erase_reasons(CLERK, PERSON)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Reason.objects.update(sealed=b"other", erased_at=None, erased_by=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Reason.objects.update(erased_by=8)

    assert Reason.objects.values_list("sealed", "erased_by").get() == (None, 7)


def test_the_database_refuses_to_erase_without_a_day() -> None:
    record(CLERK, "person.changed", PERSON, reason=WORDS)

    with pytest.raises(IntegrityError, match="reason_erased"), transaction.atomic():
        Reason.objects.update(sealed=None)

    assert erase_reasons(CLERK, PERSON) == 1
