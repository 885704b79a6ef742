"""What the desk has to answer people about their own record."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Erasure
from gongzhi.kernel.people.requests import KEEP, open_erasures, waiting_corrections
from gongzhi.kernel.people.states import ErasureState
from gongzhi.lib.actions import Actor
from gongzhi.lib.waiting import Waiting, provider

#: After so long the worker should have been there.
STUCK = dt.timedelta(hours=1)
A_WEEK = dt.timedelta(days=7)


@provider
def corrections_to_answer(by: Actor) -> Iterator[Waiting]:
    if not by.can(KEEP):
        return
    for correction in waiting_corrections(by):
        yield Waiting(
            _("更正登记：%(name)s") % {"name": correction.person.name},
            str(correction.get_channel_display()),
            _("去答复"),
            "correction",
            {"pk": correction.pk},
            due=correction.due_on,
        )


@provider
def erasures_to_confirm(by: Actor) -> Iterator[Waiting]:
    """Those that a colleague entered, and those in which the worker got stuck."""
    if not by.can(KEEP):
        return
    for erasure in open_erasures(by):
        proposed = erasure.state == ErasureState.PROPOSED and erasure.asked_by_id != by.person_id
        if proposed or _is_stuck(erasure):
            yield Waiting(
                _("删除资料：%(name)s") % {"name": erasure.person.name},
                _("要由另一位工作人员核对") if proposed else _("到时间没有删成，请管理员看看"),
                _("去核对") if proposed else _("去看看"),
                "erasure",
                {"pk": erasure.pk},
                due=timezone.localdate(erasure.asked_at) + A_WEEK,
            )


def _is_stuck(erasure: Erasure) -> bool:
    return erasure.not_before is not None and erasure.not_before < timezone.now() - STUCK
