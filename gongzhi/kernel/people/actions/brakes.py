"""Holding back whoever guesses: a try is counted before it is looked at, so that a hundred at once are a hundred."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kernel.people.credentials import Limit, brake_mark
from gongzhi.kernel.people.models import Brake
from gongzhi.lib.actions import Actor, Refused, action, looking

FORGOTTEN = dt.timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=30), dt.timedelta(minutes=15)


@action
def count_try(limit: Limit, whom: str, *, by: Actor) -> None:
    """Count a try against ``whom``; whoever succeeds takes it back. Raises Refused while it is held."""
    now = timezone.now()
    Brake.objects.get_or_create(mark=brake_mark(limit, whom))
    brake = Brake.objects.select_for_update().get(mark=brake_mark(limit, whom))
    if brake.until and brake.until > now:
        raise Refused(_sentence(brake.until - now))
    brake.failures = 1 if brake.failed_at < now - FORGOTTEN else brake.failures + 1
    brake.failed_at = now
    over = brake.failures - limit.free
    brake.until = now + min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
    brake.save(update_fields=["failures", "failed_at", "until"])


def _sentence(left: dt.timedelta) -> str:
    minutes = max(1, -(-left // dt.timedelta(minutes=1)))
    return ngettext(
        "试的次数太多了，请过 %(minutes)s 分钟再试。",
        "试的次数太多了，请过 %(minutes)s 分钟再试。",
        minutes,
    ) % {"minutes": minutes}


@action
def forget_tries(limit: Limit, whom: str, *, by: Actor) -> None:
    """The right one came in: what was counted before does not hold them back."""
    Brake.objects.filter(mark=brake_mark(limit, whom)).delete()


@action
def take_back_try(limit: Limit, whom: str, *, by: Actor) -> None:
    """One try was not in vain. Others may share the network, so what they tried stays counted."""
    brake = Brake.objects.select_for_update().filter(mark=brake_mark(limit, whom)).first()
    if brake is not None and brake.failures:
        brake.failures -= 1
        brake.until = None if brake.failures < limit.free else brake.until
        brake.save(update_fields=["failures", "until"])


@action
def prune_brakes(*, by: Actor) -> int:
    """Forget what was tried in vain yesterday."""
    return Brake.objects.filter(failed_at__lt=timezone.now() - dt.timedelta(days=1)).delete()[0]


@looking
def count_use(kind: str, whom: str, *, most: int, within: dt.timedelta, by: Actor) -> None:
    """Count one use of something that nobody needs often. Raises Refused beyond ``most`` in a stretch of time."""
    now, held = timezone.now(), brake_mark(Limit(kind, most), whom)
    Brake.objects.get_or_create(mark=held)
    brake = Brake.objects.select_for_update().get(mark=held)
    if brake.failed_at < now - within:
        brake.failures, brake.failed_at = 0, now
    if brake.failures >= most:
        raise Refused(_("查得太快了，请过一分钟再查。"))
    brake.failures += 1
    brake.save(update_fields=["failures", "failed_at"])
