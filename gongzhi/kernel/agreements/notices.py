"""What people are told about agreements."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.kernel.organizations.queries import people_in
from gongzhi.kernel.organizations.states import Role


class AgreementEnding(Notice):
    """Both sides are reminded in time to talk about renewal (domain.md 2.1)."""

    key = "agreements.ending"
    title = _("共建协议{number}快到期了")
    body = _("协议{number}到{day}为止。要续签的话，请双方这几天商量，续签会另立一份新协议。")
    channels = ("inbox",)

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement

    def audience(self) -> Iterable[Recipient]:
        sides = [party.organization_id for party in self.agreement.parties.all()]
        return [Recipient(person_id) for person_id in people_in(sides, Role.UNIT_LIAISON, Role.COMMUNITY_SECRETARY)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"number": self.agreement.number, "day": self.agreement.ends_on}
