from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class AgreementKind(TextChoices):
    CO_BUILDING = "cobuild_agreement", _("共建协议书")


class AgreementState(TextChoices):
    DRAFT = "draft", _("起草")
    SENT = "sent", _("已送达")
    SIGNED_ONE = "signed_one", _("一方已签")
    IN_FORCE = "in_force", _("生效")
    FINISHED = "finished", _("到期")
    TERMINATED = "terminated", _("终止")


#: Once in force, always counted as "ever in force".
EVER_IN_FORCE = (AgreementState.IN_FORCE, AgreementState.FINISHED, AgreementState.TERMINATED)

AGREEMENT_MOVES: Moves = {
    "send": ((AgreementState.DRAFT,), AgreementState.SENT),
    "sign_first": ((AgreementState.SENT,), AgreementState.SIGNED_ONE),
    "sign_second": ((AgreementState.SIGNED_ONE,), AgreementState.IN_FORCE),
    "finish": ((AgreementState.IN_FORCE,), AgreementState.FINISHED),
    "terminate": ((AgreementState.IN_FORCE,), AgreementState.TERMINATED),
}


class Side(TextChoices):
    FIRST = "first", _("甲方")
    SECOND = "second", _("乙方")
