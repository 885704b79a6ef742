"""Who holds a seat hands it over before they are erased."""

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.models import Membership, SeatProposal
from gongzhi.kernel.organizations.states import ProposalState
from gongzhi.kernel.people.erasure import hold


@hold
def seats(records: Iterable[int]) -> Iterator[str]:
    """Seats that stand or are still to begin, and roles that wait to be confirmed."""
    ahead = Q(until=None) | Q(until__gt=timezone.localdate())
    for seat in Membership.objects.filter(ahead, person__in=records).select_related("organization").order_by("id"):
        yield _("您还是%(organization)s的%(role)s，请先交接。") % {
            "organization": seat.organization.name,
            "role": seat.get_role_display(),
        }
    proposed = SeatProposal.objects.filter(person__in=records, state=ProposalState.WAITING)
    for proposal in proposed.select_related("organization").order_by("id"):
        yield _("%(organization)s的%(role)s正等着确认给您，请先收回。") % {
            "organization": proposal.organization.name,
            "role": proposal.get_role_display(),
        }
