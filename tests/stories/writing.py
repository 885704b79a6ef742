"""A clerk who never stops: writes through our own actions, as the application's role, and notes what was confirmed.

One write is two lines of the journal and one message, in one transaction.
"""

import itertools
import select
import sys
from collections.abc import Iterable
from pathlib import Path

from django.db import Error, connection

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.lib.actions import Actor, action

CLERK = Actor.system("drill")


class Written(Notice):
    """Tells person ``number``, who is nobody, that the number was written."""

    key = "drill.written"
    title = "记下了"
    body = "记下了。"
    channels = ("inbox",)

    def __init__(self, number: int) -> None:
        self.number = number

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(person_id=self.number)]


@action
def write(number: int, *, by: Actor) -> None:
    """All or nothing: the two halves, and the message."""
    record(by, "drill.first_half", ("drill.number", number))
    tell(Written(number))
    record(by, "drill.second_half", ("drill.number", number))


def write_until_input_ends(first: int, step: int, note: Path) -> None:
    """Write ``first``, ``first + step``, …; a number stands in the file ``note`` once it is confirmed."""
    with note.open("a") as confirmed:
        for number in itertools.count(first, step):
            try:
                write(number, by=CLERK)
            except Error:  # the database is away, and this number was not confirmed
                connection.close()
            else:
                print(number, file=confirmed, flush=True)
            if select.select([sys.stdin], [], [], 0.02)[0]:
                return
