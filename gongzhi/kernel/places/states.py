from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class PlaceState(TextChoices):
    ACTIVE = "active", _("在用")
    ENDED = "ended", _("已撤销")


PLACE_MOVES: Moves = {
    "end": ((PlaceState.ACTIVE,), PlaceState.ENDED),
}
