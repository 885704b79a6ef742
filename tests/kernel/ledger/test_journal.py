import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from gongzhi.kernel.ledger.actions import record, record_batch
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import entries_about, touched_since
from gongzhi.kernel.rulebook.models import Setting
from gongzhi.lib.actions import ANONYMOUS, Actor

CLERK = Actor(name="李四", person_id=7, account_id=70)
SYSTEM = Actor.system("import")
PERSON = ("people.person", 1)


def a_setting() -> Setting:
    return Setting.objects.create(key="test_ledger.days", value=5, valid_from=dt.date(2026, 1, 1), street_id=9)


@pytest.mark.django_db
def test_a_line_says_who_did_what_to_which_record_and_when() -> None:
    setting = a_setting()

    entry = record(CLERK, "setting.changed", setting, on_behalf_id=8, fields=["value"], rows=3)

    entry.refresh_from_db()
    assert (entry.actor_id, entry.account_id, entry.on_behalf_id, entry.actor_name) == (7, 70, 8, "")
    assert (entry.subject_kind, entry.subject_id, entry.street_id) == ("rulebook.setting", setting.pk, 9)
    assert entry.facts == {"fields": ["value"], "rows": 3}
    with connection.cursor() as cursor:
        cursor.execute("SELECT abs(extract(epoch FROM now() - at)) < 60 FROM ledger_entry WHERE id = %s", [entry.pk])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_the_machine_acts_under_its_name_and_a_visitor_under_none() -> None:
    assert record(SYSTEM, "batch.committed").actor_name == "import"
    assert record(ANONYMOUS, "report.filed").actor_name == ""


@pytest.mark.django_db(transaction=True)
def test_outside_of_an_action_nothing_is_recorded() -> None:
    with pytest.raises(TransactionManagementError):
        record(SYSTEM, "batch.committed")

    with transaction.atomic():
        record(SYSTEM, "batch.committed")
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_an_unsaved_record_is_not_recorded() -> None:
    setting = a_setting()
    record(SYSTEM, "setting.changed", setting)

    setting.pk = None

    with pytest.raises(ValueError, match="saved"):
        record(SYSTEM, "setting.changed", setting)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [7, None, True, "registered", "places.place", "2026-09-01", dt.date(2026, 9, 1), ["name", "sex"], {"new": 3}, 0.5],
)
def test_ids_counts_and_codes_are_recorded(value: Any) -> None:
    assert record(SYSTEM, "person.changed", PERSON, fact=value).pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "李四",
        "13800000001",
        13800000001,
        "+86-138-0000-0001",
        "41010119850707014X",
        "li@example.com",
        "Li Si",
        ["sex", "李四"],
        {"name": "李四"},
        {"李四": 1},
    ],
)
def test_values_of_people_stay_out_of_the_journal(value: Any) -> None:
    record(SYSTEM, "person.changed", PERSON, fact="name")

    with pytest.raises(ValueError, match=r"person\.changed"):
        record(SYSTEM, "person.changed", PERSON, fact=value)

    assert Entry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"verb": "changed"},
        {"verb": "Person.changed"},
        {"actor_name": "import", "actor_id": 7},
        {"subject_kind": "", "subject_id": 1},
        {"subject_kind": "people.person", "subject_id": None},
    ],
)
def test_the_database_refuses_half_a_line(wrong: dict[str, Any]) -> None:
    right = {"verb": "person.changed", "actor_id": 7, "subject_kind": "people.person", "subject_id": 1}
    Entry.objects.create(**right)

    with pytest.raises(IntegrityError):
        Entry.objects.create(**{**right, **wrong})


REWRITES = (
    "UPDATE ledger_entry SET verb = 'person.forgotten'",
    "UPDATE ledger_entry SET facts = '{}' WHERE id = (SELECT max(id) FROM ledger_entry)",
    "DELETE FROM ledger_entry",
    "INSERT INTO ledger_entry SELECT * FROM ledger_entry ON CONFLICT (id) DO UPDATE SET verb = 'person.forgotten'",
    "SET LOCAL session_replication_role = replica; DELETE FROM ledger_entry",
)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", REWRITES)
def test_nobody_rewrites_the_journal(statement: str) -> None:
    entry = record(SYSTEM, "person.changed", PERSON)

    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        execute(statement)

    assert list(Entry.objects.values_list("pk", "verb")) == [(entry.pk, "person.changed")]


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_neither_do_our_own_models() -> None:
    entry = record(SYSTEM, "person.changed", PERSON)

    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Entry.objects.update(verb="person.forgotten")
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        entry.delete()

    assert Entry.objects.get().verb == "person.changed"


@pytest.mark.django_db
def test_the_story_of_a_record_is_told_newest_first() -> None:
    setting = a_setting()
    for verb in ("setting.proposed", "setting.changed"):
        record(SYSTEM, verb, setting)
    record(SYSTEM, "setting.changed", ("rulebook.setting", setting.pk + 1))
    record(SYSTEM, "place.changed", ("places.place", setting.pk))

    assert [entry.verb for entry in entries_about(setting)] == ["setting.changed", "setting.proposed"]


@pytest.mark.django_db
def test_a_batch_is_one_line_about_itself() -> None:
    entry = record_batch(SYSTEM, "batch.committed", ("intake.batch", 5), street_id=9, new=10, changed=2)

    assert (entry.subject_id, entry.batch_id, entry.street_id) == (5, 5, 9)
    assert entry.facts == {"new": 10, "changed": 2}


@pytest.mark.django_db
def test_what_was_touched_since_a_batch_is_found() -> None:
    untouched, before, after, in_batch, in_another = [("people.person", number) for number in range(1, 6)]
    record(CLERK, "person.changed", before)
    line = record_batch(SYSTEM, "batch.committed", ("intake.batch", 5))
    record(SYSTEM, "person.merged", in_batch, batch_id=5)
    record(SYSTEM, "person.merged", in_another, batch_id=6)
    record(CLERK, "person.changed", after)
    record(CLERK, "place.changed", ("places.place", untouched[1]))

    everyone = [untouched, before, after, in_batch, in_another]

    assert touched_since(everyone, line.pk, batch_id=5) == {after, in_another}
    assert touched_since(everyone, line.pk) == {after, in_batch, in_another}
    assert touched_since([untouched, before], line.pk) == set()
    assert touched_since([], line.pk) == set()
