"""Who may change organisations and seats, and when."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.models import Membership, Organization, SeatProposal, Watch
from gongzhi.kernel.organizations.roles import DESK, GIVEN_BY_COMMUNITY, GIVEN_FROM_ABOVE
from gongzhi.kernel.organizations.states import OrganizationState, ProposalState
from gongzhi.kernel.people.may import said
from gongzhi.kernel.people.models import Account, Person, Session
from gongzhi.kernel.people.queries import same_human
from gongzhi.kernel.people.states import SessionKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import YES, Actor, No, Verdict


def keep_organizations(by: Actor, street: Place) -> Verdict:
    """Who: the named system, or a street officer."""
    if by.is_system or by.can("keep_organizations", street.path):
        return YES
    return No(_("单位名册由街道维护。"), rights=True)


def end_organization(by: Actor, organization: Organization, on: dt.date) -> Verdict:
    if not (who := keep_organizations(by, organization.street)):
        return who
    return No(_("日期还没有到，到了那天再办。")) if on > timezone.localdate() else YES


def give_seat(
    by: Actor,
    person: Person,
    organization: Organization,
    role: str,
    place: Place | None,
    since: dt.date,
    until: dt.date | None,
) -> Verdict:
    """Nobody seats themselves; a seat reaches no other street than that of its organisation."""
    if not (who := gives(by, organization, role, place)):
        return who
    return seat_fits(by, person, organization, role, place, since, until)


def seat_fits(
    by: Actor,
    person: Person,
    organization: Organization,
    role: str,
    place: Place | None,
    since: dt.date,
    until: dt.date | None,
) -> Verdict:
    """When: not for oneself, within one street, at an organisation in use, once."""
    if by.person_id is not None and by.person_id == person.pk:
        return No(_("自己的任职要由别人来安排。"), rights=True)
    if place and place.street_id != organization.street_id:
        return No(_("组织和负责的地方不在同一个街道。"))
    if organization.state != OrganizationState.ACTIVE:
        return No(_("这个组织已经注销，不能再任职。"))
    if until and until < since:
        return No(_("结束日期不能早于开始日期。"))
    if organization.memberships.filter(person=person, role=role, place=place, until=None).exists():
        return No(_("这个人已经在任。"))
    return YES


def gives(by: Actor, organization: Organization, role: str, place: Place | None) -> Verdict:
    """Who: the leader all roles, officers and communities those below them (trust.md 6)."""
    reach = (place or organization.place or organization.street).path
    if by.is_system or by.can("give_any_role", reach):
        return YES
    if role not in GIVEN_FROM_ABOVE and by.can("give_roles_below_the_street", reach):
        return YES
    if role in GIVEN_BY_COMMUNITY and by.can("give_roles_of_neighbours", reach):
        return YES
    return No(_("这个角色不由您来安排。"), rights=True)


def _ends(by: Actor, membership: Membership) -> bool:
    """Who gives a role may end it, and so may who can only propose it: taking rights away needs no second person."""
    reach = (membership.place or membership.organization.place or membership.organization.street).path
    given = gives(by, membership.organization, membership.role, membership.place)
    return bool(given) or by.can("propose_any_role", reach)


def propose_seat(
    by: Actor,
    person: Person,
    organization: Organization,
    role: str,
    place: Place | None,
    since: dt.date,
    until: dt.date | None,
) -> Verdict:
    """As :func:`give_seat`, by who may only propose."""
    reach = (place or organization.place or organization.street).path
    if by.person_id is None or not by.can("propose_any_role", reach):
        return No(_("这个角色不由您来安排。"), rights=True)
    if not (fits := seat_fits(by, person, organization, role, place, since, until)):
        return fits
    waiting = SeatProposal.objects.filter(
        person=person, organization=organization, role=role, place=place, state=ProposalState.WAITING
    )
    return No(_("这项任职已经提出，正在等人确认。")) if waiting.exists() else YES


def decide_proposal(by: Actor, proposal: SeatProposal) -> Verdict:
    """The leader, or another administrator; never the proposer, never the one who would get the role."""
    reach = (proposal.place or proposal.organization.place or proposal.organization.street).path
    if not (by.can("give_any_role", reach) or by.can("propose_any_role", reach)):
        return No(_("这个角色不由您来安排。"), rights=True)
    if by.person_id in (proposal.proposed_by_id, proposal.person_id):
        return No(_("自己提出的、给自己的任职，要由别人来确认。"), rights=True)
    return YES


def end_seat(by: Actor, membership: Membership, on: dt.date) -> Verdict:
    if not _ends(by, membership):
        return No(_("这个角色不由您来安排。"), rights=True)
    if membership.until is not None and membership.until <= on:
        return No(_("这项任职已经结束。"))
    if membership.since and on < membership.since:
        return No(_("结束日期不能早于开始日期。"))
    return YES


def has_a_desk(roles: Iterable[str]) -> bool:
    """Whether one of these roles works at a desk, and so needs an account with two factors."""
    return not set(DESK).isdisjoint(roles)


def invite(by: Actor, person: Person, roles: Iterable[str]) -> Verdict:
    """Nobody has a staff account without a role; *who* may is asked where the link is made."""
    if not has_a_desk(roles):
        return No(_("这个人现在没有工作身份，请先安排任职，再开通账号。"))
    account = Account.objects.filter(person=person).first()
    if account and account.name and account.closed_at is None:
        return No(_("这个人已经有账号了。忘了密码或换了手机，请用“找回”。"))
    return YES


def recover(by: Actor, person: Person, roles: Iterable[str]) -> Verdict:
    if not has_a_desk(roles):
        return No(_("这个人现在没有工作身份，请先安排任职，再开通账号。"))
    if not Account.objects.filter(person=person, closed_at=None).exclude(name="").exists():
        return No(_("这个人还没有开通账号，请用“邀请”。"))
    return YES


def take_role(by: Actor, session: Session, membership: Membership | None) -> Verdict:
    """A role of one's own that stands today; a desk only after the second factor (trust.md S10)."""
    if not by.is_system and by.account_id != session.account_id:
        return No(_("只能换自己的身份。"), rights=True)
    if membership is None:
        return YES
    today = timezone.localdate()
    if _human(membership.person) != _human(session.account.person) or not _stands(membership, today):
        return No(_("这项任职已经结束，请另选一个。"))
    if membership.role in DESK and session.kind != SessionKind.STAFF:
        return No(_("工作身份要用密码和动态码登录。"))
    return YES


def ask_watch(by: Actor, session: Session) -> Verdict:
    """For one's own eyes only: nobody lets support look through those of somebody else."""
    if by.account_id is None or by.account_id != session.account_id:
        return No(_("只能请人看自己的页面。"), rights=True)
    return YES


def begin_watch(by: Actor, watch: Watch, person: Person, reason: str) -> Verdict:
    """Who supports the street of the person, with whose code and for a reason; never through one's own eyes."""
    if by.person_id is None or not by.can("support", person.street.path):
        return No(_("支持由街道的系统管理员来做。"), rights=True)
    if same_human(by.person_id, person.pk):
        return No(_("这是您自己的支持码，请把它念给支持人员。"))
    if not said(reason):
        return No(_("请写明为什么要看，至少两个字，本人看得到。"))
    return YES if watch.begun_at is None else No(_("这个支持码已经用过了，请对方再要一个。"))


def end_watch(by: Actor, watch: Watch) -> Verdict:
    """Whoever is looked along with, whoever looks, and the machine when it is over."""
    if by.is_system or by.account_id == watch.account_id or by.person_id == watch.begun_by_id:
        return YES
    return No(_("只有本人和正在看的支持人员可以结束。"), rights=True)


def _human(record: Person) -> int:
    """Two records joined to each other are one."""
    return record.same_as_id or record.pk


def _stands(membership: Membership, on: dt.date) -> bool:
    begun = membership.since is None or membership.since <= on
    return begun and (membership.until is None or membership.until > on)
