"""Journals of past days, for tests of what becomes of them; and what only the owner of the tables could do to them."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from gongzhi.kernel.ledger.actions import seal_days
from gongzhi.kernel.ledger.chain import midnight, today
from gongzhi.kernel.ledger.models import Entry
from gongzhi.lib.actions import Actor

SYSTEM = Actor.system("test")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def line(days_ago: int, hour: float = 12, **columns: Any) -> Entry:
    """A line as it was written some days ago."""
    about = {"verb": "person.changed", "actor_id": 7, "subject_kind": "people.person", "subject_id": 1}
    return Entry.objects.create(at=midnight(ago(days_ago)) + hour * HOUR, **{**about, **columns})


def ago(days: int) -> dt.date:
    return today() - days * DAY


def sealed(*days_ago: int) -> list[Entry]:
    """Three lines on each of some days, and every day sealed up to yesterday."""
    lines = [line(days, hour) for days in days_ago for hour in (0, 12, 23.99)]
    seal_days(by=SYSTEM)
    return lines


def tamper(statement: str, parameters: Any = None, table: str = "ledger_entry") -> None:
    """What an owner of the tables does who first switches off what guards them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
