"""Who may take workbooks in and undo a batch, and when.

The street's officers do for the whole street, a community's workers for their own community alone
(domain.md 2.0.1). A draft or a batch belongs to the desk that it came in at.
"""

from django.utils.translation import gettext as _

from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.kernel.intake.states import BatchState
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.sheets import RIGHT
from gongzhi.lib.states import can_move


def path_of(street_id: int | None, community_id: int | None = None) -> str:
    """The path of the place that a desk answers for; empty if the street is not known yet."""
    if street_id is None:
        return ""
    return f"{street_id}.{community_id}." if community_id else f"{street_id}."


def take_in(by: Actor, street_id: int | None, community_id: int | None = None) -> Verdict:
    """Who: the named system, or whoever keeps registers there."""
    path = path_of(street_id, community_id)
    if by.is_system or (path and by.can(RIGHT, path)):
        return YES
    return No(_("导入表格由街道和社区工作人员办理。"), rights=True)


def keep(by: Actor, draft: Draft, verb: str) -> Verdict:
    """Do something with a draft: whoever has a desk there, while it stands where ``verb`` begins."""
    who = take_in(by, draft.street_id, draft.community_id)
    return can_move(draft, verb) if who else who


def answer(by: Actor, draft: Draft) -> Verdict:
    """Say something about a draft: what a heading means, what to do with a row."""
    if not (who := take_in(by, draft.street_id, draft.community_id)):
        return who
    if draft.is_read:
        return YES
    return No(_("这份表现在是“%(state)s”，不能改。") % {"state": draft.get_state_display()})


def confirm(by: Actor, draft: Draft, digest: str) -> Verdict:
    """Only what was seen is written: as the page showed it, with every answer in it."""
    if not (whether := keep(by, draft, "confirm")):
        return whether
    if not draft.digest:
        return No(_("这份表里没有新的内容要写入。"))
    if draft.digest != digest:
        return No(_("这份表刚刚重新核对过，结果和您看到的不一样。请再看一遍，再写入。"))
    if draft.has_unread_answers:
        return No(_("有几行刚选过或改过，请先点“重新核对”，看过结果再写入。"))
    return YES


def undo(by: Actor, batch: Batch, touched: int) -> Verdict:
    if not (whether := ask_undo(by, batch)):
        return whether
    if touched:
        return No(
            _("这一批里有 %(count)s 条记录后来改动过，不能整批撤销。请先撤销后来导入的表，或逐条更正。")
            % {"count": touched}
        )
    return YES


def ask_undo(by: Actor, batch: Batch) -> Verdict:
    """What can be said before the records are looked at."""
    if not (who := take_in(by, batch.street_id, batch.community_id)):
        return who
    return YES if batch.state == BatchState.COMMITTED else No(_("这一批已经撤销过了。"))


def erase(by: Actor) -> Verdict:
    """Take a human out of what was kept: the machine, when somebody is erased."""
    return YES if by.is_system else No(_("删除由后台办理。"), rights=True)
