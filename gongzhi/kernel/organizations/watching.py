"""Support looking along: who does now, with what code it was allowed, and the way in with it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from gongzhi.kernel.organizations.models import Watch
from gongzhi.kernel.organizations.roles import roles_with
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Account, Person, Session
from gongzhi.lib.sealing import fingerprint

_CODE = "organizations.support_code"


@dataclass(frozen=True, slots=True)
class Along:
    """That somebody of support looks along: ``who`` with ``whom``, until when; ``street_id`` is that of the person."""

    id: int
    who: str
    whom: str
    until: dt.datetime
    street_id: int = 0


def code_mark(code: str) -> bytes:
    """What is kept of six digits; without the key outside the database they cannot be tried out."""
    return fingerprint(code, _CODE)


def waiting_with(code: str) -> Watch | None:
    """What was asked for with these digits, if they are still good and their browser is still signed in."""
    waiting = Watch.objects.filter(code_mark=code_mark(code), begun_at=None, good_until__gt=timezone.now())
    return next((watch for watch in waiting.select_related("session__account") if _stands(watch.session)), None)


def waiting_of(account: Account) -> Watch | None:
    """What somebody asked for and nobody used yet."""
    return account.watches.filter(begun_at=None, good_until__gt=timezone.now()).first()


def watch_with(pk: int) -> Watch:
    """One that a page told of."""
    return Watch.objects.select_related("session__account").get(pk=pk)


def human_of(session: Session) -> Person:
    """Whose browser it is; of joined records the one that stays."""
    person = session.account.person
    return person.same_as or person


def is_over(watch: Watch) -> bool:
    """Whether nobody can look any more, though nobody has ended it: time, a session or the role is over."""
    if watch.until is None or watch.until <= timezone.now() or watch.watcher is None:
        return True
    if not (_stands(watch.session) and _stands(watch.watcher)):
        return True
    return not _supports(watch.watcher, timezone.localdate())


def _stands(session: Session) -> bool:
    now = timezone.now()
    return session.ended_at is None and session.ends_at > now and session.seen_at > now - session.idle


def _supports(session: Session, on: dt.date) -> bool:
    seat = getattr(session, "active", None)
    if seat is None or seat.membership.role not in roles_with("support"):
        return False
    since, until = seat.membership.since, seat.membership.until
    return (since is None or since <= on) and (until is None or until > on)


def role_label(role: str) -> str:
    """What a role in the journal is called; empty for none, and for one that there is no more."""
    return str(Role(role).label) if role in Role.values else ""
