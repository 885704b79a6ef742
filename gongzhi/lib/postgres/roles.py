"""Who may do what inside the database.

Three roles: one that only makes the cluster, the owner of the tables who runs migrations, and the
plain role of the application, which can neither change a table nor rewrite what is append-only.
"""

from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from gongzhi.lib.postgres.address import APP, APP_LIMITS, DATABASE, OWNER
from gongzhi.lib.postgres.promises import Connection

EVERYWHERE = (
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}",
    f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}",
    f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {APP}",
)
APPEND_ONLY = """
    SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
    WHERE starts_with(tgname, 'append_only')
    AND (SELECT relnamespace FROM pg_class WHERE oid = tgrelid) = 'public'::regnamespace
"""
#: What the migrations have done; only the owner writes it.
OWNERS_OWN = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename = 'django_migrations'"


def prepare(connection: psycopg.Connection[Any]) -> None:
    """Roles and database as they should be; ``connection`` is the superuser's, in autocommit."""
    existing = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    if OWNER not in existing:
        connection.execute(SQL("CREATE ROLE {} LOGIN CREATEDB").format(Identifier(OWNER)))
    if APP not in existing:
        connection.execute(SQL("CREATE ROLE {} LOGIN").format(Identifier(APP)))
    for name, value in APP_LIMITS.items():
        limit = SQL("ALTER ROLE {} SET {} = {}")
        connection.execute(limit.format(Identifier(APP), Identifier(name), Literal(value)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(SQL("CREATE DATABASE {} OWNER {}").format(Identifier(DATABASE), Identifier(OWNER)))


def let_app_read(connection: Connection) -> None:
    """Let the application's role read every table from the moment that a migration makes it.

    A command that starts while another one migrates then sees what is still to come, instead of a refusal.
    """
    with connection.cursor() as cursor:
        if _is_owner(cursor):
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {APP}")


def grant_app(connection: Connection) -> None:
    """Give the application's role its rights on the tables as they are now; run after every migration.

    ``connection`` is the owner's, of Django or psycopg. A table with a trigger named
    ``append_only…`` can be read and added to, no more. Does nothing on a server that does not know
    our roles: there the application logs in as the owner of the tables.
    """
    with connection.cursor() as cursor:
        if not _is_owner(cursor):
            return
        exceptions = [f"REVOKE UPDATE, DELETE ON {table} FROM {APP}" for table in _names(cursor, APPEND_ONLY)]
        exceptions += [f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {APP}" for table in _names(cursor, OWNERS_OWN)]
        cursor.execute("; ".join([*EVERYWHERE, *exceptions]))  # one statement for the server: all or nothing


def _is_owner(cursor: Any) -> bool:
    """Whether this is the owner of the tables, on a server that knows our roles."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND current_user = %s", [APP, OWNER])
    return cursor.fetchone() is not None


def _names(cursor: Any, query: str) -> list[str]:
    cursor.execute(query)
    return [name for (name,) in cursor.fetchall()]
