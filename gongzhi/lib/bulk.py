"""Many rows at once: identifiers before the insert, COPY instead of INSERT, and one array instead of a long list."""

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BinaryField, CharField, DateField, F, Field, ForeignKey, IntegerField, Lookup, Model
from django.db.models.expressions import DatabaseDefault


def next_ids(model: type[Model], count: int) -> list[int]:
    """``count`` fresh primary keys of ``model``, so that rows can refer to each other before they exist."""
    if not count:
        return []
    with connection.cursor() as cursor:
        # OFFSET 0 keeps the sequence from being looked up again for every key.
        cursor.execute(
            "SELECT array_agg(nextval(own.sequence)) FROM generate_series(1, %s),"
            " (SELECT pg_get_serial_sequence(%s, %s)::regclass AS sequence OFFSET 0) AS own",
            [count, model._meta.db_table, model._meta.pk.column],
        )
        return list(cursor.fetchone()[0])


def copy(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of plain values by COPY; ``names`` are those of the attributes (``"person_id"``), in their order.

    What is not named is left to the database: a fresh key, its default, or NULL. Constraints and
    foreign keys are checked as ever. Give a generator where a row takes some making: the database
    writes the first while the next are made.
    """
    columns = ", ".join(connection.ops.quote_name(_column(model, name)) for name in names)
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    # Django knows nothing of COPY: without the wrapper its errors would not be those of django.db.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copying:
        for row in rows:
            copying.write_row(row)


def insert(things: Sequence[Model]) -> None:
    """Insert instances of one model by COPY; those without a key get one first.

    Django's ``auto_now_add`` and defaults apply, those of the database to a field that all
    instances leave to it; nothing is read back.
    """
    if not things:
        return
    model = type(things[0])
    fields = [field for field in model._meta.concrete_fields if not _left_to_the_database(field, things)]
    keyless = [thing for thing in things if thing.pk is None]
    for thing, key in zip(keyless, next_ids(model, len(keyless)), strict=True):
        thing.pk = key
    values = [_values(field, things) for field in fields]
    copy(model, [field.attname for field in fields], zip(*values, strict=True))
    for thing in things:
        thing._state.adding, thing._state.db = False, connection.alias


def among(name: str, values: Iterable[Any]) -> "Lookup[Any]":
    """The condition that a field has one of many ``values``: ``__in``, but sent as one array however many they are."""
    return _Among(F(name), list(values))


class _Among(Lookup):
    """A thousand parameters of a statement cost the driver more than the statement itself."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*parameters, self.rhs]


def among_ids(name: str, ids: Iterable[int]) -> "Lookup[Any]":
    """As :func:`among`, for very many ids that are asked for more than once: they are put into words here and now."""
    return _AmongIds(F(name), "{" + ",".join(map(str, sorted(ids))) + "}")


class _AmongIds(Lookup):
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*parameters, self.rhs]


def _column(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).column)


def _left_to_the_database(field: "Field[Any, Any]", things: Sequence[Model]) -> bool:
    return field.has_db_default() and all(
        isinstance(getattr(thing, field.attname), DatabaseDefault) for thing in things
    )


def _values(field: Any, things: Sequence[Model]) -> list[Any]:
    """What stands in the column of ``field``, row by row."""
    if _needs_no_preparing(field):
        return [getattr(thing, field.attname) for thing in things]
    if isinstance(field, ArrayField) and isinstance(field.base_field, CharField):
        return [array(tuple(getattr(thing, field.attname))) for thing in things]
    return [field.get_db_prep_save(field.pre_save(thing, add=True), connection) for thing in things]


@functools.lru_cache(1024)
def array(texts: tuple[str, ...]) -> str:
    """An array as COPY reads it; the driver takes ten times as long, and lists of words repeat themselves."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join([f'"{text}"' for text in quoted]) + "}"


def _needs_no_preparing(field: Any) -> bool:
    """Whether the driver takes the values as they are; asked once a column, it saves a call for every value."""
    if type(field) is DateField:
        return not (field.auto_now or field.auto_now_add)
    return isinstance(field, (BinaryField, CharField, ForeignKey, IntegerField))
