"""What the embedded server is told. The files are written anew at every start.

Who needs other values says so with ``ALTER SYSTEM``, which lasts.
"""

from collections.abc import Iterable

from gongzhi.lib.postgres.layout import Layout

# Modest: two cores and 4 GB shared with the web processes.
SETTINGS = {
    "listen_addresses": "",  # no network, only the private socket
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "lc_messages": "C",
    # A week of short logs. They never quote a statement or a row: those are people's affairs.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_timezone": "Asia/Shanghai",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
MAP = "gongzhi"


def write_configuration(layout: Layout, system_users: Iterable[str]) -> None:
    """The three files of the server. Only ``system_users`` may connect, and as whichever role they ask for."""
    places = {"unix_socket_directories": str(layout.socket), "log_directory": str(layout.log)}
    lines = [f"{name} = {_quoted(value)}" for name, value in (SETTINGS | places).items()]
    note = "# Written by Gongzhi at every start. Use ALTER SYSTEM for values of your own.\n"
    (layout.cluster / "postgresql.conf").write_text(note + "\n".join(lines) + "\n")
    (layout.cluster / "pg_hba.conf").write_text(f"local all all peer map={MAP}\n")
    users = (f'{MAP} "{name}" all\n' for name in sorted(set(system_users)))
    (layout.cluster / "pg_ident.conf").write_text("".join(users))


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
