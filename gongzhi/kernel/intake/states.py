from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class BatchState(TextChoices):
    COMMITTED = "committed", _("已写入")
    UNDONE = "undone", _("已撤销")


BATCH_MOVES: Moves = {
    "undo": ((BatchState.COMMITTED,), BatchState.UNDONE),
}
