from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class MemberState(TextChoices):
    PROSPECT = "prospect", _("意向")
    INVITED = "invited", _("已邀请")
    ACTIVE = "active", _("成员")
    SUSPENDED = "suspended", _("暂停")
    LEFT = "left", _("退出")


MEMBER_MOVES: Moves = {
    "invite": ((MemberState.PROSPECT,), MemberState.INVITED),
    "accept": ((MemberState.INVITED,), MemberState.ACTIVE),
    "suspend": ((MemberState.ACTIVE,), MemberState.SUSPENDED),
    "resume": ((MemberState.SUSPENDED,), MemberState.ACTIVE),
    "leave": ((MemberState.ACTIVE, MemberState.SUSPENDED), MemberState.LEFT),
    "rejoin": ((MemberState.LEFT,), MemberState.ACTIVE),
}


class MemberLevel(TextChoices):
    STREET = "street", _("街道大工委")
    COMMUNITY = "community", _("社区大党委")


class ReportInState(TextChoices):
    DRAFT = "draft", _("填写中")
    SUBMITTED = "submitted", _("已提交")
    RETURNED = "returned", _("退回补正")
    ACCEPTED = "accepted", _("已接收")
    RECEIPTED = "receipted", _("已回执")
    TRANSFERRED = "transferred", _("已转接")
    DEREGISTERED = "deregistered", _("已注销")


#: One person can have one report-in in these states at a time.
LIVE_REPORT_INS = (ReportInState.SUBMITTED, ReportInState.ACCEPTED, ReportInState.RECEIPTED)
#: Reported in today.
STANDING_REPORT_INS = (ReportInState.ACCEPTED, ReportInState.RECEIPTED)
#: The community has to do with the person.
TYING_REPORT_INS = (*LIVE_REPORT_INS, ReportInState.RETURNED)
#: Ever accepted, whatever came after.
EVER_ACCEPTED = (*STANDING_REPORT_INS, ReportInState.TRANSFERRED, ReportInState.DEREGISTERED)

REPORT_IN_MOVES: Moves = {
    "submit": ((ReportInState.DRAFT, ReportInState.RETURNED), ReportInState.SUBMITTED),
    "send_back": ((ReportInState.SUBMITTED,), ReportInState.RETURNED),
    "accept": ((ReportInState.SUBMITTED,), ReportInState.ACCEPTED),
    "confirm_receipt": ((ReportInState.ACCEPTED,), ReportInState.RECEIPTED),
    "transfer": (STANDING_REPORT_INS, ReportInState.TRANSFERRED),
    "deregister": (STANDING_REPORT_INS, ReportInState.DEREGISTERED),
    "reactivate": ((ReportInState.DEREGISTERED,), ReportInState.ACCEPTED),
}


class JointDimension(TextChoices):
    """The five joint dimensions (domain.md 1.3)."""

    ORG = "org", _("组织共建")
    RESOURCE = "resource", _("资源共享")
    MEMBERS = "members", _("党员共管")
    ACTIVITY = "activity", _("活动共办")
    AFFAIRS = "affairs", _("事务共商")
