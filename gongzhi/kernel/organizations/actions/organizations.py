"""Entering organisations from a register, revising them, naming them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.models import Organization, OrganizationAlias
from gongzhi.kernel.organizations.states import Nature
from gongzhi.kernel.places.models import Place
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sheets import Effect, Source, Trace
from gongzhi.lib.states import move


@dataclass(slots=True)
class OrganizationFacts:
    """What a register says of one organisation; empty words say nothing."""

    kind: str
    name: str
    place: Place | None = None
    parent: Organization | None = None
    address: str = ""
    telephone: str = ""
    superior: str = ""
    nature: str = ""

    def new_in(self, organization: Organization) -> dict[str, object]:
        """The fields in which the register says something other than what is on record."""
        said = {
            "address": self.address,
            "telephone": self.telephone,
            "superior": self.superior,
            "nature": self.nature,
            "place_id": self.place.pk if self.place else None,
        }
        return {field: value for field, value in said.items() if value and getattr(organization, field) != value}


@action
def take_over_organizations(facts: Sequence[OrganizationFacts], *, street_id: int, by: Actor) -> list[Organization]:
    """Create organisations from a register, all at once, in the order given; the journal line is the batch's."""
    organizations = [
        Organization(
            street_id=street_id,
            kind=fact.kind,
            name=fact.name,
            place=fact.place,
            parent=fact.parent,
            address=fact.address,
            telephone=fact.telephone,
            superior=fact.superior,
            nature=fact.nature or Nature.OTHER,
            public_visible=fact.nature != Nature.MILITARY,
            source=Source.TAKEN_OVER,
        )
        for fact in facts
    ]
    bulk.insert(organizations)
    return organizations


@action
def revise_organization(organization: Organization, fact: OrganizationFacts, *, by: Actor) -> list[Trace]:
    """Bring an organisation up to what a newer register says. Returns what was touched, for undoing."""
    organization = Organization.objects.lock(organization)
    new = fact.new_in(organization)
    if new.get("nature") == Nature.MILITARY and organization.public_visible:
        new["public_visible"] = False
    before = {field: getattr(organization, field) for field in new}
    for field, value in new.items():
        setattr(organization, field, value)
    if new:
        organization.save(update_fields=[field.removesuffix("_id") for field in new])
    effect = Effect.CHANGED if new else Effect.KEPT
    return [Trace.of(organization, effect, before)]


@action
def keep_aliases(names: Mapping[str, Organization], *, by: Actor) -> list[Trace]:
    """Keep short forms that were recognised, so that they match at once next time; known ones stay as they are."""
    streets = {organization.street_id for organization in names.values()}
    kept = set(OrganizationAlias.objects.filter(street__in=streets, name__in=names).values_list("street_id", "name"))
    aliases = [
        OrganizationAlias(organization=organization, street_id=organization.street_id, name=name)
        for name, organization in names.items()
        if (organization.street_id, name) not in kept
    ]
    bulk.insert(aliases)
    return [Trace.of(alias, Effect.CREATED) for alias in aliases]


@action
def add_alias(organization: Organization, name: str, *, by: Actor) -> OrganizationAlias:
    """Say that a name means this organisation. Raises Refused if it means another one."""
    demand(may.keeps(by, organization))
    alias, created = OrganizationAlias.objects.get_or_create(
        street=organization.street, name=name, defaults={"organization": organization}
    )
    if alias.organization_id != organization.pk:
        raise Refused(_("这个简称已经指向另一个单位。"))
    if created:
        record(by, "organization.alias_added", organization)
    return alias


@action
def end_organization(organization: Organization, *, on: dt.date, by: Actor) -> Organization:
    """Close an organisation from a day on, and every seat in it; one that would begin later never does."""
    organization = Organization.objects.lock(organization)
    demand(may.end_organization(by, organization, on))
    move(organization, "end", until=on)
    standing = organization.memberships.filter(Q(until=None) | Q(until__gt=on))
    standing.update(until=Greatest(F("since"), Value(on)))
    record(by, "organization.ended", organization)
    return organization
