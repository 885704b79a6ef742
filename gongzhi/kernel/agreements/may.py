"""Who may change agreements, and when."""

import datetime as dt

from django.utils.translation import gettext as _

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import Side
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.states import can_move

KEEPERS = ("street_leader", "street_party_officer", "community_secretary")


def keep_agreements(by: Actor, path: str) -> Verdict:
    """Who: the named system, the street's Party office, or the community's secretary."""
    if by.is_system or by.holds(*KEEPERS, path=path):
        return YES
    return No(_("协议由街道党建办和社区书记办理。"), rights=True)


def send(by: Actor, agreement: Agreement) -> Verdict:
    """A text without one measurable promise is a slogan (domain.md 2.1)."""
    if not (who := keep_agreements(by, agreement.place.path)):
        return who
    if not any(clause.measurable for clause in agreement.clauses.all()):
        return No(_("至少要有一条写明数量、期限和责任方的约定，请补上再送达。"))
    return can_move(agreement, "send")


def sign(by: Actor, agreement: Agreement, side: str) -> Verdict:
    """Each side signs for itself: a seat at that side's organisation, or the named system."""
    party = next(party for party in agreement.parties.all() if party.side == side)
    if not by.is_system and all(seat.organization_id != party.organization_id for seat in by.seats):
        return No(_("只能由%(side)s自己签字。") % {"side": Side(side).label}, rights=True)
    if party.signed_on is not None:
        return No(_("这一方已经签过了。"))
    first = can_move(agreement, "sign_first")
    return YES if first else can_move(agreement, "sign_second")


def terminate(by: Actor, agreement: Agreement, on: dt.date) -> Verdict:
    if not (who := keep_agreements(by, agreement.place.path)):
        return who
    if agreement.signed_on and on < agreement.signed_on:
        return No(_("终止日期不能早于签订日期。"))
    return can_move(agreement, "terminate")
