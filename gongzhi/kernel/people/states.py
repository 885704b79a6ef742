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


class ProposalState(TextChoices):
    """What became of a proposal to join two records."""

    PROPOSED = "proposed", _("待核对")
    CONFIRMED = "confirmed", _("已合并")
    TURNED_DOWN = "turned_down", _("不合并")


PROPOSAL_MOVES: Moves = {
    "confirm": ((ProposalState.PROPOSED,), ProposalState.CONFIRMED),
    "turn_down": ((ProposalState.PROPOSED,), ProposalState.TURNED_DOWN),
}
