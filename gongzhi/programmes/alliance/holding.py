"""Whoever reported in to a community holds it; a member unit holds its organisation, and so do its members."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.organizations.holding import of_organization
from gongzhi.kernel.places import holding
from gongzhi.programmes.alliance.models import MemberUnit, ReportIn
from gongzhi.programmes.alliance.states import LIVE_REPORT_INS


@holding.register(_("在职党员报到"))
def report_ins(path: str) -> QuerySet[ReportIn]:
    """Those accepted there, or about to be."""
    return ReportIn.objects.filter(community__path__startswith=path, state__in=LIVE_REPORT_INS)


@of_organization(_("成员单位"))
def membership(pk: int) -> QuerySet[MemberUnit]:
    """That it belongs to the alliance."""
    return MemberUnit.objects.active().filter(organization=pk)


@of_organization(_("在职党员报到"))
def members(pk: int) -> QuerySet[ReportIn]:
    """Those of the people who work there."""
    return ReportIn.objects.live().filter(unit=pk)
