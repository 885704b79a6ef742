from pathlib import Path
from typing import Any

import psycopg
import pytest

from gongzhi.lib import postgres
from gongzhi.lib.postgres import Cluster

HOME = Path("/srv/gongzhi")
WEB = {"GONGZHI_PROCESS": "web"}
OWNER = {"GONGZHI_DATABASE_ROLE": "owner"}


def server(url: str) -> dict[str, Any]:
    return postgres.connection(HOME, {"GONGZHI_DATABASE_URL": url})


def limits(entry: dict[str, Any]) -> tuple[str, ...]:
    """What the server says when it is asked through the connection that ``entry`` describes."""
    options = {name: value for name, value in entry["OPTIONS"].items() if name != "pool"}
    with psycopg.connect(host=entry["HOST"], user=entry["USER"], dbname=entry["NAME"], **options) as connection:
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        return tuple(connection.execute(f"SHOW {name}").fetchone()[0] for name in names)  # type: ignore[index]


def test_the_embedded_database_is_reached_as_the_plain_role(home: Path) -> None:
    entry = postgres.connection(home, {})

    assert (entry["NAME"], entry["USER"], entry["PASSWORD"]) == ("gongzhi", "gongzhi_app", "")
    assert entry["HOST"] == str(Cluster(home).layout.socket)
    assert not home.exists()


def test_migrations_reach_it_as_the_owner(home: Path) -> None:
    assert postgres.connection(home, OWNER)["USER"] == "gongzhi_owner"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [(WEB, ("10s", "3s", "1min")), ({}, ("5min", "0", "1min")), (OWNER, ("0", "0", "0"))],
    ids=["web", "worker", "owner"],
)
def test_nobody_waits_longer_than_is_right_for_them(
    cluster: Cluster, environ: dict[str, str], expected: tuple[str, ...]
) -> None:
    assert limits(postgres.connection(cluster.home, environ)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://amy:p@db.example:5433/city", ("city", "amy", "p", "db.example", "5433")),
        ("postgres://amy@db.example/city", ("city", "amy", "", "db.example", "")),
        ("postgres://%E7%8E%8B:a%2Fb%40c@db.example/%E8%A1%97", ("街", "王", "a/b@c", "db.example", "")),
        ("postgresql:///city?host=/run/postgresql", ("city", "", "", "/run/postgresql", "")),
        ("postgresql://amy@[2001:db8::1]:5433/city", ("city", "amy", "", "2001:db8::1", "5433")),
        ("postgresql://amy@one,two:5433/city", ("city", "amy", "", "one,two", ",5433")),
    ],
)
def test_an_address_of_a_server_is_read(url: str, expected: tuple[str, ...]) -> None:
    entry = server(url)

    assert tuple(entry[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected


def test_options_of_an_address_are_kept_beside_our_limits() -> None:
    options = server("postgresql://db/city?sslmode=require&connect_timeout=3&options=-c%20work_mem%3D8MB")["OPTIONS"]

    assert (options["sslmode"], options["connect_timeout"]) == ("require", "3")
    assert options["options"].endswith("-c work_mem=8MB")
    assert "-c statement_timeout=5min" in options["options"]


@pytest.mark.parametrize(
    "url",
    [
        "mysql://amy@db/city",
        "host=db dbname=city",
        "postgresql://db",
        "postgresql://db/city?colour=red",
        "postgresql://[",
    ],
)
def test_what_is_no_address_is_said_in_a_sentence(url: str) -> None:
    with pytest.raises(postgres.Trouble, match="GONGZHI_DATABASE_URL 看不懂"):
        server(url)


def test_a_server_that_does_not_answer_is_said_in_a_sentence(home: Path) -> None:
    with pytest.raises(postgres.Trouble, match="连不上数据库"):
        postgres.connect(home, {})
