"""Many rows at once: identifiers before the insert, COPY instead of INSERT, and one array instead of a long list."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BinaryField, CharField, DateField, F, Field, ForeignKey, IntegerField, Lookup, Model
from django.db.models.expressions import DatabaseDefault
from psycopg import sql
from psycopg.abc import PQGen
from psycopg.copy import LibpqWriter
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn
from psycopg.waiting import Wait


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
    foreign keys are checked as ever.
    """
    with copying(model, names, rows):
        """Nothing to do meanwhile."""


@contextmanager
def copying(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[None]:
    """As :func:`copy`; the block runs while the database still writes, and must leave the database alone.

    A broken rule surfaces after the block.
    """
    columns = ", ".join(connection.ops.quote_name(_column(model, name)) for name in names)
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    # Django knows nothing of COPY: without the wrapper its errors would not be those of django.db.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(statement) as stream:
            stream.writer = _Writer(stream.cursor)  # Django's cursor would not hand it on
            for row in rows:
                stream.write_row(row)
        try:
            yield
        finally:
            _hear_answer()


@contextmanager
def checking() -> Iterator[None]:
    """The block runs while the database looks whether all references written so far lead somewhere.

    It would look at the end of the transaction, when there is nothing left to do meanwhile. As with
    :func:`copying`, the block must leave it alone, and what is broken surfaces after the block.
    """
    with connection.wrap_database_errors, connection.cursor():
        pgconn = connection.connection.pgconn
        pgconn.send_query(b"SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        connection.connection.wait(_on_its_way(pgconn))
        try:
            yield
        finally:
            _hear_answer()


class _Writer(LibpqWriter):
    """Tells the database that there are no more rows, and leaves its answer to be heard later."""

    def finish(self, exc: BaseException | None = None) -> None:
        if exc:
            super().finish(exc)
        else:
            self.connection.wait(_end_of_rows(self.connection.pgconn))


def _end_of_rows(pgconn: PGconn) -> PQGen[None]:
    while pgconn.put_copy_end() == 0:
        yield Wait.W
    yield from _on_its_way(pgconn)


def _on_its_way(pgconn: PGconn) -> PQGen[None]:
    while pgconn.flush():
        yield Wait.W


def _hear_answer() -> None:
    """Wait for what the database says. Raises its first error."""
    for result in connection.connection.wait(fetch_many(connection.connection.pgconn)):
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)


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


def update(things: Sequence[Model], names: Sequence[str]) -> None:
    """Write some fields of instances of one model back, in one statement however many they are."""
    if not things:
        return
    model: Any = type(things[0])
    key, *fields = (model._meta.pk, *map(model._meta.get_field, names))
    values = [sql.SQL("%s::{}").format(sql.SQL(field.db_type(connection))) for field in (key, *fields)]
    statement = sql.SQL("UPDATE {table} AS old SET {new} FROM (VALUES {rows}) AS new ({columns}) WHERE {same}").format(
        table=sql.Identifier(model._meta.db_table),
        new=_listed(sql.SQL("{0} = new.{0}").format(sql.Identifier(field.column)) for field in fields),
        rows=_listed([sql.SQL("({})").format(_listed(values))] * len(things)),
        columns=_listed(sql.Identifier(field.column) for field in (key, *fields)),
        same=sql.SQL("old.{0} = new.{0}").format(sql.Identifier(key.column)),
    )
    parameters = [
        field.get_db_prep_save(getattr(thing, field.attname), connection)
        for thing in things
        for field in (key, *fields)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _listed(parts: Iterable[sql.Composable]) -> sql.Composed:
    return sql.SQL(", ").join(parts)


def among(name: str, values: Iterable[Any]) -> "Lookup[Any]":
    """The condition that a field has one of many ``values``: ``__in``, but sent as one array however many they are."""
    return _Among(F(name), list(values))


class _Among(Lookup):
    """A thousand parameters of a statement cost the driver more than the statement itself; so do bytes in an array."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, parameters = self.process_lhs(compiler, connection)
        if isinstance(self.lhs.output_field, BinaryField):
            return f"{column} = ANY(%s::bytea[])", [*parameters, _array_of_bytes(self.rhs)]
        return f"{column} = ANY(%s)", [*parameters, self.rhs]


def _array_of_bytes(values: Iterable[bytes]) -> str:
    return "{" + ",".join([f'"\\\\x{value.hex()}"' for value in values]) + "}"


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
