"""Where a message stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    QUEUED = "queued", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败，将重试")
    DEAD = "dead", _("多次失败，已停止")


MESSAGE_MOVES = {
    "claim": ((MessageState.QUEUED, MessageState.FAILED), MessageState.SENDING),
    "deliver": ((MessageState.SENDING,), MessageState.SENT),
    "fail": ((MessageState.SENDING,), MessageState.FAILED),
    "give_up": ((MessageState.SENDING,), MessageState.DEAD),
    "revive": ((MessageState.DEAD,), MessageState.QUEUED),
}
