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

    def new_for(self, member: MemberUnit) -> dict[str, object]:
        """The fields in which the list says something other than what is on record."""
        said: dict[str, object] = {"state": MemberState.ACTIVE, "remark": self.remark, "joined_on": self.joined_on}
        if self.declared_members is not None and self.declared_members != member.declared_members:
            said |= {"declared_members": self.declared_members, "declared_on": self.declared_on}
        told = {name: value for name, value in said.items() if value not in ("", None)}
        new = {name: value for name, value in told.items() if getattr(member, name) != value}
        return new | ({"left_on": None} if member.left_on else {})  # whoever is listed is a member again


@action
def take_over_member_units(
    facts: Sequence[MemberUnitFacts], *, street_id: int, by: Actor
) -> list[tuple[MemberUnit, list[Trace]]]:
    """Make the listed units members: the list of members proves the state. The journal line is the batch's."""
    origins = _organizations(facts, street_id, by)
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
    return [
        (member, [*traces, Trace.of(member, Effect.CREATED), *branches.get(member.organization_id, ())])
        for member, traces in zip(members, origins, strict=True)
    ]


def _organizations(facts: Sequence[MemberUnitFacts], street_id: int, by: Actor) -> list[list[Trace]]:
    """The organisation of every unit: new, or on record and brought up to what the list says."""
    fresh = [fact for fact in facts if fact.organization is None]
    created = take_over_organizations([fact.office for fact in fresh], street_id=street_id, by=by)
    for fact, organization in zip(fresh, created, strict=True):
        fact.organization = organization
    new = {organization.pk for organization in created}
    units = [(fact, fact.organization) for fact in facts if fact.organization]
    return [
        [Trace.of(unit, Effect.CREATED)] if unit.pk in new else revise_organization(unit, fact.office, by=by)
        for fact, unit in units
    ]


def _branches(facts: Sequence[MemberUnitFacts], street_id: int, by: Actor) -> dict[int, list[Trace]]:
    """The Party organisation inside each unit that has none on record; its trace by the unit's id."""
    standing = Organization.objects.active().of_kind(OrganizationKind.PARTY_ORGANIZATION).filter(street_id=street_id)
    known = set(standing.values_list("parent_id", flat=True))
    offices = [
        OrganizationFacts(OrganizationKind.PARTY_ORGANIZATION, fact.branch, fact.office.place, fact.organization)
        for fact in facts
        if fact.branch and fact.organization and fact.organization.pk not in known
    ]
    created = take_over_organizations(offices, street_id=street_id, by=by)
    return {branch.parent_id: [Trace.of(branch, Effect.CREATED)] for branch in created if branch.parent_id}


@action
def revise_member_unit(member: MemberUnit, fact: MemberUnitFacts, *, by: Actor) -> list[Trace]:
    """Bring a member unit up to what a newer list says; empty cells change nothing."""
    member = MemberUnit.objects.select_for_update(no_key=True, of=("self",)).get(pk=member.pk)
    said = fact.new_for(member)
    before = {name: getattr(member, name) for name in said}
    for name, value in said.items():
        setattr(member, name, value)
    if said:
        member.save(update_fields=list(said))
    branch = _branches([fact], member.organization.street_id, by).get(member.organization_id, [])
    effect = Effect.CHANGED if said or branch else Effect.KEPT
    return [Trace.of(member, effect, before), *revise_organization(member.organization, fact.office, by=by), *branch]
