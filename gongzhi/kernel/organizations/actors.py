"""Making the Actor of a person: the only place that reads rights from memberships."""

import datetime as dt

from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import Actor, Seat


def actor_for(person: Person, *, on: dt.date, account_id: int | None = None) -> Actor:
    """What ``person`` may do on a day: the seats that have begun and not ended."""
    return Actor(name=person.name, person_id=person.pk, account_id=account_id, seats=tuple(_seats(person, on)))


def _seats(person: Person, on: dt.date) -> list[Seat]:
    standing = Membership.objects.standing(on).filter(person=person).select_related("place", "organization__place")
    return [Seat(m.role, m.organization_id, _reach(m), m.since, m.until) for m in standing.order_by("id")]


def _reach(membership: Membership) -> str:
    """The place a seat answers for: its own, else the organisation's, which for the street office is the street."""
    place = membership.place or membership.organization.place
    return place.path if place else ""
