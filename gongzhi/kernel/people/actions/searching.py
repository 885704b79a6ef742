"""Looking for people at the desk: seldom enough for work, too seldom to copy a directory (trust.md S28)."""

import datetime as dt

from gongzhi.kernel.ledger.actions import record_reading
from gongzhi.kernel.people.actions.brakes import count_use
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import search
from gongzhi.lib.actions import Actor, looking

A_MINUTE, MOST = dt.timedelta(minutes=1), 30


@looking
def search_people(text: str, *, by: Actor) -> list[Person]:
    """The first people within reach that fit, and a line that says whose names were shown. Raises Refused if too
    often."""
    count_use("search", f"{by.account_id} {by.watched_by or ''}".strip(), most=MOST, within=A_MINUTE, by=by)
    found = search(text, by=by)
    if found:
        record_reading(by, "person.searched", [person.pk for person in found], fields=["name"])
    return found
