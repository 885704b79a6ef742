"""A telephone and an identity number as they stand in the tables: sealed, with the marks they are found by."""

import re

from gongzhi.kernel.people.models import ContactPoint
from gongzhi.kernel.people.queries import IDENTITY, MOBILE, TAIL
from gongzhi.kernel.people.states import ContactKind
from gongzhi.lib.sealing import fingerprint, seal

#: What can be sent a message; registers put a landline where they have no mobile.
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)

#: The columns of :func:`telephone`.
TELEPHONE = ("person_id", "kind", "sealed", "mark", "tail_mark")


def telephone(person_id: int, number: str) -> tuple[int, str, bytes, bytes, bytes]:
    """A telephone as it stands in the table."""
    kind = ContactKind.MOBILE if _MOBILE.fullmatch(number) else ContactKind.OTHER
    return person_id, kind.value, seal(number, MOBILE), fingerprint(number, MOBILE), fingerprint(number[-4:], TAIL)


def contact(person_id: int, number: str) -> ContactPoint:
    """The same as a row that is not saved yet."""
    return ContactPoint(**dict(zip(TELEPHONE, telephone(person_id, number), strict=True)))


def identity_columns(number: str, kind: str) -> tuple[str, bytes, bytes]:
    """The three columns of an identity number."""
    return str(kind), seal(number, IDENTITY), fingerprint(number, IDENTITY)
