"""Making the Actor of a person: the only place that reads rights from memberships."""

import datetime as dt

from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.roles import rights_of
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Actor, Seat


def actor_for(person: Person, *, on: dt.date, account_id: int | None = None) -> Actor:
    """What ``person`` may do on a day: the seats that have begun and not ended."""
    return Actor(name=person.name, person_id=person.pk, account_id=account_id, seats=tuple(_seats(person, on)))


def _seats(person: Person, on: dt.date) -> list[Seat]:
    standing = Membership.objects.standing(on).filter(person=person).select_related("place", "organization__place")
    return [seat_of(membership) for membership in standing.order_by("id")]


def seat_of(membership: Membership) -> Seat:
    """A membership as its holder acts in it."""
    rights = rights_of(membership.role)
    return Seat(
        membership.role, membership.organization_id, _reach(membership), membership.since, membership.until, rights
    )


def _reach(membership: Membership) -> str:
    """The place a seat answers for: its own, else the organisation's, which for the street office is the street."""
    place = membership.place or membership.organization.place
    return place.path if place else ""
