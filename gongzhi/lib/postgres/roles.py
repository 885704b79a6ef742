"""Who may do what inside the database.

Three roles: one that only bootstraps the cluster, the owner of the tables who runs migrations, and
the plain role of the application, which can neither change a table nor rewrite what is append-only.
"""

from typing import Any

from psycopg import Connection, sql

from gongzhi.lib.postgres.address import APP, APP_LIMITS, DATABASE, OWNER

BOOTSTRAP = "gongzhi_bootstrap"
# Kept by the owner alone: what the migrations have done.
NOT_FOR_THE_APP = ("django_migrations",)


def prepare(connection: Connection[Any]) -> None:
    """Roles and database as they should be; ``connection`` is the bootstrap role's, in autocommit."""
    existing = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    if OWNER not in existing:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(OWNER)))
    if APP not in existing:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(APP)))
        for name, value in APP_LIMITS.items():
            set_limit = sql.SQL("ALTER ROLE {} SET {} = {}")
            connection.execute(set_limit.format(sql.Identifier(APP), sql.Identifier(name), sql.Literal(value)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        create = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def grant_app(connection: Any) -> None:
    """Give the application's role its rights on the tables as they are now; run after every migration.

    ``connection`` is Django's, as the owner. Tables with a trigger named ``append_only…`` can be
    added to and read, no more. Does nothing on a server that has no such role: there the
    application logs in as the owner of the tables.
    """
    from django.db import transaction

    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP])
        if cursor.fetchone() is None or connection.settings_dict["USER"] != OWNER:
            return
        for statement in _GRANTS:
            cursor.execute(statement)
        for table in _append_only(cursor):
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {APP}')
        for table in NOT_FOR_THE_APP:
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM {APP}')


_GRANTS = (
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}",
    f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}",
    f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {APP}",
)


def _append_only(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE starts_with(tgname, 'append_only') AND relnamespace = 'public'::regnamespace"
    )
    return [name for (name,) in cursor.fetchall()]
