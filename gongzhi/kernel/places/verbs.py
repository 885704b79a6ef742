"""What the journal says of places."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "place.added": _("登记地方"),
        "place.code_given": _("换了代码"),
        "place.corrected": _("改了地址或坐标"),
        "place.drawn": _("导入了边界或坐标"),
        "place.ended": _("停用地方"),
        "place.moved": _("把地方划到别处"),
        "place.renamed": _("改了名称"),
        "place.reordered": _("调整了下面的次序"),
        "place.shape_erased": _("去掉了边界"),
    }
)
