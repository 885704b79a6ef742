"""Member units taken over from the joint committee's list, and revised by a newer one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.kernel.organizations.actions import OrganizationFacts, revise_organization, take_over_organizations
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import OrganizationKind
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action
from gongzhi.lib.sheets import Effect, Source, Trace
from gongzhi.programmes.alliance.models import MemberUnit
from gongzhi.programmes.alliance.states import MemberState


@dataclass(slots=True)
class MemberUnitFacts:
    """What the list says of one member unit. ``branch`` is the name of its Party organisation."""

    office: OrganizationFacts
    organization: Organization | None = None
    branch: str = ""
    declared_members: int | None = None
    declared_on: dt.date | None = None
    joined_on: dt.date | None = None
    remark: str = ""


@action
def take_over_member_units(
    facts: Sequence[MemberUnitFacts], *, street_id: int, by: Actor
) -> list[tuple[MemberUnit, list[Trace]]]:
    """Make the listed units members: the list of members proves the state. The journal line is the batch's."""
    fresh = [fact for fact in facts if fact.organization is None]
    created = take_over_organizations([fact.office for fact in fresh], street_id=street_id, by=by)
    for fact, organization in zip(fresh, created, strict=True):
        fact.organization = organization
    new = {organization.pk for organization in created}
    members = [
        MemberUnit(
            organization=fact.organization,
            state=MemberState.ACTIVE,
            joined_on=fact.joined_on,
            declared_members=fact.declared_members,
            declared_on=fact.declared_on if fact.declared_members is not None else None,
            remark=fact.remark,
            source=Source.TAKEN_OVER,
        )
        for fact in facts
    ]
    bulk.insert(members)
    branches = _branches(facts, street_id, by)
    return [(member, _traces(member, new, branches)) for member in members]


def _branches(facts: Sequence[MemberUnitFacts], street_id: int, by: Actor) -> dict[int, Organization]:
    """The Party organisation inside each unit, where it is not on record yet."""
    standing = Organization.objects.active().of_kind(OrganizationKind.PARTY_ORGANIZATION)
    known = set(standing.filter(street_id=street_id).values_list("name", flat=True))
    missing = {fact.branch: fact for fact in facts if fact.branch and fact.branch not in known}
    offices = [
        OrganizationFacts(OrganizationKind.PARTY_ORGANIZATION, name, place=fact.office.place, parent=fact.organization)
        for name, fact in missing.items()
    ]
    created = take_over_organizations(offices, street_id=street_id, by=by)
    return {branch.parent_id: branch for branch in created if branch.parent_id}


def _traces(member: MemberUnit, new: set[int], branches: dict[int, Organization]) -> list[Trace]:
    unit = member.organization_id
    effect = Effect.CREATED if unit in new else Effect.KEPT
    traces = [
        Trace("organizations.organization", unit, effect),
        Trace("alliance.memberunit", member.pk, Effect.CREATED),
    ]
    if unit in branches:
        traces.append(Trace("organizations.organization", branches[unit].pk, Effect.CREATED))
    return traces


@action
def revise_member_unit(member: MemberUnit, fact: MemberUnitFacts, *, by: Actor) -> list[Trace]:
    """Bring a member unit up to what a newer list says; empty cells change nothing."""
    member = MemberUnit.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    said = new_in(member, fact)
    before = {name: getattr(member, name) for name in said}
    for name, value in said.items():
        setattr(member, name, value)
    if said:
        member.save(update_fields=list(said))
    effect = Effect.CHANGED if said else Effect.KEPT
    traces = [Trace("alliance.memberunit", member.pk, effect, before or None)]
    return traces + revise_organization(member.organization, fact.office, by=by)


def new_in(member: MemberUnit, fact: MemberUnitFacts) -> dict[str, object]:
    """The fields in which the list says something other than what is on record."""
    said: dict[str, object] = {"state": MemberState.ACTIVE, "remark": fact.remark, "joined_on": fact.joined_on}
    if fact.declared_members is not None and fact.declared_members != member.declared_members:
        said |= {"declared_members": fact.declared_members, "declared_on": fact.declared_on}
    return {name: value for name, value in said.items() if value not in ("", None) and getattr(member, name) != value}
