"""Page-shaped reads of the alliance."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementState
from gongzhi.kernel.organizations.states import OrganizationKind
from gongzhi.programmes.alliance.models import MemberUnit


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A member unit as a community's page shows it."""

    id: int
    name: str
    nature: str
    party_organization: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A member unit in the street's list: where it stands, and how many agreements of it are in force."""

    name: str
    nature: str
    community_id: int | None
    community: str
    agreements: int


def public_units(street_id: int) -> list[UnitLine]:
    """The member units of a street whose names may be told, by community and name."""
    standing = Q(organization__agreements__agreement__state=AgreementState.IN_FORCE)
    in_force = Count("organization__agreements", filter=standing, distinct=True)
    members = MemberUnit.objects.active().filter(organization__street_id=street_id, organization__public_visible=True)
    return [
        UnitLine(
            member.organization.name,
            str(member.organization.get_nature_display()),
            member.organization.place_id,
            member.organization.place.name if member.organization.place else "",
            member.in_force,
        )
        for member in members.annotate(in_force=in_force)
        .select_related("organization__place")
        .order_by("organization__place__position", "organization__name")
    ]


@dataclass(frozen=True, slots=True)
class AgreementCard:
    """An agreement as a community's page shows it; ``content`` lists its promises."""

    number: str
    unit: str
    signed_on: dt.date | None
    ends_on: dt.date | None
    state_label: str
    content: str


@dataclass(frozen=True, slots=True)
class CommunityAlliance:
    """What the alliance brings to one community."""

    units: list[UnitCard]
    agreements: list[AgreementCard]


def community_alliance(place_id: int) -> CommunityAlliance:
    """The member units and agreements of a community."""
    return CommunityAlliance(_units(place_id), _agreements(place_id))


def _units(place_id: int) -> list[UnitCard]:
    members = (
        MemberUnit.objects.active()
        .filter(organization__place_id=place_id, organization__public_visible=True)
        .select_related("organization")
        .prefetch_related("organization__parts")
    )
    return [
        UnitCard(
            member.organization_id,
            member.organization.name,
            str(member.organization.get_nature_display()),
            next(
                (p.name for p in member.organization.parts.all() if p.kind == OrganizationKind.PARTY_ORGANIZATION), ""
            ),
        )
        for member in members.order_by("organization_id")
    ]


def _agreements(place_id: int) -> list[AgreementCard]:
    agreements = Agreement.objects.filter(place_id=place_id).prefetch_related("parties__organization", "clauses")
    return [
        AgreementCard(
            agreement.number,
            _counterpart(agreement),
            agreement.signed_on,
            agreement.ends_on,
            str(agreement.get_state_display()),
            "、".join(clause.text for clause in agreement.clauses.all()),
        )
        for agreement in agreements.order_by("signed_on", "id")
    ]


def _counterpart(agreement: Agreement) -> str:
    """The side that is not the community, if its name may stand on a public page."""
    for party in agreement.parties.all():
        if party.organization.kind != OrganizationKind.RESIDENTS_COMMITTEE:
            return party.organization.name if party.organization.public_visible else ""
    return ""
