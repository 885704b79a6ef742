"""Every night somebody looks at the chain, and says what they found."""

import logging
import time

import pytest

from gongzhi.kernel.ledger import jobs
from gongzhi.kernel.ledger.actions import record, verify_journal
from gongzhi.kernel.ledger.models import Entry, Seal
from gongzhi.kernel.ledger.queries import last_verified
from tests.kernel.ledger.days import SYSTEM, ago, line, sealed, tamper

pytestmark = pytest.mark.django_db


def last() -> Entry:
    entry = Entry.objects.order_by("id").last()
    assert entry
    return entry


def test_what_was_found_last_is_known() -> None:
    assert last_verified() is None
    lines = sealed(2)

    for verb in ("journal.verified", "journal.damaged"):
        verify_journal(by=SYSTEM)
        record(SYSTEM, "journal.reasons_erased", ("people.person", 1))
        told = last_verified()
        assert told
        assert told.verb == verb
        tamper("DELETE FROM ledger_entry WHERE id = %s", [lines[0].pk])


def test_that_all_is_well_is_written_down(caplog: pytest.LogCaptureFixture) -> None:
    sealed(40, 2)

    assert verify_journal(by=SYSTEM) == []

    assert (last().verb, last().actor_name, last().facts) == ("journal.verified", "test", {"days": 30})
    assert [entry for entry in caplog.records if entry.levelno >= logging.WARNING] == []


def test_what_is_not_well_is_written_down_and_cried_out(caplog: pytest.LogCaptureFixture) -> None:
    lines = sealed(40, 3, 2)
    tamper("DELETE FROM ledger_entry WHERE id = ANY(%s)", [[lines[0].pk, lines[3].pk, lines[6].pk]])

    findings = verify_journal(by=SYSTEM)

    assert [finding.day for finding in findings] == [ago(3), ago(2)]
    named = [f"{ago(3)}:missing", f"{ago(2)}:missing"]
    assert (last().verb, last().facts) == ("journal.damaged", {"findings": 2, "named": named})
    errors = [entry.getMessage() for entry in caplog.records if entry.levelno == logging.ERROR]
    assert errors == [f"journal damaged: {ago(3)} 日志少了", f"journal damaged: {ago(2)} 日志少了"]


def test_all_days_can_be_looked_at() -> None:
    lines = sealed(40, 2)
    tamper("DELETE FROM ledger_entry WHERE id = %s", [lines[0].pk])

    assert verify_journal(by=SYSTEM) == []
    assert [finding.day for finding in verify_journal(days=None, by=SYSTEM)] == [ago(40)]


def test_a_line_names_a_few_of_many_findings() -> None:
    lines = [line(days) for days in range(28, 0, -1)]
    jobs.seal(int(time.time()))
    tamper("DELETE FROM ledger_entry WHERE id = ANY(%s)", [[entry.pk for entry in lines]])

    assert len(verify_journal(by=SYSTEM)) == 28

    assert last().facts["findings"] == 28
    assert len(last().facts["named"]) == 20


def test_after_some_days_off_the_night_seals_before_it_looks() -> None:
    line(9)

    jobs.verify(int(time.time()))

    assert Seal.objects.count() == 9
    assert (last().verb, last().actor_name) == ("journal.verified", "worker")
