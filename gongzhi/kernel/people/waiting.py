"""What the desk has to answer people about their own record."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.models import Erasure
from gongzhi.kernel.people.queries import waiting_merges
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
def merges_to_confirm(by: Actor) -> Iterator[Waiting]:
    """Those that a colleague proposed."""
    if not by.can(KEEP):
        return
    for proposal in waiting_merges(by).exclude(proposed_by=by.person_id):
        yield Waiting(
            _("是不是同一个人：%(name)s") % {"name": proposal.kept.name},
            _("%(by)s提出合并两份登记，要由您核对") % {"by": proposal.proposed_by.name},
            _("去核对"),
            "merge_proposal",
            {"pk": proposal.pk},
            due=timezone.localdate(proposal.proposed_at) + A_WEEK,
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
