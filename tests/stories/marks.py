"""Looking for marks everywhere: in every table with what is sealed in it, in every file, in the search."""

import ast
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg import sql

from gongzhi.kernel.people.queries import IDENTITY, MOBILE, TAIL
from gongzhi.lib.sealing import Unreadable, fingerprint, unseal_bytes
from tests.house_rules.source import files, name_of

SEALED = re.compile(r"\\+x(01[0-9a-f]{56,})")
#: The database itself is searched through its tables; keys name nobody.
NOT_SEARCHED = {"db", "keys", "static"}


@cache
def purposes() -> list[str]:
    """What the house seals things for: the second argument of every call, whatever it is called there."""
    found = set()
    for source in files("gongzhi/kernel/**/*.py", "gongzhi/programmes/**/*.py", "gongzhi/faces/**/*.py"):
        for call in source.calls:
            if name_of(call) in ("seal", "seal_bytes") and len(call.args) == 2:
                found.add(_value(source.path, call.args[1]))
    return sorted(found)


def _value(path: str, named: ast.expr) -> str:
    """A text, or the name of one in its module."""
    if isinstance(named, ast.Name):
        return str(getattr(import_module(path.removesuffix(".py").replace("/", ".")), named.id))
    return str(ast.literal_eval(named))


def opened(content: bytes) -> bytes:
    """What is sealed, whatever for; nothing if it is not sealed."""
    for purpose in purposes():
        try:
            return unseal_bytes(content, purpose)
        except Unreadable:
            continue
    return b""


class Marks:
    """What tells of one human: words as they are, and the keyed hashes that find numbers."""

    def __init__(self, words: Iterable[str], numbers: Iterable[str] = (), identities: Iterable[str] = ()) -> None:
        self.words = [*words, *numbers, *identities]
        hashes = [fingerprint(number, MOBILE) for number in numbers]
        hashes += [fingerprint(number[-4:], TAIL) for number in numbers]
        hashes += [fingerprint(number, IDENTITY) for number in identities]
        self.hashes = [mark.hex() for mark in hashes]

    def within(self, text: str) -> list[str]:
        return [mark for mark in (*self.words, *self.hashes) if mark in text]

    def within_bytes(self, content: bytes) -> list[str]:
        """In any spelling that an office program writes."""
        spelled = ("utf-8", "utf-16-le", "gb18030")
        return [word for word in self.words if any(word.encode(name) in content for name in spelled)]


def in_tables(marks: Marks) -> Iterator[str]:
    """Every table and mark of it that is left, sealed or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(table)))
            for (row,) in cursor.fetchall():
                yield from (f"{table}: {mark}" for mark in marks.within(row + _unsealed(row)))


def _unsealed(row: str) -> str:
    found = (opened(bytes.fromhex(sealed)) for sealed in SEALED.findall(row))
    return "".join(f"\n{content.decode(errors='replace')}" for content in found)


def in_files(marks: Marks) -> Iterator[str]:
    """Every file under the home, opened if it is sealed, and every part of it if it is a package."""
    home = Path(settings.HOME)
    for path in sorted(home.rglob("*")):
        if path.is_file() and not NOT_SEARCHED & set(path.relative_to(home).parts):
            content = path.read_bytes()
            for part in _parts(opened(content) or content):
                yield from (f"{path.relative_to(home)}: {mark}" for mark in marks.within_bytes(part))
            yield from (f"{path.relative_to(home)}: {mark}" for mark in marks.within(path.name))


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(name) for name in package.namelist())
