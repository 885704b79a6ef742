"""Sessions: begun, renewed, ended. The key of a session is given once, to the browser; we keep its digest."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.credentials import digest_of, new_key
from gongzhi.kernel.people.models import Account, Session, SignInCode, Ticket
from gongzhi.kernel.people.states import SessionKind
from gongzhi.lib.actions import Actor, action, demand

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

#: How long a session may rest, and how long it lasts at most (trust.md S11).
LASTS = {
    SessionKind.STAFF: (30 * MINUTE, 12 * HOUR),
    SessionKind.CODE: (30 * DAY, 30 * DAY),
    SessionKind.DESK: (30 * DAY, 30 * DAY),
}
ON_A_SHARED_DEVICE = (10 * MINUTE, HOUR)
#: A session is seen at most once a minute, so that reading pages writes next to nothing.
SEEN = MINUTE


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session and the key that opens it, which is told only now."""

    session: Session
    key: str


@action
def begin_session(account: Account, *, kind: str, shared: bool, device: str, by: Actor) -> Opened:
    """Sign a browser in."""
    key, now = new_key(), timezone.now()
    idle, most = ON_A_SHARED_DEVICE if shared else LASTS[SessionKind(kind)]
    session = Session.objects.create(
        key_digest=digest_of(key),
        account=account,
        kind=kind,
        shared=shared,
        device=device,
        idle=idle,
        began_at=now,
        seen_at=now,
        ends_at=now + most,
    )
    Account.objects.filter(pk=account.pk).update(used_at=now)
    record(by, "session.begun", account.person, kind=kind)
    return Opened(session, key)


@action
def renew_key(session: Session, *, by: Actor) -> str:
    """Another key for a session whose rights change; the old one opens nothing any more."""
    key = new_key()
    Session.objects.filter(pk=session.pk).update(key_digest=digest_of(key))
    return key


@action
def see_session(session_id: int, *, by: Actor) -> None:
    """Note that a session is in use."""
    now = timezone.now()
    Session.objects.filter(pk=session_id, seen_at__lt=now - SEEN).update(seen_at=now)


@action
def end_session(session: Session, *, by: Actor) -> None:
    """Sign a browser out. Ending it twice changes nothing."""
    demand(may.end_session(by, session))
    ended = Session.objects.filter(pk=session.pk, ended_at=None)
    if ended.update(ended_at=timezone.now(), ended_by=by.person_id):
        record(by, "session.ended", session.account.person)


@action
def end_other_sessions(account: Account, *, but: Session | None = None, by: Actor) -> int:
    """Sign every other browser of an account out; how many there were."""
    demand(may.end_sessions_of(by, account))
    others = Session.objects.filter(account=account, ended_at=None)
    if but is not None:
        others = others.exclude(pk=but.pk)
    ended = others.update(ended_at=timezone.now(), ended_by=by.person_id)
    if ended:
        record(by, "session.others_ended", account.person, count=ended)
    return ended


@action
def prune_sign_ins(*, by: Actor) -> int:
    """Forget sessions, codes and links that have been over for a day."""
    limit = timezone.now() - DAY
    return sum(
        over.delete()[0]
        for over in (
            Session.objects.filter(Q(ends_at__lt=limit) | Q(ended_at__lt=limit)),
            SignInCode.objects.filter(asked_at__lt=limit),
            Ticket.objects.filter(ends_at__lt=limit),
        )
    )
