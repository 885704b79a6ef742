"""Whoever reported in to a community holds it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.places import holding
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.states import LIVE_REPORT_INS


@holding.register(_("在职党员报到"))
def report_ins(path: str) -> QuerySet[ReportIn]:
    """Those accepted there, or about to be."""
    return ReportIn.objects.filter(community__path__startswith=path, state__in=LIVE_REPORT_INS)
