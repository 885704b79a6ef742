"""Support looks along: asked for by the person with a code, begun with it, at most half an hour, ended at a word."""

import datetime as dt
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record, record_reading
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.models import Watch
from gongzhi.kernel.organizations.notices import WatchBegun, WatchEnded
from gongzhi.kernel.organizations.watching import code_mark, human_of, is_over, waiting_with
from gongzhi.kernel.people.actions import renew_key
from gongzhi.kernel.people.models import Account, Session
from gongzhi.lib.actions import Actor, Refused, action, demand, looking

#: How long a code is good, and how long somebody may look (trust.md 6, 17).
CODE_LASTS, LASTS = dt.timedelta(minutes=10), dt.timedelta(minutes=30)


@action
def ask_watch(session: Session, *, by: Actor) -> str:
    """Six digits with which support may look along from this browser's eyes, once; they end those asked for before."""
    demand(may.ask_watch(by, session))
    _end_what_is_over(session.account)
    session.account.watches.filter(begun_at=None).delete()
    code = _unused_code()
    Watch.objects.create(
        session=session, account=session.account, code_mark=code_mark(code), good_until=timezone.now() + CODE_LASTS
    )
    record(by, "watch.asked", human_of(session))
    return code


def _unused_code() -> str:
    while waiting_with(code := f"{secrets.randbelow(1_000_000):06}"):
        pass  # two people never have the same code at the same time
    return code


@action
def begin_watch(code: str, *, reason: str, session: Session, by: Actor) -> str:
    """Look along with whoever told this code; the new key of the browser that looks. Raises Refused."""
    waiting = waiting_with(code)
    if waiting is None:
        raise Refused(_("支持码不对、用过或过期了。请对方在“请支持人员看看”里再要一个。"))
    watch = Watch.objects.lock(waiting)
    person = human_of(watch.session)
    demand(may.begin_watch(by, watch, person, reason))
    _end_what_is_over(watch.account)
    now = timezone.now()
    watch.watcher, watch.begun_at, watch.begun_by_id, watch.until = session, now, by.person_id, now + LASTS
    watch.save()
    record_reading(by, "watch.begun", [person.pk], fields=["record"], reason=reason, street_id=person.street_id)
    tell(WatchBegun(person, by.name, watch.until))
    return renew_key(session, by=by)


def _end_what_is_over(account: Account) -> None:
    """One that outlived its time and that nobody has ended yet does not stand in the way of the next. Raises Refused
    while somebody looks."""
    for before in account.watches.open():
        if not is_over(before):
            raise Refused(_("已经有支持人员在看，一次只能一个人看。"))
        _end(before, Actor.system("watches"))


@action
def end_watch(watch: Watch, *, by: Actor) -> None:
    """It is over at once, at the word of either. Ending it twice changes nothing."""
    watch = Watch.objects.lock(watch)
    demand(may.end_watch(by, watch))
    if watch.begun_at and watch.ended_at is None:
        _end(watch, by)


def _end(watch: Watch, by: Actor) -> None:
    watch.ended_at, watch.ended_by_id = timezone.now(), by.person_id
    watch.save(update_fields=["ended_at", "ended_by"])
    person = human_of(watch.session)
    record(by, "watch.ended", person, watcher=watch.begun_by_id)
    tell(WatchEnded(person))


@action
def leave_watch(session: Session, *, by: Actor) -> str:
    """The browser that looked is its owner's again, with a new key; what it was still to see is over."""
    watch = Watch.objects.filter(watcher=session).first()
    if watch is not None:
        end_watch(watch, by=by)
        Watch.objects.filter(pk=watch.pk).update(watcher=None)
    return renew_key(session, by=by)


@action
def end_outlived_watches(*, by: Actor) -> int:
    """End those whose half hour, sessions or role are over, so that the person reads so; how many there were."""
    over = [watch for watch in Watch.objects.open() if is_over(watch)]
    for watch in over:
        end_watch(watch, by=by)
    return len(over)


@looking
def read_along(page: str, street_id: int, *, by: Actor) -> None:
    """Write down which page support looked at, through whose eyes."""
    record_reading(by, "watch.read", page=page, street_id=street_id)
