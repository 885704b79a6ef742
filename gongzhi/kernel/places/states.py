from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.lib.states import Moves


class PlaceState(TextChoices):
    ACTIVE = "active", _("在用")
    ENDED = "ended", pgettext_lazy("place", "已撤销")


PLACE_MOVES: Moves = {
    "end": ((PlaceState.ACTIVE,), PlaceState.ENDED),
}
