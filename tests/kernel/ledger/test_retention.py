"""Lines are kept three years, or as the rulebook says, and never less than six months; then whole days go."""

import time
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongzhi.kernel.ledger import chain, jobs
from gongzhi.kernel.ledger.actions import prune_journal, record, seal_days
from gongzhi.kernel.ledger.chain import Damage, Finding, kept_from, verify_chain
from gongzhi.kernel.ledger.models import Entry, Reason, Seal
from gongzhi.kernel.rulebook.actions import set_setting
from gongzhi.kernel.rulebook.declared import JOURNAL_DAYS
from gongzhi.kernel.rulebook.models import Setting
from gongzhi.kernel.rulebook.queries import setting
from gongzhi.lib.actions import Refused
from tests.kernel.ledger.days import DAY, SYSTEM, ago, line, sealed, tamper

pytestmark = pytest.mark.django_db


def refused() -> Any:
    return pytest.raises(DatabaseError, match=r"append-only|permission denied")


def keep(days: int, *, from_days_ago: int = 0) -> None:
    set_setting(JOURNAL_DAYS.key, days, valid_from=ago(from_days_ago), by=SYSTEM)


def days_left() -> list[int]:
    """How many days ago the lines were written that still stand, without what was written today."""
    past = Entry.objects.filter(at__lt=chain.midnight(ago(0))).order_by("at")
    return [(ago(0) - timezone.localdate(entry.at)).days for entry in past]


def test_without_a_decision_the_journal_is_kept_three_years() -> None:
    assert kept_from() == ago(1095) == ago(setting(JOURNAL_DAYS.key, on=ago(0)))


def test_the_database_keeps_as_long_as_the_rulebook_says() -> None:
    keep(400, from_days_ago=10)
    keep(300, from_days_ago=5)
    keep(200, from_days_ago=-1)

    assert kept_from() == ago(300) == ago(setting(JOURNAL_DAYS.key, on=ago(0)))


def test_six_months_are_kept_whatever_somebody_sets() -> None:
    keep(183)
    with pytest.raises(Refused, match="183"):
        keep(182)

    assert setting(JOURNAL_DAYS.key, on=ago(0)) == 183
    Setting.objects.update(value=1)
    assert kept_from() == ago(183)


def test_a_street_has_no_say_in_how_long_the_journal_of_all_is_kept() -> None:
    with pytest.raises(Refused, match="所有街道"):
        set_setting(JOURNAL_DAYS.key, 200, valid_from=ago(0), street_id=9, by=SYSTEM)
    Setting.objects.create(key=JOURNAL_DAYS.key, value=200, valid_from=ago(0), street_id=9)

    assert kept_from() == ago(1095)


def test_whole_days_go_and_the_chain_over_the_rest_holds() -> None:
    keep(200)
    sealed(210, 202, 201, 200, 3)

    assert prune_journal(by=SYSTEM) == 9

    assert days_left() == [200, 200, 200, 3, 3, 3]
    assert Seal.objects.count() == 210
    assert verify_chain() == []
    assert verify_chain(since=ago(205)) == []


def test_letting_go_is_told() -> None:
    keep(200)
    sealed(210, 202)

    prune_journal(by=SYSTEM)

    told = Entry.objects.get(verb="journal.pruned")
    assert (told.subject_kind, told.subject_id) == ("ledger.seal", Seal.objects.get(day=ago(201)).pk)
    assert (told.actor_name, told.facts) == ("test", {"lines": 6})


def test_nothing_goes_twice_and_of_nothing_nothing_is_told() -> None:
    keep(200)
    sealed(210, 3)
    assert prune_journal(by=SYSTEM) == 3

    keep(190)
    assert prune_journal(by=SYSTEM) == 0
    assert Entry.objects.filter(verb="journal.pruned").count() == 1
    assert days_left() == [3, 3, 3]


def test_from_night_to_night_one_day_more_goes() -> None:
    sealed(205, 204)
    keep(204)
    jobs.prune(int(time.time()))
    keep(203)
    jobs.prune(int(time.time()))

    assert days_left() == []
    assert Entry.objects.filter(verb="journal.pruned", actor_name="worker").count() == 2
    assert verify_chain() == []


def test_reasons_go_with_their_lines() -> None:
    keep(200)
    old, young = line(210), line(3)
    for entry in (old, young):
        Reason.objects.create(entry=entry, sealed=b"x")
    seal_days(by=SYSTEM)

    prune_journal(by=SYSTEM)

    assert [reason.pk for reason in Reason.objects.all()] == [young.pk]


def told_of(days_ago: int) -> Seal:
    """A line says that everything up to a day was let go, and nothing was."""
    seal = Seal.objects.get(day=ago(days_ago))
    record(SYSTEM, "journal.pruned", seal, lines=0)
    return seal


def execute(statement: str, parameters: Any = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_a_younger_line_goes_by_no_way() -> None:
    keep(200)
    sealed(210, 200, 3)
    young = told_of(200)

    with refused():
        execute("SELECT ledger_prune(%s)", [young.pk])
    with refused():
        execute("DELETE FROM ledger_entry WHERE at < %s", [chain.midnight(ago(199))])
    with refused(), transaction.atomic():
        Entry.objects.filter(at__gte=chain.midnight(ago(3))).delete()

    assert len(days_left()) == 9
    execute("SELECT ledger_prune(%s)", [Seal.objects.get(day=ago(201)).pk])
    assert days_left() == [200, 200, 200, 3, 3, 3]


def test_an_old_line_does_not_go_before_it_is_told() -> None:
    keep(200)
    sealed(210)
    old = Seal.objects.get(day=ago(205))

    with refused():
        execute("SELECT ledger_prune(%s)", [old.pk])
    with refused():
        execute("DELETE FROM ledger_entry")

    told_of(205)
    execute("SELECT ledger_prune(%s)", [old.pk])
    assert days_left() == []


@pytest.mark.parametrize("wrong", [{"result": "refused"}, {"subject_kind": "intake.batch"}, {"street_id": 9}])
def test_only_a_line_of_the_machine_that_tells_of_it_counts(wrong: dict[str, Any]) -> None:
    keep(200)
    sealed(210)
    old = Seal.objects.get(day=ago(205))
    told = {"verb": "journal.pruned", "subject_kind": "ledger.seal", "subject_id": old.pk}
    Entry.objects.create(**{**told, **wrong})

    with refused():
        execute("SELECT ledger_prune(%s)", [old.pk])

    assert verify_chain() == []
    Entry.objects.create(**told)
    execute("SELECT ledger_prune(%s)", [old.pk])
    assert days_left() == []


def test_a_day_beyond_the_last_one_told_stays() -> None:
    keep(200)
    sealed(210, 205)
    told_of(210)

    with refused():
        execute("SELECT ledger_prune(%s)", [Seal.objects.get(day=ago(205)).pk])

    assert len(days_left()) == 6


def test_the_words_of_a_younger_line_stay() -> None:
    keep(200)
    old, young = line(210), line(3)
    for entry in (old, young):
        Reason.objects.create(entry=entry, sealed=b"x")
    seal_days(by=SYSTEM)
    told_of(205)

    with refused():
        execute("DELETE FROM ledger_reason WHERE entry_id = %s", [young.pk])
    execute("DELETE FROM ledger_reason WHERE entry_id = %s", [old.pk])

    assert Reason.objects.get().pk == young.pk


def test_a_line_that_comes_back_after_its_day_was_let_go_is_found() -> None:
    keep(200)
    sealed(210, 3)
    prune_journal(by=SYSTEM)

    line(210)

    assert verify_chain() == [Finding(ago(210), Damage.ADDED)]


def test_who_removes_lines_and_says_they_were_let_go_is_found_out_within_six_months() -> None:
    sealed(183, 182)
    told_of(182)
    tamper("DELETE FROM ledger_entry WHERE at < %s", [chain.midnight(ago(181))])

    assert verify_chain() == [Finding(ago(182), Damage.EARLY)]


def test_six_months_are_long_enough() -> None:
    keep(183)
    sealed(185, 184, 183)

    assert prune_journal(by=SYSTEM) == 6
    assert verify_chain() == []
    assert days_left() == [183] * 3
    assert DAY * 183 == chain.LEAST_KEPT
