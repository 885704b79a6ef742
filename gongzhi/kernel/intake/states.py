from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class BatchState(TextChoices):
    COMMITTED = "committed", _("已写入")
    UNDONE = "undone", _("已撤销")


BATCH_MOVES: Moves = {
    "undo": ((BatchState.COMMITTED,), BatchState.UNDONE),
}


class DraftState(TextChoices):
    """Where an uploaded workbook stands. In WAITING and CONFIRMED the worker has it, in the others the clerk."""

    WAITING = "waiting", _("正在核对")
    READ = "read", _("等您确认")
    REFUSED = "refused", _("读不了")
    CONFIRMED = "confirmed", _("正在写入")
    WRITTEN = "written", _("已写入")
    DISCARDED = "discarded", _("不要了")


DRAFT_MOVES: Moves = {
    "read": ((DraftState.WAITING,), DraftState.READ),
    "refuse": ((DraftState.WAITING,), DraftState.REFUSED),
    "look_again": ((DraftState.READ, DraftState.REFUSED, DraftState.WRITTEN), DraftState.WAITING),
    "confirm": ((DraftState.READ,), DraftState.CONFIRMED),
    "show_again": ((DraftState.CONFIRMED,), DraftState.READ),
    "write": ((DraftState.CONFIRMED,), DraftState.WRITTEN),
    "discard": ((DraftState.WAITING, DraftState.READ, DraftState.REFUSED), DraftState.DISCARDED),
}
#: Not over yet: the same workbook at the same desk stands in one of these only once.
LIVE = (DraftState.WAITING, DraftState.READ, DraftState.CONFIRMED)
#: With what was found out about the workbook.
SEEN = (DraftState.READ, DraftState.CONFIRMED, DraftState.WRITTEN)
