"""Who may change organisations and seats, and when."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.holding import organization_held_by
from gongzhi.kernel.organizations.models import Membership, Organization, OrganizationAlias, SeatProposal, Watch
from gongzhi.kernel.organizations.record import OrganizationRecord
from gongzhi.kernel.organizations.roles import DESK, GIVEN_BY_COMMUNITY, GIVEN_FROM_ABOVE
from gongzhi.kernel.organizations.states import ALIKE, OFFICIAL, OrganizationKind, OrganizationState, ProposalState
from gongzhi.kernel.people.may import said
from gongzhi.kernel.people.models import Account, Person, Session
from gongzhi.kernel.people.queries import same_human
from gongzhi.kernel.people.states import SessionKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import YES, Actor, No, Verdict
from gongzhi.lib.holding import told
from gongzhi.lib.states import can_move


def keeps(by: Actor, organization: Organization) -> Verdict:
    """Who: the named system, or whoever keeps the organisations of the place where it stands, else of its street."""
    if by.is_system or by.can("keep_organizations", (organization.place or organization.street).path):
        return YES
    return No(_("这个组织不由您来维护。"), rights=True)


def _keeps_the_street(by: Actor, organization: Organization) -> bool:
    return by.is_system or by.can("keep_organizations", organization.street.path)


def correct_organization(by: Actor, organization: Organization, said: OrganizationRecord) -> Verdict:
    """When: it is in use; what it becomes stands within reach and is nobody else's."""
    if not (who := keeps(by, organization)):
        return who
    if organization.state != OrganizationState.ACTIVE:
        return No(_("这个组织已经注销，不能再改。"))
    if not said.name:
        return No(_("请写名称。"))
    return _stands_well(by, organization, said) and _is_its_own(organization, said)


def _stands_well(by: Actor, organization: Organization, said: OrganizationRecord) -> Verdict:
    """What it is and where: the street founds its own bodies, and nobody gives one out of their reach."""
    renamed = said.name != organization.name
    if renamed and organization.kind in OFFICIAL and not _keeps_the_street(by, organization):
        return No(_("居委会和街道机构的名称由街道来改。"))
    if said.kind not in becomes(organization.kind):
        return No(_("不能改成这个种类。"))
    place = said.place or organization.street
    if place.street_id != organization.street_id:
        return No(_("不能移到另一个街道。"))
    if place != (organization.place or organization.street) and not _reaches(by, place):
        return No(_("请选您管理范围里的地方。"))
    return YES


def _reaches(by: Actor, place: Place) -> bool:
    return by.is_system or by.can("keep_organizations", place.path)


def becomes(kind: str) -> tuple[str, ...]:
    """The kinds that an organisation of one kind may turn out to be."""
    return next((kin for kin in ALIKE if kind in kin), (kind,))


def _is_its_own(organization: Organization, said: OrganizationRecord) -> Verdict:
    """Name, other names and credit code mean nobody else in the street."""
    others = Organization.objects.filter(street=organization.street_id).exclude(pk=organization.pk)
    standing = others.active().filter(kind=said.kind, name=said.name)
    if said.kind == OrganizationKind.PARTY_ORGANIZATION:  # every unit has its 机关党委
        standing = standing.filter(parent=organization.parent_id, place=said.place)
    if standing.exists():
        return No(_("这个名称已经有了。"))
    if said.credit_code and others.filter(credit_code=said.credit_code).exists():
        return No(_("这个信用代码已经登记在另一个组织名下。"))
    names = {said.name, *said.other_names}
    taken = OrganizationAlias.objects.filter(street=organization.street_id, name__in=names)
    if named := taken.exclude(organization=organization.pk).select_related("organization").first():
        return No(_("“%(name)s”已经是%(other)s的别名。") % {"name": named.name, "other": named.organization.name})
    return YES


def end_organization(by: Actor, organization: Organization, on: dt.date) -> Verdict:
    """When: the day has come, and nothing hangs on it any more; seats end with it."""
    if not (who := keeps(by, organization)):
        return who
    if organization.kind in OFFICIAL and not _keeps_the_street(by, organization):
        return No(_("居委会和街道机构由街道来注销。"))
    if not (stands := can_move(organization, "end")):
        return stands
    if held := organization_held_by(organization.pk):
        return No(_("这个组织还有：%(held)s。请先办完，再注销。") % {"held": told(held)})
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


def hand_over(by: Actor, membership: Membership) -> Verdict:
    """Who: whoever may end the role."""
    return YES if _ends(by, membership) else No(_("这个角色不由您来安排。"), rights=True)


def end_seat(by: Actor, membership: Membership, on: dt.date) -> Verdict:
    if not (who := hand_over(by, membership)):
        return who
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
