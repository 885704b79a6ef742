"""Where the embedded database lies on disk.

Everything is in ``<home>/db``. Only where root starts it in a folder that the server's own system
user cannot enter (a home of root, say), the database lies under ``/var/lib/gongzhi-pg`` and a note
``MOVED`` stays behind: the rights of folders above ours are not ours to change.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

ELSEWHERE = Path("/var/lib/gongzhi-pg")  # not a name that an operator would choose for a home
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET = 103  # bytes; the shortest limit among the systems we run on


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders and files of one embedded database. Shapes only: nothing here need exist."""

    home: Path
    folder: Path

    @property
    def desk(self) -> Path:
        """What stays in the home wherever the database lies: the locks, and the note where it is."""
        return self.home / "db"

    @property
    def moved(self) -> bool:
        return self.folder != self.desk

    @property
    def note(self) -> Path:
        return self.desk / "MOVED"

    @property
    def lock(self) -> Path:
        """Held by whoever starts or stops the server."""
        return self.desk / "lock"

    @property
    def users(self) -> Path:
        """Held, shared, by everyone who needs the server to run."""
        return self.desk / "users"

    @property
    def marker(self) -> Path:
        return self.folder / "GONGZHI"

    @property
    def is_claimed(self) -> bool:
        """Whether this home has made the folder its own. One elsewhere counts only with its note."""
        return self.marker.exists() and (self.note.exists() or not self.moved)

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket(self) -> Path:
        """The private folder of the socket; a short one if the path would be too long for a socket."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / SOCKET_FILE)) <= LONGEST_SOCKET:
            return beside
        return Path("/tmp") / f"gongzhi-{fingerprint(self.home)}"  # noqa: S108  # its owner and rights are checked


def locate(home: Path) -> Layout:
    """Where the database of ``home`` lies, or will lie once it is made."""
    desk = home / "db"
    if (desk / "MOVED").exists():
        return Layout(home, Path((desk / "MOVED").read_text().strip()))
    if os.geteuid() != 0 or (desk / "GONGZHI").exists() or open_to_all(home):
        return Layout(home, desk)
    return Layout(home, ELSEWHERE / fingerprint(home))


def open_to_all(path: Path) -> bool:
    """Whether every user of the machine may enter ``path``; folders yet to be made count as open."""
    return all(not folder.exists() or folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def make_elsewhere() -> Path:
    """The folder for what cannot lie in a home, open to everyone whatever root's umask is."""
    ELSEWHERE.mkdir(parents=True, exist_ok=True)
    ELSEWHERE.chmod(0o755)
    return ELSEWHERE


def fingerprint(home: Path) -> str:
    """A short name that is always the same for the same home."""
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
