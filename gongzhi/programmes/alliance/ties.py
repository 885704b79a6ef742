"""Reporting in ties employed Party members to a community."""

from collections.abc import Sequence

from django.db.models import QuerySet

from gongzhi.kernel.people import ties
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.states import TYING_REPORT_INS


@ties.register("person", "community", whole=True)
def report_ins() -> QuerySet[ReportIn]:
    """Who has reported in there, is about to, or has been asked for more."""
    return ReportIn.objects.filter(state__in=TYING_REPORT_INS)


@ties.register_units
def units_by_report_in(people: Sequence[int]) -> dict[int, str]:
    """The employer that a standing report-in names."""
    tying = ReportIn.objects.filter(person__in=people, state__in=TYING_REPORT_INS, unit__isnull=False).order_by("id")
    return dict(tying.values_list("person_id", "unit__name"))
