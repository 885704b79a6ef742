"""Whether a server keeps what the platform promises: that a confirmed write is never lost."""

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any, Protocol

OLDEST = 15
# Last day of support by major version: the versioning policy of the PostgreSQL project.
SUPPORTED_UNTIL = {
    15: dt.date(2027, 11, 11),
    16: dt.date(2028, 11, 9),
    17: dt.date(2029, 11, 8),
    18: dt.date(2030, 11, 14),
}
# Wrong values and what they would cost.
WRONG = {
    ("fsync", "off"): "断电会毁坏数据",
    ("full_page_writes", "off"): "断电会毁坏数据",
    ("synchronous_commit", "off"): "刚确认的内容可能丢失",
    ("data_sync_retry", "on"): "写盘失败会被忽略",
}


class Connection(Protocol):
    """A connection of psycopg or of Django; both will do."""

    def cursor(self) -> AbstractContextManager[Any]: ...


def broken_promises(connection: Connection) -> list[str]:
    """One sentence for each reason not to trust this server with a confirmed write; empty if there is none."""
    version, settings = _facts(connection)
    found = [
        f"数据库设置 {name} = {value}：{cost}。请改正并重启数据库。"
        for (name, value), cost in WRONG.items()
        if settings[name] == value
    ]
    if version < OLDEST:
        found.append(f"数据库版本是 PostgreSQL {version}，至少需要 {OLDEST}。")
    return found


def cautions(connection: Connection, today: dt.date) -> list[str]:
    """One sentence for each thing that the operator should mend soon, though nothing is lost today."""
    version, settings = _facts(connection)
    found = []
    if settings["data_checksums"] == "off":
        found.append("数据库没有开启校验和（data_checksums），磁盘出错时不易发现。")
    if version in SUPPORTED_UNTIL and today > SUPPORTED_UNTIL[version]:
        found.append(f"PostgreSQL {version} 已不再维护，请尽快升级。")
    return found


def _facts(connection: Connection) -> tuple[int, dict[str, str]]:
    names = ["server_version_num", "data_checksums", *(name for name, _ in WRONG)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
        settings = dict(cursor.fetchall())
    return int(settings["server_version_num"]) // 10000, settings
