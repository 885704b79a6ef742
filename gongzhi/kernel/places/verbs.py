"""What the journal says of places."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "place.added": _("登记地方"),
        "place.ended": _("停用地方"),
        "place.moved": _("把地方划到别处"),
    }
)
