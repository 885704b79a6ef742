"""A telephone and an identity number as they stand in the tables: sealed, with the marks they are found by."""

import re
from collections.abc import Iterable, Iterator

from gongzhi.kernel.people.models import ContactPoint
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, TAIL
from gongzhi.kernel.people.states import ContactKind
from gongzhi.lib.sealing import fingerprint, marker, seal, sealer

#: What can be sent a message; registers put a landline where they have no mobile.
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)

#: The columns of :func:`telephones`.
TELEPHONE = ("person_id", "kind", "sealed", "mark", "tail_mark")


def telephones(people: Iterable[tuple[int, Iterable[str]]]) -> Iterator[tuple[int, str, bytes, bytes, bytes]]:
    """The telephones of people, given by their ids, as they stand in the table."""
    mobile, other = ContactKind.MOBILE.value, ContactKind.OTHER.value
    sealed, mark, tail_mark = sealer(MOBILE), marker(MOBILE), marker(TAIL)
    for person_id, numbers in people:
        for number in numbers:
            kind = mobile if _MOBILE.fullmatch(number) else other
            yield person_id, kind, sealed(number.encode()), mark(number), tail_mark(number[-4:])


def contacts(person_id: int, numbers: Iterable[str]) -> list[ContactPoint]:
    """The telephones of somebody as rows that are not saved yet."""
    return [ContactPoint(**dict(zip(TELEPHONE, point, strict=True))) for point in telephones([(person_id, numbers)])]


def identity_columns(number: str, kind: str) -> tuple[str, bytes, bytes]:
    """The three columns of an identity number."""
    return str(kind), seal(number, IDENTITY), fingerprint(number, IDENTITY)
