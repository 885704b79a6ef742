"""What the journal says of organisations and seats."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "organization.alias_added": _("登记组织别名"),
        "organization.corrected": _("更正组织登记"),
        "organization.ended": _("注销组织"),
        "seat.confirmed": _("确认任职"),
        "seat.ended": _("结束任职"),
        "seat.given": _("安排任职"),
        "seat.proposed": _("提出任职，等人确认"),
        "seat.refused": _("不同意任职"),
        "session.role_taken": _("换身份"),
        "watch.asked": _("请支持人员看自己的页面"),
        "watch.begun": _("支持人员开始看一个人的页面"),
        "watch.ended": _("支持人员看完一个人的页面"),
        "watch.read": _("支持人员看了一页"),
    }
)
