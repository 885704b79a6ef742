"""Links for one purpose, one person and one time (trust.md S29)."""

import datetime as dt

import pyotp
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.credentials import TOTP, digest_of, new_key, ticket
from gongzhi.kernel.people.models import Person, Ticket
from gongzhi.kernel.people.states import TicketKind
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import seal

#: How long a link of each kind lasts.
LASTS = {
    TicketKind.INVITATION: dt.timedelta(days=7),
    TicketKind.RECOVERY: dt.timedelta(days=1),
    TicketKind.DESK: dt.timedelta(minutes=10),
}


@action
def make_ticket(person: Person, kind: str, *, by: Actor) -> str:
    """The key of a new link; older ones of the same kind open nothing any more."""
    demand(may.make_ticket(by, person, kind))
    key, now = new_key(), timezone.now()
    person.tickets.filter(kind=kind, used_at=None).update(ends_at=now)
    Ticket.objects.create(
        kind=kind,
        digest=digest_of(key),
        person=person,
        totp_sealed=None if kind == TicketKind.DESK else seal(pyotp.random_base32(), TOTP),
        made_by_id=by.person_id,
        ends_at=now + LASTS[TicketKind(kind)],
    )
    record(by, "ticket.made", person, kind=kind)
    return key


@action
def use_ticket(key: str, kind: str, *, by: Actor) -> Ticket:
    """Take a link; it opens once. Raises Refused if it is over, used, or for something else."""
    found = ticket(key, kind)
    if found is None or not Ticket.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now()):
        raise Refused(_("这个链接已经用过或过期了，请让发给您的人再发一次。"))
    record(by, "ticket.used", found.person, kind=kind)
    return found
