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


class CodeUse(TextChoices):
    """What six digits prove a telephone for; the only list of such purposes (trust.md S29)."""

    SIGN_IN = "sign_in", _("登录")
    TELEPHONE = "telephone", _("登记新号码")


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


class Channel(TextChoices):
    """How somebody asked for something that concerns their own record."""

    ONLINE = "online", _("本人在网上")
    WINDOW = "window", _("本人到窗口")
    TELEPHONE = "telephone", _("本人打电话")
    PAPER = "paper", _("本人签字的纸")
    RELATIVE = "relative", _("近亲属到窗口")


class CorrectionState(TextChoices):
    """What became of a request to correct a record."""

    WAITING = "waiting", _("等待处理")
    DONE = "done", _("已更正")
    REFUSED = "refused", _("没有更正")
    TAKEN_BACK = "taken_back", _("已收回")


CORRECTION_MOVES: Moves = {
    "settle": ((CorrectionState.WAITING,), CorrectionState.DONE),
    "refuse": ((CorrectionState.WAITING,), CorrectionState.REFUSED),
    "take_back": ((CorrectionState.WAITING,), CorrectionState.TAKEN_BACK),
}


class ErasureState(TextChoices):
    """What became of a request to be erased."""

    PROPOSED = "proposed", _("等另一位工作人员核对")
    WAITING = "waiting", _("等候十分钟")
    DONE = "done", _("已删除")
    TURNED_DOWN = "turned_down", _("核对后不删")
    TAKEN_BACK = "taken_back", _("已收回")
    HELD_BACK = "held_back", _("要先交接，没有删")


ERASURE_MOVES: Moves = {
    "confirm": ((ErasureState.PROPOSED,), ErasureState.WAITING),
    "turn_down": ((ErasureState.PROPOSED,), ErasureState.TURNED_DOWN),
    "take_back": ((ErasureState.PROPOSED, ErasureState.WAITING), ErasureState.TAKEN_BACK),
    "hold_back": ((ErasureState.WAITING,), ErasureState.HELD_BACK),
    "carry_out": ((ErasureState.WAITING,), ErasureState.DONE),
}
