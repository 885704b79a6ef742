"""Who may take lists along, and who must agree."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.exports.models import MOST_DOWNLOADS, Export
from gongzhi.kernel.exports.states import ExportState
from gongzhi.kernel.people.may import said
from gongzhi.kernel.people.queries import same_human
from gongzhi.lib import lists
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move

#: More people than this, or a sensitive column, take a second person (trust.md S6).
ALONE = 100
#: More lines are a copy of the register and no list.
MOST_LINES = 20_000


def ask(by: Actor, listing: lists.List, reason: str) -> Verdict:
    """Who: somebody of flesh and blood whose seat gives the right to take this list along."""
    if by.person_id is None or not listing.export_right or not by.reach(listing.export_right):
        return No(_("您的岗位不能导出这份名单。"), rights=True)
    return YES if said(reason) else No(_("请写明导出做什么用，至少两个字。"))


def take(lines: int) -> Verdict:
    if not lines:
        return No(_("名单是空的，没有可以导出的内容。"))
    if lines > MOST_LINES:
        return No(_("超过%(most)s行，请先筛选，分几次导出。") % {"most": MOST_LINES})
    return YES


def takes_two(listing: lists.List, columns: list[str], people: int) -> bool:
    """Whether a second person must agree."""
    return people > ALONE or any(column.sensitive for column in listing.shown(columns))


def reaches(by: Actor, export: Export) -> bool:
    """Whether an actor has the right to take the list along for every place for which it was asked."""
    listing = lists.get(export.listing)
    if listing is None or not listing.export_right or not listing.is_for(by):
        return False
    reach = by.reach(listing.export_right)
    return all(any(path.startswith(place) for place in reach) for path in export.paths)


def _second(by: Actor, export: Export) -> Verdict:
    """Who: another human with the same right over the same places."""
    if by.person_id is None or not reaches(by, export):
        return No(_("这份导出不归您审核。"), rights=True)
    if same_human(by.person_id, export.asked_by_id):
        return No(_("自己申请的导出要由别人审核。"), rights=True)
    return YES


def approve(by: Actor, export: Export) -> Verdict:
    return can_move(export, "approve") if (who := _second(by, export)) else who


def refuse(by: Actor, export: Export, why: str) -> Verdict:
    if not (who := _second(by, export)):
        return who
    return can_move(export, "refuse") if said(why) else No(_("请写明为什么不同意，至少两个字。"))


def clear(by: Actor, export: Export) -> Verdict:
    """Who asked for it, at any time; the machine when its time is over."""
    if by.is_system or by.person_id == export.asked_by_id:
        return can_move(export, "clear")
    return No(_("这份导出是别人申请的。"), rights=True)


def is_there(by: Actor, export: Export) -> bool:
    """Whether there is a file for this actor now: who asked for it, and has kept the right."""
    return (
        by.person_id == export.asked_by_id
        and export.state == ExportState.READY
        and export.valid_until is not None
        and export.valid_until > timezone.now()
        and reaches(by, export)
    )


def download(export: Export) -> Verdict:
    """What still stands against it once it is there."""
    if export.downloads >= MOST_DOWNLOADS:
        return No(_("已经下载过%(most)s次，要再用请重新申请。") % {"most": MOST_DOWNLOADS})
    return YES


def erase(by: Actor) -> Verdict:
    """Take a human out of what was exported: the machine, when somebody is erased."""
    return YES if by.is_system else No(_("删除由后台办理。"), rights=True)
