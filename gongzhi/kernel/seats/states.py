from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class TurnState(TextChoices):
    WAITING = "waiting", _("候补")
    HELD = "held", _("等本人确认")
    OFFERED = "offered", _("轮到了，等确认")
    TAKEN = "taken", _("已报上")
    LEFT = "left", _("已退出")
    REFUSED = "refused", _("没有同意")
    EXPIRED = "expired", _("过时没有确认")


#: These have a seat.
SEATED = (TurnState.HELD, TurnState.OFFERED, TurnState.TAKEN)
#: One of these a person has at most once in a queue.
LIVE = (TurnState.WAITING, *SEATED)
#: These have a time limit.
LIMITED = (TurnState.HELD, TurnState.OFFERED)

TURN_MOVES: Moves = {
    "take": ((TurnState.WAITING,), TurnState.TAKEN),
    "hold": ((TurnState.WAITING,), TurnState.HELD),
    "offer": ((TurnState.WAITING,), TurnState.OFFERED),
    "confirm": (LIMITED, TurnState.TAKEN),
    "refuse": (LIMITED, TurnState.REFUSED),
    "leave": ((TurnState.WAITING, TurnState.TAKEN), TurnState.LEFT),
    "expire": (LIMITED, TurnState.EXPIRED),
}


class How(TextChoices):
    """By which way somebody came into the queue."""

    SELF = "self", _("本人")
    MANDATE = "mandate", _("请的人代办")
    WINDOW = "window", _("到窗口")
    TELEPHONE = "telephone", _("打电话")
    PROPOSED = "proposed", _("单位提议")
