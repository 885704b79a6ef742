"""A home with nothing in it, for tests that start things; nothing of it stays."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongzhi.lib.postgres import Cluster


@contextmanager
def new_home(name: str = "var") -> Iterator[Path]:
    """A home for this block, yet to be made. Its database, if there is one then, is ended and removed."""
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-")).resolve()
    folder.chmod(0o755)  # started by root, the server is another system user, who must get in
    home = folder / name
    try:
        yield home
    finally:
        remove(home)
        shutil.rmtree(folder)


def remove(home: Path) -> None:
    """Leave nothing of the database of ``home``, wherever it lies."""
    cluster = Cluster(home)
    cluster.stop()
    for place in (cluster.layout.folder, cluster.layout.socket):
        if os.path.lexists(place):
            shutil.rmtree(place)
