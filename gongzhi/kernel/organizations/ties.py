"""Seats tie people to places."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.states import OrganizationKind
from gongzhi.kernel.people import ties


@ties.register("person", "place")
def seats() -> QuerySet[Membership]:
    """Who holds a seat over a place there."""
    return Membership.objects.standing(timezone.localdate())


@ties.register("person", "organization__place")
def seats_at_organizations() -> QuerySet[Membership]:
    """Who holds a seat at an organisation there, over no place of its own."""
    return Membership.objects.standing(timezone.localdate()).filter(place=None)


@ties.register_units
def units_by_seat(people: Sequence[int]) -> dict[int, str]:
    """The unit in which somebody holds a seat today."""
    standing = Membership.objects.standing(timezone.localdate()).filter(person__in=people)
    seats = standing.filter(organization__kind=OrganizationKind.UNIT).order_by("-id")
    return dict(seats.values_list("person_id", "organization__name"))
