"""Agreements that begin today, and those whose last day it is."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.lib.actions import Actor
from gongzhi.lib.happening import Happening, provider

MOST = 20


@provider
def agreements_that_begin_or_end(by: Actor, day: dt.date) -> Iterator[Happening]:
    within = Q(pk__in=[])
    for path in by.reach("keep_agreements"):
        within |= Q(place__path__startswith=path)
    found = Agreement.objects.valid_on(day).filter(within & (Q(starts_on=day) | Q(ends_on=day)))
    for agreement in found.select_related("place")[:MOST]:
        said = _("协议今天生效：%(number)s") if agreement.starts_on == day else _("协议今天到期：%(number)s")
        yield Happening(said % {"number": agreement.number}, agreement.place.name)
