"""Who may hold something where: what the forms of a desk offer."""

from django.db.models import Case, IntegerField, Value, When

from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import OrganizationKind, OrganizationState
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import Actor
from gongzhi.lib.reach import within

#: Where something is held, as far as a form lists it: a grid or a house is said in words.
WIDE = (Kind.SUBDISTRICT, Kind.COMMUNITY)


def places_for(by: Actor, right: str) -> dict[int, Place]:
    """The street and the communities where an actor has a right, by id; the street first."""
    found = Place.objects.filter(within(by.reach(right), "path"), kind__in=WIDE, until=None)
    return {place.pk: place for place in found.order_by("path")}


def hosts_for(by: Actor, right: str) -> dict[int, Organization]:
    """The organisations that stand where an actor has a right, by id; offices and committees first."""
    official = (OrganizationKind.SUBDISTRICT_OFFICE, OrganizationKind.RESIDENTS_COMMITTEE)
    first = Case(When(kind__in=official, then=Value(0)), default=Value(1), output_field=IntegerField())
    standing = Organization.objects.filter(within(by.reach(right), "place__path"), state=OrganizationState.ACTIVE)
    return {one.pk: one for one in standing.select_related("place").order_by(first, "name", "id")}
