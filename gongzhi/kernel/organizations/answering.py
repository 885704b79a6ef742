"""What the page of a place says: who answers for it in both networks, what is on record of it, what happened to it.

The network of governance has people: secretary, grid worker, chiefs. The network of the Party has its
organisations on the same places. Whoever answers for a place above answers for this one too.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.roles import COMMUNITY, STREET
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.masking import masked_name
from gongzhi.kernel.people.record import Happened, history_of
from gongzhi.kernel.places.models import Place, PlaceShape
from gongzhi.lib.actions import Actor

#: Whoever answers for what is below, too; the rest answers for the place alone.
FOR_ALL_BELOW = (Role.COMMUNITY_SECRETARY, Role.GRID_WORKER, Role.BUILDING_CHIEF)
#: Whoever answers for a place at all; a liaison sits there for a unit.
ANSWERING = (*STREET, *COMMUNITY, Role.GRID_WORKER, Role.BUILDING_CHIEF, Role.ENTRANCE_CHIEF)
#: Residents, whose names only those see who deal with them.
RESIDENTS = (Role.BUILDING_CHIEF, Role.ENTRANCE_CHIEF)


@dataclass(frozen=True, slots=True)
class Answers:
    """Somebody who answers for the place, or for one above it (``over``)."""

    role: str
    name: str
    over: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything the desk shows of one place but the tree below it."""

    place: Place
    above: list[tuple[int, str]]
    people: list[Answers]
    party: list[Organization]
    organizations: list[Organization]
    codes: list[Any]
    counts: list[Any]
    former_names: list[Any]
    placements: list[Any]
    drawn_on: dt.date | None
    history: list[Happened]


def place_page(place: Place, *, by: Actor) -> PlacePage:
    """What ``by`` sees of a place that is in their reach; a constant number of queries."""
    above = _above(place)
    here = Organization.objects.active().filter(place__in=[*(p.pk for p in above), place.pk])
    party = here.of_kind(OrganizationKind.PARTY_ORGANIZATION).exclude(parent__kind=OrganizationKind.UNIT)
    others = here.filter(place=place).exclude(kind=OrganizationKind.PARTY_ORGANIZATION)
    return PlacePage(
        place,
        [(step.pk, step.name) for step in above if by.can("see_places", step.path)],
        _people(place, above, by),
        sorted(party.select_related("place"), key=lambda each: -len(each.place.path) if each.place else 0),
        list(others.order_by("kind", "name", "id")),
        list(place.codes.order_by("-valid_to", "-valid_from", "-id")),
        list(place.counts.order_by("measure", "-as_of")),
        list(place.former_names.all()),
        list(place.placements.select_related("parent").exclude(until=None).order_by("-until", "-id")),
        PlaceShape.objects.filter(place=place).values_list("as_of", flat=True).first(),
        history_of(place),
    )


def _above(place: Place) -> list[Place]:
    """The places that this one stands in, the largest first."""
    steps = [int(step) for step in place.path.rstrip(".").split(".")][:-1]
    return sorted(Place.objects.filter(pk__in=steps), key=lambda step: len(step.path))


def _people(place: Place, above: list[Place], by: Actor) -> list[Answers]:
    standing = Membership.objects.standing(timezone.localdate()).filter(role__in=ANSWERING)
    standing = standing.select_related("person", "place", "organization__place")
    over = {step.pk: step for step in (*above, place)}
    seats = [*standing.filter(place__in=over), *standing.filter(place=None, organization__place__in=over)]
    named = [(seat, seat.place or seat.organization.place) for seat in seats]
    answering = [(s, p) for s, p in named if p and (p.pk == place.pk or s.role in FOR_ALL_BELOW)]
    order = {role: position for position, role in enumerate(Role)}
    answering.sort(key=lambda pair: (-len(pair[1].path), order[Role(pair[0].role)], pair[0].pk))
    return [Answers(s.get_role_display(), _told(s, p, by), p.name, p.pk == place.pk) for s, p in answering]


def _told(seat: Membership, over: Place, by: Actor) -> str:
    residents = seat.role in RESIDENTS and not by.can("see_organizations", over.path)
    return masked_name(seat.person.name) if residents else seat.person.name
