"""Processes that are not the database of a test."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongzhi.lib.postgres import Cluster
from gongzhi.lib.postgres.account import becoming, server_account


@contextmanager
def stranger(cluster: Cluster) -> Iterator[int]:
    """A process of the server's own system user that is no database. Gives its number."""
    who = becoming(server_account(cluster.layout.cluster))
    process = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd="/", **who)
    with process:
        yield process.pid


def note_of_a_server(cluster: Cluster, pid: int) -> Path:
    """The file that a killed server leaves behind, when its number has gone to process ``pid``."""
    note = cluster.layout.cluster / "postmaster.pid"
    socket = cluster.layout.socket
    note.write_text(f"{pid}\n{cluster.layout.cluster}\n1790000000\n5432\n{socket}\n\n  1  2\nready\n")
    (socket / ".s.PGSQL.5432.lock").write_text(f"{pid}\n{cluster.layout.cluster}\n1790000000\n5432\n{socket}\n")
    return note
