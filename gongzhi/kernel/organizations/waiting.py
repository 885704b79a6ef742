"""Who has to confirm a role, and which seats are about to end."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.roster import proposals_for, seats_for
from gongzhi.lib.actions import Actor
from gongzhi.lib.waiting import Waiting, provider

#: How long before its last day a seat is spoken of.
AHEAD = dt.timedelta(days=30)


@provider
def roles_to_confirm(by: Actor) -> Iterator[Waiting]:
    for proposal in proposals_for(by):
        yield Waiting(
            _("确认任职：%(name)s，%(role)s") % {"name": proposal.person.name, "role": proposal.get_role_display()},
            _("%(organization)s，由%(by)s提出")
            % {"organization": proposal.organization.name, "by": proposal.proposed_by.name},
            _("去看看"),
            "proposal",
            {"pk": proposal.pk},
            due=timezone.localdate(proposal.proposed_at) + dt.timedelta(days=3),
        )


@provider
def seats_about_to_end(by: Actor) -> Iterator[Waiting]:
    """For whoever may give the seat again."""
    if not (by.can("give_any_role") or by.can("give_roles_below_the_street")):
        return
    for seat in seats_for(by).filter(until__lte=timezone.localdate() + AHEAD)[:20]:
        yield Waiting(
            _("任期快到了：%(name)s，%(role)s") % {"name": seat.person.name, "role": seat.get_role_display()},
            seat.organization.name,
            _("续任或交接"),
            "seat",
            {"pk": seat.pk},
            due=seat.until,
        )
