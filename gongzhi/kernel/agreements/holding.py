"""An agreement that is being made or is in force holds its community and its parties."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementState
from gongzhi.kernel.organizations.holding import of_organization
from gongzhi.kernel.places import holding

#: These ask nothing more of the community.
OVER = (AgreementState.FINISHED, AgreementState.TERMINATED)


@holding.register(_("没有结束的协议"))
def agreements(path: str) -> QuerySet[Agreement]:
    """Those of a community there."""
    return Agreement.objects.filter(place__path__startswith=path).exclude(state__in=OVER)


@of_organization(_("没有结束的协议"))
def agreements_of(pk: int) -> QuerySet[Agreement]:
    """Those in which an organisation is one of the sides."""
    return Agreement.objects.filter(parties__organization=pk).exclude(state__in=OVER)
