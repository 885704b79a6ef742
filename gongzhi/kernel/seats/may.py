"""When a turn may change. Who may, is asked by the app that the quota belongs to: it knows what it is a place in."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Mandate
from gongzhi.kernel.people.queries import same_human
from gongzhi.kernel.people.states import MandateScope
from gongzhi.kernel.seats.models import LARGEST_PARTY, Quota, Turn
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move


def take(by: Actor, party: int) -> Verdict:
    if 1 <= party <= LARGEST_PARTY:
        return YES
    return No(_("一次最多带 %(most)s 个人。") % {"most": LARGEST_PARTY - 1})


def confirm(by: Actor, turn: Turn) -> Verdict:
    """The place is theirs only if the person says so, or somebody they asked themselves (domain.md 3, step 7)."""
    if by.person_id is None or not (same_human(by.person_id, turn.person_id) or _asked(by.person_id, turn)):
        return No(_("要由本人，或本人请的人来确认。"), rights=True)
    return can_move(turn, "confirm")


def _asked(helper_id: int, turn: Turn) -> bool:
    """Whether the person let somebody sign them up."""
    day = timezone.localdate()
    given = Mandate.objects.filter(principal=turn.person_id, helper=helper_id, scope=MandateScope.SIGN_UP)
    return given.filter(revoked_at=None, since__lte=day, until__gte=day).exists()


def change_places(by: Actor, quota: Quota, places: int | None) -> Verdict:
    if places is not None and places < quota.taken:
        return No(_("已经有 %(taken)s 人报上了，名额不能更少。") % {"taken": quota.taken})
    return YES


def expire(by: Actor) -> Verdict:
    return YES if by.is_system else No(_("到时间后台自己办。"), rights=True)
