import datetime as dt

import psycopg
import pytest

from gongzhi.lib import postgres
from gongzhi.lib.postgres import Cluster
from gongzhi.lib.postgres.promises import SUPPORTED_UNTIL
from gongzhi.lib.postgres.server import SUPERUSER

TODAY = dt.date(2026, 11, 22)


def alter(cluster: Cluster, statement: str) -> None:
    """Change a setting of the server as an operator would, and start it anew."""
    socket = str(cluster.layout.socket)
    with psycopg.connect(host=socket, user=SUPERUSER, dbname="postgres", autocommit=True) as superuser:
        superuser.execute(f"ALTER SYSTEM {statement}")
    cluster.stop()
    cluster.ensure_running()


def broken(cluster: Cluster) -> list[str]:
    with postgres.connect(cluster.home, {}) as connection:
        return postgres.broken_promises(connection)


def test_the_embedded_database_keeps_every_promise(cluster: Cluster) -> None:
    with postgres.connect(cluster.home, {}) as connection:
        assert postgres.broken_promises(connection) == []
        assert postgres.cautions(connection, TODAY) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("fsync", "off"), ("full_page_writes", "off"), ("synchronous_commit", "off"), ("data_sync_retry", "on")],
)
def test_a_setting_that_could_lose_a_confirmed_write_is_named(cluster: Cluster, name: str, value: str) -> None:
    alter(cluster, f"SET {name} = {value}")
    found = broken(cluster)
    alter(cluster, "RESET ALL")

    assert [f"{name} = {value}" in sentence for sentence in found] == [True]
    assert broken(cluster) == []


def test_a_version_out_of_support_is_named(cluster: Cluster) -> None:
    last = SUPPORTED_UNTIL[18]
    with postgres.connect(cluster.home, {}) as connection:
        assert postgres.cautions(connection, last) == []
        (sentence,) = postgres.cautions(connection, last + dt.timedelta(days=1))

    assert "PostgreSQL 18" in sentence
