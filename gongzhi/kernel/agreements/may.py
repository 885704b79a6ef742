"""Who may change agreements, and when."""

import datetime as dt

from django.utils.translation import gettext as _

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import Side
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move


def keep_agreements(by: Actor, path: str) -> Verdict:
    """Who: the named system, the street's Party office, or the community's secretary."""
    if by.is_system or by.can("keep_agreements", path):
        return YES
    return No(_("协议由街道党建办和社区书记办理。"), rights=True)


def draft(
    by: Actor,
    kind: str,
    number: str,
    place: Place,
    first: Organization,
    second: Organization,
    starts_on: dt.date,
    ends_on: dt.date,
) -> Verdict:
    if not (who := keep_agreements(by, place.path)):
        return who
    if first.pk == second.pk:
        return No(_("甲方和乙方不能是同一家。"))
    if ends_on < starts_on:
        return No(_("到期日期不能早于生效日期。"))
    if Agreement.objects.of_kind(kind).filter(street=place.street, number=number).exists():
        return No(_("这个协议编号已经用过。"))
    return YES


def send(by: Actor, agreement: Agreement) -> Verdict:
    """A text without one measurable promise is a slogan (domain.md 2.1)."""
    if not (who := keep_agreements(by, agreement.place.path)):
        return who
    if agreement.starts_on is None or agreement.ends_on is None:
        return No(_("有效期没有填，请写清从哪天到哪天。"))
    if not any(clause.measurable for clause in agreement.clauses.all()):
        return No(_("至少要有一条写明数量、期限和责任方的约定，请补上再送达。"))
    return can_move(agreement, "send")


def sign(by: Actor, agreement: Agreement, side: str) -> Verdict:
    """Each side signs for itself, by somebody who may; nobody signs for both."""
    parties = {party.side: party for party in agreement.parties.all()}
    party = parties[side]
    if not by.is_system and not _signs_for(by, party.organization_id):
        return No(_("只能由%(side)s自己签字。") % {"side": Side(side).label}, rights=True)
    if party.signed_on is not None:
        return No(_("这一方已经签过了。"))
    if by.person_id is not None and any(other.signer_id == by.person_id for other in parties.values()):
        return No(_("另一方是您签的，这一方要由别人来签。"))
    first = can_move(agreement, "sign_first")
    return YES if first else can_move(agreement, "sign_second")


def _signs_for(by: Actor, organization_id: int) -> bool:
    """Residents who are chiefs of a house sit in the committee too, and do not sign for it."""
    return any(seat.organization_id == organization_id and "sign_agreements" in seat.rights for seat in by.seats)


def terminate(by: Actor, agreement: Agreement, on: dt.date) -> Verdict:
    if not (who := keep_agreements(by, agreement.place.path)):
        return who
    if agreement.signed_on and on < agreement.signed_on:
        return No(_("终止日期不能早于签订日期。"))
    return can_move(agreement, "terminate")
