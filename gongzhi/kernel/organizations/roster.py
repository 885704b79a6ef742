"""Organisations and who sits in them, as the desk sees them: within the reach of the seat, and nothing beyond it.

The one door to an organisation or a seat is :func:`access_organization` and :func:`access_seat`.
"""

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.models import Membership, Organization, SeatProposal
from gongzhi.kernel.organizations.roles import DESK
from gongzhi.kernel.organizations.states import OrganizationKind, OrganizationState, ProposalState, Role
from gongzhi.kernel.people.models import Account, Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.reach import within
from gongzhi.lib.search import query_kind, reading


def organizations_for(by: Actor) -> QuerySet[Organization]:
    """Those in the places the actor answers for; to the street's desks also those that stand in no place."""
    return _reached(by).filter(state=OrganizationState.ACTIVE)


def _reached(by: Actor) -> QuerySet[Organization]:
    paths = by.reach("see_organizations")
    streets = [int(path.split(".")[0]) for path in paths if path.count(".") == 1]
    reach = within(paths, "place__path") | Q(place=None, street_id__in=streets)
    return Organization.objects.filter(reach).select_related("street", "place", "parent")


def access_organization(by: Actor, pk: int) -> Organization:
    """One of them, or one that has ended there. Raises NotThere."""
    organization = _reached(by).filter(pk=pk).first()
    if organization is None:
        raise NotThere
    return organization


def named(by: Actor, text: str, *, most: int) -> list[Organization]:
    """The first organisations within reach of whose name or other name ``text`` is a part, or of its reading:
    第三十中, dssz, disanshizhong."""
    kind, typed = query_kind(text)
    standing = organizations_for(by).select_related("place").order_by("name", "id")
    if kind == "latin":
        read = dict(standing.values_list("pk", "name"))
        fitting = Q(pk__in=[pk for pk, name in read.items() if _is_read(name, typed)][:most])
    else:
        fitting = Q(pk__in=[])
    said = Q(name__icontains=text) | Q(aliases__name__icontains=text)
    return list(standing.filter(fitting | said).distinct()[:most])


def _is_read(name: str, typed: str) -> bool:
    keys = _reading(name)
    return typed in keys.initials or typed in keys.pinyin


_reading = functools.lru_cache(maxsize=20_000)(reading)


def access_kept_organization(by: Actor, pk: int) -> Organization:
    """One that this desk keeps. Raises NotThere."""
    organization = access_organization(by, pk)
    if not may.keeps(by, organization):
        raise NotThere
    return organization


def seats_that_end(organization: Organization) -> int:
    """How many seats end with it."""
    return organization.memberships.filter(Q(until=None) | Q(until__gt=timezone.localdate())).count()


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat as a list shows it; ``ends`` and ``ended`` tell whether its last day is set, and whether it is past."""

    id: int
    person: str
    role: str
    organization: str
    organization_id: int
    place: str
    since: dt.date | None
    until: dt.date | None
    ended: bool
    account: str = ""


def seats_at(organization: Organization) -> list[SeatLine]:
    """Everybody who sits or sat there, those of today first, then the newest."""
    seats = organization.memberships.select_related("person", "place", "organization")
    lines = [_line(seat) for seat in seats.order_by("role", "-since", "id")]
    return sorted(lines, key=lambda line: line.ended)


def seats_for(by: Actor) -> QuerySet[Membership]:
    """The seats of today over the places the actor answers for."""
    return _seats_seen(by, Membership.objects.standing(timezone.localdate()))


def seats_turning(by: Actor, day: dt.date) -> QuerySet[Membership]:
    """The seats over the places the actor answers for that begin on a day, or give no right any more from it on."""
    return _seats_seen(by, Membership.objects.filter(Q(since=day) | Q(until=day)))


def _seats_seen(by: Actor, seats: QuerySet[Membership]) -> QuerySet[Membership]:
    paths = by.reach("see_roles")
    streets = [int(path.split(".")[0]) for path in paths if path.count(".") == 1]
    reach = within(paths, "place__path", "organization__place__path") | Q(organization__street_id__in=streets)
    return (
        seats.filter(reach).select_related("person", "place", "organization").order_by("role", "person__pinyin", "id")
    )


def access_seat(by: Actor, pk: int) -> Membership:
    """A seat of today or one that begins later. Raises NotThere."""
    seat = access_any_seat(by, pk)
    if seat.until and seat.until <= timezone.localdate():
        raise NotThere
    return seat


def access_any_seat(by: Actor, pk: int) -> Membership:
    """A seat that stands, will or did. Raises NotThere."""
    paths = tuple({*by.reach("see_roles"), *by.reach("see_organizations")})
    streets = [int(path.split(".")[0]) for path in paths if path.count(".") == 1]
    reach = within(paths, "place__path", "organization__place__path") | Q(organization__street_id__in=streets)
    seats = Membership.objects.filter(reach, pk=pk)
    seat = seats.select_related("person__street", "place", "organization__street", "organization__place").first()
    if seat is None:
        raise NotThere
    return seat


def handed_on(seat: Membership) -> Membership:
    """Who sits there after a seat was handed over, and on; itself if it was not, or if nobody can tell to whom."""
    if seat.until is None:
        return seat
    same = {name: getattr(seat, name) for name in ("organization_id", "role", "place_id")}
    after = Membership.objects.filter(**same, since=seat.until, pk__gt=seat.pk).select_related("person")
    stayed = list(after.filter(Q(until=None) | Q(until__gt=F("since")))[:2])  # not those handed on the same day
    return handed_on(stayed[0]) if len(stayed) == 1 else seat


def who_holds(seat: Membership) -> dict[str, Any]:
    """What a form that hands a seat over shows of it: who sits there, and from when until when."""
    now = handed_on(seat)
    ended = now.until is not None and now.until <= timezone.localdate()
    return {"seat": now.pk, "name": "" if ended else now.person.name, "since": now.since, "until": now.until}


def _line(seat: Membership) -> SeatLine:
    account: Account | None = getattr(seat.person, "account", None) if seat.role in DESK else None
    return SeatLine(
        seat.pk,
        seat.person.name,
        seat.get_role_display(),
        seat.organization.name,
        seat.organization_id,
        seat.place.name if seat.place else "",
        seat.since,
        seat.until,
        bool(seat.until and seat.until <= timezone.localdate()),
        account.name if account else "",
    )


def roles_to_give(by: Actor, organization: Organization) -> list[tuple[str, str]]:
    """The roles the actor may give at an organisation, as choices of a form."""
    proposes = by.can("propose_any_role", (organization.place or organization.street).path)
    return [
        (role.value, str(role.label))
        for role in Role
        if proposes or may.gives(by, organization, role, organization.place)
    ]


def places_to_answer_for(organization: Organization) -> QuerySet[Place]:
    """The places a seat there may be for: those within the organisation's own, else of its street."""
    root = organization.place or organization.street
    return Place.objects.active().within(root.path).order_by("path")


def place_to_answer_for(organization: Organization, pk: str) -> Place:
    """One of them. Raises NotThere."""
    place = places_to_answer_for(organization).filter(pk=pk).first()
    if place is None:
        raise NotThere
    return place


def has_account(person: Person) -> bool:
    """Whether somebody has a staff account that opens."""
    return Account.objects.open().filter(person=person).exclude(name="").exists()


def proposals_for(by: Actor) -> QuerySet[SeatProposal]:
    """The roles that wait for this actor to confirm them: within reach, neither proposed by nor meant for them."""
    paths = tuple({*by.reach("give_any_role"), *by.reach("propose_any_role")})
    reach = within(paths, "place__path", "organization__place__path", "organization__street__path")
    waiting = SeatProposal.objects.filter(reach, state=ProposalState.WAITING)
    mine = Q(proposed_by=by.person_id) | Q(person=by.person_id)
    return waiting.exclude(mine).select_related("person", "organization", "proposed_by", "place").order_by("id")


def access_proposal(by: Actor, pk: int) -> SeatProposal:
    """One that waits for this actor. Raises NotThere."""
    proposal = proposals_for(by).filter(pk=pk).first()
    if proposal is None:
        raise NotThere
    return proposal


def seats_held(person: Person) -> list[SeatLine]:
    """The seats of a person, of joined records too, those of today first."""
    seats = Membership.objects.filter(Q(person=person) | Q(person__same_as=person))
    lines = [_line(seat) for seat in seats.select_related("person", "place", "organization").order_by("-since", "id")]
    return sorted(lines, key=lambda line: line.ended)


def offices(street_id: int, kind: str) -> list[Organization]:
    """The street's office, or the committees of its communities in administrative order."""
    found = Organization.objects.active().filter(street_id=street_id, kind=kind).select_related("street")
    return list(found.order_by("place__position", "id"))


def holder(organization: Organization, role: str, name: str) -> Person | None:
    """Who sits there today in a role under a name."""
    seats = Membership.objects.standing(timezone.localdate()).filter(organization=organization, role=role)
    seat = seats.filter(person__name=name).select_related("person__account").first()
    return seat.person if seat else None


def contact_of(paths: Iterable[str]) -> Organization | None:
    """The committee of the community that one of these places lies in, if it has a telephone."""
    communities = {int(path.split(".")[1]) for path in paths if path.count(".") > 1}
    committees = Organization.objects.active().filter(place__in=communities, kind=OrganizationKind.RESIDENTS_COMMITTEE)
    return committees.exclude(telephone="").order_by("id").first() if communities else None
