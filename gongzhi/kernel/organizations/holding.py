"""What holds an organisation, so that nobody ends it; and organisations, seats and households hold their place.

A holding of an organisation goes from its id to what is kept for it.
"""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.organizations.models import Membership, Organization, SeatProposal
from gongzhi.kernel.organizations.states import ProposalState
from gongzhi.kernel.people.models import Household
from gongzhi.kernel.places import holding
from gongzhi.lib.holding import Holdings

_of_organizations: Holdings[int] = Holdings()
of_organization, organization_held_by = _of_organizations.register, _of_organizations.held_by


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


@of_organization(_("下面的组织"))
def parts(pk: int) -> QuerySet[Organization]:
    """Those that belong to it."""
    return Organization.objects.active().filter(parent=pk)


@of_organization(_("等人确认的任职"))
def proposals(pk: int) -> QuerySet[SeatProposal]:
    """Roles there that wait for a second person. Seats that stand end with it."""
    return SeatProposal.objects.filter(organization=pk, state=ProposalState.WAITING)
