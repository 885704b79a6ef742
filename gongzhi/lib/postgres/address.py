"""How Django reaches the database, worked out from the environment without starting anything."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gongzhi.lib.postgres.layout import locate
from gongzhi.lib.postgres.trouble import Trouble

OWNER = "gongzhi_owner"  # owns the tables and runs migrations
APP = "gongzhi_app"  # reads and writes rows, nothing else
DATABASE = "gongzhi"
PORT = "5432"
POOL = {"min_size": 1, "max_size": 4, "timeout": 10}

# Nobody waits for a page longer than this, and no forgotten transaction holds its locks for ever.
APP_LIMITS = {"statement_timeout": "5min", "idle_in_transaction_session_timeout": "60s"}
WEB_LIMITS = APP_LIMITS | {"statement_timeout": "10s", "lock_timeout": "3s"}


def is_embedded(environ: Mapping[str, str]) -> bool:
    """Whether the database is our own, and not a server named by ``GONGZHI_DATABASE_URL``."""
    return not environ.get("GONGZHI_DATABASE_URL")


def connection(home: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """The entry for Django's ``DATABASES``. Starts nothing and creates nothing.

    ``GONGZHI_DATABASE_ROLE`` is ``app`` (default) or ``owner``; ``GONGZHI_PROCESS=web`` sets the
    short limits of a web process. Raises Trouble if ``GONGZHI_DATABASE_URL`` cannot be read.
    """
    owner = environ.get("GONGZHI_DATABASE_ROLE") == "owner"
    where = _where(home, environ, owner)
    limits = {} if owner else WEB_LIMITS if environ.get("GONGZHI_PROCESS") == "web" else APP_LIMITS
    options = {name: value for name, value in where.items() if name not in _NAMES}
    ours = [f"-c {name}={value}" for name, value in limits.items()]
    options["options"] = " ".join([*ours, options.get("options", "")]).strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{setting: where.get(name, "") for name, setting in _NAMES.items()},
        "OPTIONS": {**options, "pool": POOL},
        "CONN_HEALTH_CHECKS": True,  # a restarted database costs no visitor a failed page
    }


def connect(home: Path, environ: Mapping[str, str]) -> psycopg.Connection[Any]:
    """A connection outside Django, as the owner of the tables. Raises Trouble if nobody answers."""
    try:
        return psycopg.connect(make_conninfo(**_where(home, environ, owner=True)), connect_timeout=5)
    except psycopg.OperationalError as error:
        raise Trouble(f"连不上数据库：{str(error).strip()}") from None


_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def _where(home: Path, environ: Mapping[str, str], owner: bool) -> dict[str, str]:
    """What libpq needs to find the database."""
    if not is_embedded(environ):
        return _server(environ["GONGZHI_DATABASE_URL"])
    socket = str(locate(home).socket)
    return {"dbname": DATABASE, "user": OWNER if owner else APP, "host": socket, "port": PORT}


def _server(url: str) -> dict[str, str]:
    """libpq reads the address itself, so that every form it documents is understood."""
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError:
        parts = {}
    if not url.startswith(("postgres://", "postgresql://")) or not parts.get("dbname"):
        raise Trouble("GONGZHI_DATABASE_URL 看不懂，请写成 postgresql://用户:密码@主机:端口/数据库名。")
    return parts
