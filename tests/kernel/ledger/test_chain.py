"""The daily chain finds what was done to the journal behind its back, and cries no wolf."""

import datetime as dt
import hashlib
from threading import Event, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gongzhi.kernel.ledger import chain
from gongzhi.kernel.ledger.actions import erase_reasons, record, seal_days
from gongzhi.kernel.ledger.chain import Damage, Finding, verify_chain
from gongzhi.kernel.ledger.models import Entry, Seal
from gongzhi.lib import bulk
from tests.kernel.ledger.days import DAY, SYSTEM, ago, line, sealed, tamper

pytestmark = pytest.mark.django_db

#: How one byte of every column is changed, the smallest way that the constraints let through.
CHANGES = {
    "id": "id - 1",
    "at": "at + interval '1 microsecond'",
    "actor_name": "actor_name || 'x'",
    "actor_id": "actor_id + 1",
    "account_id": "0",
    "role": "role || 'x'",
    "address": "address || 'f'",
    "on_behalf_id": "0",
    "verb": "verb || 'x'",
    "subject_kind": "subject_kind || 'x'",
    "subject_id": "subject_id + 1",
    "batch_id": "0",
    "street_id": "0",
    "shown": "array_append(shown, 3)",
    "facts": """'{"fields": null}'""",
    "result": "'refused'",
    "reason_digest": "'\\x00'",
}


def test_every_finished_day_is_sealed_once_also_those_without_a_line() -> None:
    lines = sealed(4, 2)
    line(0)

    assert seal_days(by=SYSTEM) == []
    seals = list(Seal.objects.all())
    assert [(seal.day, seal.lines) for seal in seals] == [(ago(4), 3), (ago(3), 0), (ago(2), 3), (ago(1), 0)]
    assert (seals[0].first_id, seals[0].last_id) == (lines[0].pk, lines[2].pk)
    assert (seals[1].first_id, seals[1].last_id) == (None, None)
    assert all(len(seal.digest) == 32 for seal in seals)


def test_an_empty_journal_has_nothing_to_seal_and_nothing_to_find() -> None:
    assert seal_days(by=SYSTEM) == []
    assert verify_chain() == []


def test_a_journal_that_nobody_touched_is_whole() -> None:
    sealed(70, 40, 35, 3, 1)
    record(SYSTEM, "person.changed", reason="来电")

    assert Seal.objects.count() == 70
    assert verify_chain() == []
    assert verify_chain(since=ago(30)) == []


def test_the_chain_goes_on_where_it_ended() -> None:
    line(3)
    seal_days(before=ago(1), by=SYSTEM)
    seal_days(by=SYSTEM)

    assert [seal.day for seal in Seal.objects.all()] == [ago(3), ago(2), ago(1)]
    assert verify_chain() == []


def test_every_column_of_a_line_is_covered() -> None:
    assert CHANGES.keys() == {field.column for field in Entry._meta.concrete_fields}


@pytest.mark.parametrize("column", CHANGES)
def test_one_changed_byte_is_found(column: str) -> None:
    line(4)
    line(2, 11)
    bulk.next_ids(Entry, 1)  # an id that no line has
    nobody = {"actor_id": None} if column == "actor_name" else {}
    changed = line(2, shown=[1, 2], facts={}, role="admin", **nobody)
    line(2, 13)
    seal_days(by=SYSTEM)
    assert verify_chain() == []

    tamper(f"UPDATE ledger_entry SET {column} = {CHANGES[column]} WHERE id = %s", [changed.pk])

    findings = verify_chain()
    assert Finding(ago(2), Damage.CHANGED) in findings
    assert {finding.day for finding in findings} == {ago(2)}


def test_a_line_that_moves_to_another_day_is_missed_there_and_too_many_here() -> None:
    sealed(4, 2)

    tamper("UPDATE ledger_entry SET at = at - interval '2 days' WHERE at >= %s", [chain.midnight(ago(2))])

    assert verify_chain() == [Finding(ago(4), Damage.ADDED), Finding(ago(2), Damage.MISSING)]


def test_a_removed_line_is_found() -> None:
    lines = sealed(4, 2)

    tamper("DELETE FROM ledger_entry WHERE id = %s", [lines[1].pk])

    assert verify_chain() == [Finding(ago(4), Damage.MISSING)]


def test_an_inserted_line_is_found() -> None:
    sealed(4, 2)

    line(4, 13)

    assert verify_chain() == [Finding(ago(4), Damage.ADDED)]


def test_a_line_put_in_the_place_of_another_is_found() -> None:
    lines = sealed(4, 2)

    tamper("DELETE FROM ledger_entry WHERE id = %s", [lines[1].pk])
    line(4)

    assert verify_chain() == [Finding(ago(4), Damage.CHANGED)]


def test_a_line_before_the_first_sealed_day_is_found() -> None:
    sealed(4)

    line(9)

    assert verify_chain() == [Finding(ago(9), Damage.ADDED)]
    assert verify_chain(since=ago(2)) == [Finding(ago(9), Damage.ADDED)]


SWAPPED = """
UPDATE ledger_seal AS one SET {0} FROM ledger_seal AS other
WHERE (one.day, other.day) IN ((%(a)s, %(b)s), (%(b)s, %(a)s))
"""


@pytest.mark.parametrize(
    "columns",
    [
        "lines = other.lines, first_id = other.first_id, last_id = other.last_id, content = other.content,"
        " digest = other.digest, signature = other.signature",
        "digest = other.digest, signature = other.signature",
        "content = other.content",
        "signature = other.signature",
    ],
)
def test_swapped_seals_are_found(columns: str) -> None:
    sealed(4, 3, 1)

    tamper(SWAPPED.format(columns), {"a": ago(4), "b": ago(3)}, "ledger_seal")

    assert {Finding(ago(4), Damage.SEAL), Finding(ago(3), Damage.SEAL)} <= set(verify_chain())


@pytest.mark.parametrize("change", ["lines = 2", "first_id = first_id - 1", "last_id = last_id + 1", "day = day - 9"])
def test_a_changed_seal_is_found(change: str) -> None:
    sealed(4, 2)

    tamper(f"UPDATE ledger_seal SET {change} WHERE day = %s", [ago(4)], "ledger_seal")

    assert Damage.SEAL in {finding.damage for finding in verify_chain()}


@pytest.mark.parametrize("column", ["content", "digest", "signature"])
def test_a_change_of_the_last_seal_is_found(column: str) -> None:
    sealed(4, 2)

    tamper(f"UPDATE ledger_seal SET {column} = 'x' WHERE day = %s", [ago(1)], "ledger_seal")

    assert Finding(ago(1), Damage.SEAL) in verify_chain()


def test_a_removed_seal_is_found() -> None:
    sealed(5, 3, 1)

    tamper("DELETE FROM ledger_seal WHERE day = %s", [ago(3)], "ledger_seal")

    assert verify_chain() == [Finding(ago(3), Damage.GAP), Finding(ago(2), Damage.SEAL)]


def test_without_its_beginning_the_chain_does_not_hold() -> None:
    sealed(5, 3, 1)

    tamper("DELETE FROM ledger_seal WHERE day <= %s", [ago(4)], "ledger_seal")

    assert verify_chain() == [Finding(ago(5), Damage.ADDED), Finding(ago(3), Damage.SEAL)]


@pytest.mark.parametrize("left", [2, 0])
def test_days_without_a_seal_are_found_when_they_wait_too_long(left: int) -> None:
    sealed(6, 4)
    newest = ago(7 - left)

    tamper("DELETE FROM ledger_seal WHERE day > %s", [newest], "ledger_seal")

    assert verify_chain() == [Finding(newest + DAY, Damage.UNSEALED)]
    seal_days(by=SYSTEM)
    assert verify_chain() == []


def test_two_days_may_wait_for_their_seal() -> None:
    line(4)
    seal_days(before=ago(2), by=SYSTEM)
    line(1)

    assert verify_chain() == []


def test_whoever_has_the_database_and_not_the_key_makes_no_seal() -> None:
    lines = sealed(4, 2)
    tamper("UPDATE ledger_entry SET subject_id = 2 WHERE id = %s", [lines[0].pk])

    digest = chain.BEGINNING
    for seal in Seal.objects.all():
        content = chain.contents(seal.day, seal.day).get(seal.day, chain.EMPTY)
        digest = chain.link(digest, seal.day, content)
        forged = [content.digest, digest, hashlib.sha256(digest).digest()[:16], seal.day]
        tamper("UPDATE ledger_seal SET content = %s, digest = %s, signature = %s WHERE day = %s", forged, "ledger_seal")

    assert verify_chain() == [Finding(ago(days), Damage.SEAL) for days in (4, 3, 2, 1)]


def test_only_the_days_that_are_asked_for_are_looked_at() -> None:
    lines = sealed(9, 2)
    tamper("DELETE FROM ledger_entry WHERE id = %s", [lines[1].pk])

    assert verify_chain(since=ago(8)) == []
    assert verify_chain(since=ago(9)) == [Finding(ago(9), Damage.MISSING)]


def test_days_are_those_of_china() -> None:
    at = dt.datetime.combine(ago(2), dt.time(16, 30), dt.UTC)  # half past midnight on the next day
    line(3)
    Entry.objects.create(verb="person.changed", at=at)

    seal_days(by=SYSTEM)

    assert [(seal.day, seal.lines) for seal in Seal.objects.all()] == [(ago(3), 1), (ago(2), 0), (ago(1), 1)]


def reasoned() -> list[Entry]:
    lines = [record(SYSTEM, "person.changed", ("people.person", number), reason=f"来电 {number}") for number in (1, 2)]
    seal_days(before=ago(-1), by=SYSTEM)
    assert verify_chain() == []
    return lines


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_reason SET sealed = 'x' WHERE entry_id = %(first)s",
        "DELETE FROM ledger_reason WHERE entry_id = %(first)s",
        "UPDATE ledger_reason SET entry_id = %(silent)s WHERE entry_id = %(first)s",
        "INSERT INTO ledger_reason (entry_id, sealed) VALUES (%(silent)s, 'x')",
        "UPDATE ledger_reason AS one SET sealed = other.sealed FROM ledger_reason AS other"
        " WHERE one.entry_id <> other.entry_id",
    ],
)
def test_other_words_than_were_written_are_found(statement: str) -> None:
    silent = record(SYSTEM, "person.changed")
    first, _second = reasoned()

    tamper(statement, {"first": first.pk, "silent": silent.pk}, "ledger_reason")

    assert verify_chain() == [Finding(ago(0), Damage.REASON)]


def test_erased_words_leave_the_chain_whole() -> None:
    reasoned()

    assert erase_reasons(SYSTEM, ("people.person", 1)) == 1

    assert verify_chain(since=ago(9)) == [
        Finding(ago(0), Damage.ADDED)
    ]  # the line about erasing, on a day sealed early


@pytest.mark.parametrize("statement", ["UPDATE ledger_seal SET lines = 2", "DELETE FROM ledger_seal"])
def test_nobody_rewrites_a_seal(statement: str) -> None:
    sealed(2)

    refused = pytest.raises(DatabaseError, match=r"append-only|permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert verify_chain() == []


def test_the_database_keeps_one_seal_a_day_and_no_half_one() -> None:
    sealed(2)
    seal = Seal.objects.get(day=ago(1))

    for wrong in ({"day": ago(2)}, {"day": ago(0), "lines": 1}, {"day": ago(0), "first_id": 1}):
        seal.pk, values = None, {"lines": 0, "first_id": None, **wrong}
        for name, value in values.items():
            setattr(seal, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            seal.save(force_insert=True)

    assert Seal.objects.count() == 2


class Writing(Thread):
    """Somebody who writes a line and takes long until it is committed."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.end = Event(), Event()

    def run(self) -> None:
        try:
            with transaction.atomic():
                record(SYSTEM, "intake.committed")
                self.written.set()
                self.end.wait(timeout=30)
        finally:
            connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_day_waits_for_those_who_began_to_write_on_it() -> None:
    line(1)
    long_import = Writing()
    long_import.start()
    assert long_import.written.wait(timeout=30)

    tomorrow = ago(-1)
    assert [seal.day for seal in seal_days(before=tomorrow, by=SYSTEM)] == [ago(1)]

    long_import.end.set()
    long_import.join()
    (today,) = seal_days(before=tomorrow, by=SYSTEM)
    assert (today.day, today.lines) == (ago(0), 1)
    assert verify_chain() == []


@pytest.mark.django_db(transaction=True)
def test_whoever_only_reads_is_not_waited_for() -> None:
    line(1)
    with transaction.atomic():
        assert Entry.objects.count() == 1
        assert chain.oldest_writer() is None
