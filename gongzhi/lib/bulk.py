"""Many rows at once: identifiers before the insert, and COPY instead of INSERT."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault


def next_ids(model: type[Model], count: int) -> list[int]:
    """``count`` fresh primary keys of ``model``, so that rows can refer to each other before they exist."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert(things: Sequence[Model]) -> None:
    """Insert instances of one model by COPY; those without a key get one first.

    Constraints and foreign keys are checked by the database as ever. Django's ``auto_now_add``
    and defaults apply, those of the database to a field that all instances leave to it; nothing
    is read back.
    """
    if not things:
        return
    model = type(things[0])
    fields = [field for field in model._meta.concrete_fields if not _left_to_the_database(field, things)]
    keyless = [thing for thing in things if thing.pk is None]
    for thing, key in zip(keyless, next_ids(model, len(keyless)), strict=True):
        thing.pk = key
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    # Django knows nothing of COPY: without the wrapper its errors would not be those of django.db.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for thing in things:
            copy.write_row([_prepared(field, thing) for field in fields])
    for thing in things:
        thing._state.adding, thing._state.db = False, connection.alias


def _left_to_the_database(field: "Field[Any, Any]", things: Sequence[Model]) -> bool:
    return field.has_db_default() and all(
        isinstance(getattr(thing, field.attname), DatabaseDefault) for thing in things
    )


def _prepared(field: Any, thing: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(thing, add=True), connection)
