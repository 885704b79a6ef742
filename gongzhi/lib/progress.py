"""How far a long transaction is, for others to see while it runs.

What a transaction writes is seen by nobody before it ends. The name of its session is: PostgreSQL shows
it to every session of the same role at once, and takes it back when the transaction ends, however it ends.
"""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int


def show(what: str, done: int, total: int) -> None:
    """Say in the name of the session, until the end of the transaction, how far ``what`` (``"draft 7"``) is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, true)", [f"{what}: {done}/{total}"])


def seen(what: str) -> Progress | None:
    """How far somebody is with ``what``; None if nobody is at it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity"
            " WHERE datname = current_database() AND starts_with(application_name, %s)",
            [f"{what}: "],
        )
        found = cursor.fetchone()
    done, _of, total = found[0].removeprefix(f"{what}: ").partition("/") if found else ("", "", "")
    return Progress(int(done), int(total)) if done.isdecimal() and total.isdecimal() else None
