"""Taking a place, waiting for one, confirming, leaving; and who comes next.

These are steps inside the actions of the app that a quota belongs to, which has asked who may. Each holds the lock of
its quota, so that cancellations, promotions and changes of the number come one after the other (trust.md R1, R17).
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Mandate, Person
from gongzhi.kernel.seats import may
from gongzhi.kernel.seats.following import changed
from gongzhi.kernel.seats.models import Quota, Turn
from gongzhi.kernel.seats.states import LIMITED, SEATED, How, TurnState
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.states import move


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking for a place: the turn, and whether it is a new one."""

    turn: Turn
    is_new: bool


@action
def take(
    quota: Quota,
    *,
    person: Person,
    by: Actor,
    party: int = 1,
    how: str = How.SELF,
    mandate: Mandate | None = None,
) -> Outcome:
    """A place for a person and whom they bring along, or the end of the queue; who has a turn already keeps it.

    What a unit proposes is held until the person confirms. Raises Refused if all is taken and nobody may wait.
    """
    demand(may.take(by, party))
    seat = TurnState.HELD if how == How.PROPOSED else TurnState.TAKEN
    asked = (quota.pk, person.pk, party, seat.value, _limit(quota), how, mandate.pk if mandate else None, by.person_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT turn, is_new FROM seats_take(%s, %s, %s::smallint, %s, %s, %s, %s, %s)", asked)
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise Refused(_("名额已满，不能候补。"))
    outcome = Outcome(Turn.objects.select_related("quota", "person").get(pk=found[0]), found[1])
    if outcome.is_new:
        changed(outcome.turn, by)
    return outcome


def _limit(quota: Quota) -> dt.datetime:
    return timezone.now() + dt.timedelta(hours=quota.hours)


def _locked(turn: Turn) -> tuple[Quota, Turn]:
    """The quota first, as everywhere."""
    quota = Quota.objects.lock(Quota(pk=turn.quota_id))
    return quota, Turn.objects.lock(turn)


@action
def confirm(turn: Turn, *, by: Actor) -> Turn:
    """The person takes the place that was held for them or offered to them. Raises Refused when the time is over."""
    _quota, turn = _locked(turn)
    demand(may.confirm(by, turn))
    if turn.until is not None and turn.until <= timezone.now():
        raise Refused(_("确认的时间已经过了，名额给了后面的人。"))
    move(turn, "confirm", until=None)
    changed(turn, by)
    return turn


@action
def leave(turn: Turn, *, by: Actor) -> Turn:
    """Give the place or the turn back; whoever comes next is offered it."""
    quota, turn = _locked(turn)
    verb = "refuse" if turn.state in LIMITED else "leave"
    _give_back(quota, turn)
    move(turn, verb, until=None, over_at=timezone.now(), over_by_id=by.person_id)
    changed(turn, by)
    _promote(quota, by)
    return turn


@action
def change_places(quota: Quota, places: int | None, *, by: Actor) -> Quota:
    """More places go to those who wait; fewer than are taken there cannot be."""
    quota = Quota.objects.lock(quota)
    demand(may.change_places(by, quota, places))
    quota.places = places
    quota.save(update_fields=["places"])
    _promote(quota, by)
    return quota


@action
def expire_due(*, by: Actor) -> int:
    """Places that nobody confirmed in time go on to the next; how many there were."""
    demand(may.expire(by))
    due = Turn.objects.filter(state__in=LIMITED, until__lte=timezone.now()).order_by("until")
    expired = 0
    for turn in due:
        quota, turn = _locked(turn)
        if turn.state not in LIMITED or turn.until is None or turn.until > timezone.now():
            continue  # confirmed, or given back, while we waited for the lock
        _give_back(quota, turn)
        move(turn, "expire", until=None, over_at=timezone.now())
        changed(turn, by)
        _promote(quota, by)
        expired += 1
    return expired


def _give_back(quota: Quota, turn: Turn) -> None:
    """The counters of the quota without this turn. Raises Refused if it has none to give back."""
    if turn.state in SEATED:
        quota.taken -= turn.party
    elif turn.state == TurnState.WAITING:
        quota.waiting -= 1
    else:
        raise Refused(_("现在是“%(state)s”，不能这样做。") % {"state": turn.get_state_display()})
    quota.save(update_fields=["taken", "waiting"])


def _promote(quota: Quota, by: Actor) -> None:
    """Offer free places in the order of the queue. A party that does not fit is not overtaken by a smaller one."""
    for turn in list(Turn.objects.waiting().filter(quota=quota).select_for_update(no_key=True, of=("self",))):
        if quota.places is not None and quota.taken + turn.party > quota.places:
            return
        quota.taken += turn.party
        quota.waiting -= 1
        quota.save(update_fields=["taken", "waiting"])
        move(turn, "offer", until=_limit(quota))
        changed(turn, by)
