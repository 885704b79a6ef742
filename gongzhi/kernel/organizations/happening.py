"""Who takes a seat today, and who leaves one."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.roster import seats_turning
from gongzhi.lib.actions import Actor
from gongzhi.lib.happening import Happening, provider

MOST = 20


@provider
def seats_that_begin_or_end(by: Actor, day: dt.date) -> Iterator[Happening]:
    for seat in seats_turning(by, day)[:MOST]:
        said = _("%(name)s今天起任%(role)s") if seat.since == day else _("%(name)s今天起不再任%(role)s")
        title = said % {"name": seat.person.name, "role": seat.get_role_display()}
        yield Happening(title, seat.organization.name, "organization", {"pk": seat.organization_id})
