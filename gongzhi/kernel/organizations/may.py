"""Who may change organisations and seats, and when."""

import datetime as dt

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import OrganizationState, Role
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import YES, Actor, No, Verdict

#: Who gives which seats (trust.md 6: communities give group and building seats, streets the rest).
GIVEN_BY_COMMUNITY = (Role.BUILDING_CHIEF, Role.ENTRANCE_CHIEF, Role.CLASS_MONITOR)
STREET = ("street_leader", "street_party_officer", "street_civil_officer", "street_city_officer")
COMMUNITY = ("community_secretary", "community_worker")


def keep_organizations(by: Actor, street: Place) -> Verdict:
    """Who: the named system, or a street officer."""
    if by.is_system or by.holds(*STREET, path=street.path):
        return YES
    return No(_("单位名册由街道维护。"), rights=True)


def give_seat(by: Actor, organization: Organization, role: str, place: Place | None) -> Verdict:
    if not (who := _may_give(by, organization, role, place)):
        return who
    if organization.state != OrganizationState.ACTIVE:
        return No(_("这个组织已经注销，不能再任职。"))
    return YES


def _may_give(by: Actor, organization: Organization, role: str, place: Place | None) -> Verdict:
    reach = (place or organization.place or organization.street).path
    if by.is_system or by.holds(*STREET, "admin", path=reach):
        return YES
    if role in GIVEN_BY_COMMUNITY and by.holds(*COMMUNITY, path=reach):
        return YES
    return No(_("这个角色不由您来安排。"), rights=True)


def end_seat(by: Actor, membership: Membership, on: dt.date) -> Verdict:
    if not (who := _may_give(by, membership.organization, membership.role, membership.place)):
        return who
    if membership.until is not None:
        return No(_("这项任职已经结束。"))
    if membership.since and on < membership.since:
        return No(_("结束日期不能早于开始日期。"))
    return YES
