"""Emptying what was kept long enough, by the declarations of all tables (trust.md S24)."""

from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.personal import outlived


@action
def empty_outlived(*, by: Actor) -> dict[str, int]:
    """Empty the personal fields whose time is over; how many rows of which. A row that cannot be empty goes."""
    demand(may.empty_outlived(by))
    done = {}
    for due in outlived(timezone.now()):
        number = due.rows.delete()[0] if due.values is None else due.rows.update(**due.values)
        if number:
            done[due.label] = number
    if done:
        record(by, "retention.emptied", rows=done)
    return done
