"""What the journal says of people."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "consent.given": _("登记同意"),
        "consent.withdrawn": _("撤回同意"),
        "household.moved_in": _("登记入住"),
        "household.moved_out": _("登记搬出"),
        "mandate.given": _("登记委托"),
        "mandate.revoked": _("撤销委托"),
        "person.alias_added": _("登记人员别名"),
        "person.identified": _("补登证件号"),
        "person.merge_undone": _("撤销合并，分回两条人员记录"),
        "person.merged": _("合并两条人员记录"),
        "person.registered": _("登记人员"),
    }
)
