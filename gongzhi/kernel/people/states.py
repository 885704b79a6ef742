from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class Sex(TextChoices):
    FEMALE = "female", _("女")
    MALE = "male", _("男")
    UNKNOWN = "unknown", _("未填")


class ContactKind(TextChoices):
    MOBILE = "mobile", _("手机")
    OTHER = "other", _("其他电话")


class IdentityKind(TextChoices):
    NONE = "none", _("未登记")
    RESIDENT = "resident", _("居民身份证")
    OTHER = "other", _("其他证件")


class MandateScope(TextChoices):
    """What someone may do for somebody else (trust.md S26)."""

    SIGN_UP = "sign_up", _("代报名、代请假")
    ANSWER = "answer", _("代答复、代反馈")
    RECORD = "record", _("代看记录")


class SessionKind(TextChoices):
    """How somebody came in. Only the second factor opens a desk (trust.md S10)."""

    CODE = "code", _("手机验证码")
    DESK = "desk", _("工作人员帮助")
    STAFF = "staff", _("密码和动态码")


class TicketKind(TextChoices):
    """What a one-time link is for; the only list of such links (trust.md S29)."""

    INVITATION = "invitation", _("开通账号")
    RECOVERY = "recovery", _("找回账号")
    DESK = "desk", _("在窗口登录")


class Device(TextChoices):
    """What a browser runs on, as far as its owner would recognise it."""

    COMPUTER = "computer", _("电脑")
    TABLET = "tablet", _("平板")
    IPHONE = "iphone", _("苹果手机")
    ANDROID = "android", _("安卓手机")


class ProposalState(TextChoices):
    """What became of a proposal to join two records."""

    PROPOSED = "proposed", _("待核对")
    CONFIRMED = "confirmed", _("已合并")
    TURNED_DOWN = "turned_down", _("不合并")


PROPOSAL_MOVES: Moves = {
    "confirm": ((ProposalState.PROPOSED,), ProposalState.CONFIRMED),
    "turn_down": ((ProposalState.PROPOSED,), ProposalState.TURNED_DOWN),
}
