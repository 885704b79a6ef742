"""The way in for support: a row of short actions, so that what was guessed stays counted, whatever comes after."""

from gongzhi.kernel.organizations.actions import begin_watch
from gongzhi.kernel.people.actions.brakes import count_try, forget_tries, take_back_try
from gongzhi.kernel.people.credentials import NETWORK, Limit, network_of
from gongzhi.kernel.people.models import Session
from gongzhi.lib.actions import Actor

#: Tries in vain that are free.
WATCH = Limit("watch", 5)


def look_along(code: str, reason: str, session: Session, *, by: Actor) -> str:
    """Begin with a code that somebody told; the new key of this browser. Raises Refused."""
    whom, network = str(by.account_id), network_of(by.address)
    count_try(WATCH, whom, by=by)
    count_try(NETWORK, network, by=by)
    key = begin_watch(code.replace(" ", ""), reason=reason, session=session, by=by)
    forget_tries(WATCH, whom, by=by)
    take_back_try(NETWORK, network, by=by)
    return key
