"""What the plain role of the application may do to the journal, in a house as it is installed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, RestrictViolation

from gongzhi.lib import postgres
from tests.houses import new_home
from tests.serving import gongzhi

Connection = psycopg.Connection[Any]

LINE = """
INSERT INTO ledger_entry (at, actor_name, role, address, verb, subject_kind, subject_id, facts, result)
VALUES (now() - %s * interval '1 day', '', '', '', %s, 'ledger.seal', 0, '{}', 'done') RETURNING id
"""
SEAL = """
INSERT INTO ledger_seal (id, day, lines, first_id, last_id, content, digest, signature)
VALUES (%s, current_date - %s, 1, 1, 1, '', '', '')
"""


@pytest.fixture(scope="module")
def settled() -> Iterator[Path]:
    """A home with all tables, whose database runs."""
    with new_home() as home:
        assert gongzhi(home, "migrate").returncode == 0
        with postgres.joined(home, {}):
            yield home


@pytest.fixture
def app(settled: Path) -> Iterator[Connection]:
    """The application's connection; nothing it does is kept."""
    entry = postgres.connection(settled, {})
    with psycopg.connect(host=entry["HOST"], user=entry["USER"], dbname=entry["NAME"]) as connection:
        connection.execute("SET TIME ZONE 'Asia/Shanghai'")  # as the application's own connections
        yield connection
        connection.rollback()


def lines(app: Connection) -> int:
    return int((app.execute("SELECT count(*) FROM ledger_entry").fetchone() or (0,))[0])


def four_years(app: Connection) -> None:
    """A line of four years ago and one of yesterday; a seal for each of the days."""
    for number, days_ago in enumerate((1461, 1)):
        app.execute(LINE, [days_ago, "person.changed"])
        app.execute(SEAL, [number, days_ago])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET verb = 'person.forgotten'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "UPDATE ledger_seal SET lines = 0",
        "DELETE FROM ledger_seal",
        "CREATE OR REPLACE FUNCTION ledger_kept_from() RETURNS date LANGUAGE sql AS 'SELECT current_date + 1'",
        "TRUNCATE ledger_reason",
    ],
)
def test_the_application_only_adds_to_the_journal(app: Connection, statement: str) -> None:
    four_years(app)

    with pytest.raises(InsufficientPrivilege):
        app.execute(statement)


def test_the_application_lets_go_of_what_was_kept_long_enough_and_of_nothing_else(app: Connection) -> None:
    four_years(app)
    app.execute(LINE.replace("'ledger.seal', 0", "'ledger.seal', 1"), [0, "journal.pruned"])

    with app.transaction(), pytest.raises(RestrictViolation), app.transaction():
        app.execute("SELECT ledger_prune(1)")
    assert lines(app) == 3

    assert app.execute("SELECT ledger_prune(0)").fetchone() == (1,)
    assert lines(app) == 2


@pytest.mark.parametrize(
    "table",
    [
        "rulebook_setting (key, value, valid_from, street_id) AS"
        " SELECT 'ledger.kept_days', '-9'::jsonb, date '2000-01-01', NULL::bigint",
        "ledger_seal (id, day) AS SELECT 1::bigint, current_date - 1461",
    ],
)
def test_a_table_of_the_callers_own_is_not_taken_for_ours(app: Connection, table: str) -> None:
    four_years(app)
    app.execute(LINE.replace("'ledger.seal', 0", "'ledger.seal', 1"), [0, "journal.pruned"])
    app.execute(f"CREATE TEMPORARY TABLE {table}")

    with pytest.raises(RestrictViolation):
        app.execute("SELECT ledger_prune(1)")
