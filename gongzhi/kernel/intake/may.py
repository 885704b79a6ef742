"""Who may take workbooks in and undo a batch, and when."""

from django.utils.translation import gettext as _

from gongzhi.kernel.intake.models import Batch
from gongzhi.kernel.intake.states import BatchState
from gongzhi.lib.actions import YES, Actor, No, Verdict


def take_in(by: Actor) -> Verdict:
    """Who: the named system, or whoever keeps registers."""
    if by.is_system or by.can("take_in_workbooks"):
        return YES
    return No(_("导入表格由街道和社区工作人员办理。"), rights=True)


def undo(by: Actor, batch: Batch, touched: int) -> Verdict:
    if not (who := take_in(by)):
        return who
    if batch.state != BatchState.COMMITTED:
        return No(_("这一批已经撤销过了。"))
    if touched:
        return No(
            _("这一批里有 %(count)s 条记录后来改动过，不能整批撤销。请先撤销后来导入的表，或逐条更正。")
            % {"count": touched}
        )
    return YES


def erase(by: Actor) -> Verdict:
    """Take a human out of what was kept: the machine, when somebody is erased."""
    return YES if by.is_system else No(_("删除由后台办理。"), rights=True)
