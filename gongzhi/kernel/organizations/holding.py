"""Organisations, seats and households hold the place they are at."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.people.models import Household
from gongzhi.kernel.places import holding


@holding.register(_("组织"))
def organizations(path: str) -> QuerySet[Organization]:
    """Those that stand there."""
    return Organization.objects.active().filter(place__path__startswith=path)


@holding.register(_("任职"))
def seats(path: str) -> QuerySet[Membership]:
    """Those over a place there, also of organisations elsewhere, that somebody holds today."""
    return Membership.objects.standing(timezone.localdate()).filter(place__path__startswith=path)


@holding.register(_("住户"))
def households(path: str) -> QuerySet[Household]:
    """Those behind a door there."""
    return Household.objects.filter(place__path__startswith=path, until=None)
