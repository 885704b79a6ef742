"""Accounts of those who hold a role: invited, set up, recovered by a second person, one role active at a time."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.actors import seats_of
from gongzhi.kernel.organizations.models import ActiveSeat, Membership
from gongzhi.kernel.people.actions import make_ticket, renew_key, set_up_account
from gongzhi.kernel.people.credentials import ticket
from gongzhi.kernel.people.models import Account, Person, Session
from gongzhi.kernel.people.states import TicketKind
from gongzhi.lib.actions import Actor, Refused, action, demand


@action
def invite(person: Person, *, by: Actor) -> str:
    """The key of a link with which somebody who holds a desk's role sets up name, password and second factor."""
    demand(may.invite(by, person, _roles(person)))
    return make_ticket(person, TicketKind.INVITATION, by=by)


@action
def recover(person: Person, *, by: Actor) -> str:
    """The key of a link for somebody who lost password or telephone, given by a second person."""
    demand(may.recover(by, person, _roles(person)))
    return make_ticket(person, TicketKind.RECOVERY, by=by)


@action
def set_up(key: str, kind: str, *, name: str, password: str, code: str, by: Actor) -> Account:
    """What the link of :func:`invite` or :func:`recover` opens. Whoever lost the role since is refused."""
    found = ticket(key, kind)
    if found is None or not may.has_a_desk(_roles(found.person)):
        raise Refused(_("这个链接已经用过或过期了，请让发给您的人再发一次。"))
    return set_up_account(key, kind, name=name, password=password, code=code, by=by)


def _roles(person: Person) -> set[str]:
    return {membership.role for membership in seats_of(person.pk, on=timezone.localdate())}


@action
def take_role(session: Session, membership: Membership | None, *, by: Actor) -> str:
    """Act in another role, or as a resident; the new key of the session, whose old one opens nothing any more."""
    demand(may.take_role(by, session, membership))
    ActiveSeat.objects.filter(session=session).delete()
    if membership is not None:
        ActiveSeat.objects.create(session=session, membership=membership)
        record(by, "session.role_taken", session.account.person, role=membership.role)
    return renew_key(session, by=by)


@action
def take_usual_role(session: Session, *, by: Actor) -> None:
    """The role a session begins in: the only one there is that it may act in."""
    on = timezone.localdate()
    open_to = [
        each
        for each in seats_of(session.account.person.same_as_id or session.account.person_id, on=on)
        if may.take_role(by, session, each)
    ]
    if len(open_to) == 1:
        ActiveSeat.objects.create(session=session, membership=open_to[0])
