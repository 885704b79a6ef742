"""What is still to be held holds its place and its host."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.events.models import Event, Series
from gongzhi.kernel.organizations.holding import of_organization
from gongzhi.kernel.places import holding


@holding.register(_("没办完的活动"))
def events(path: str) -> QuerySet[Event]:
    """Those planned there."""
    return Event.objects.ahead().filter(place__path__startswith=path)


@holding.register(_("定期活动"))
def series(path: str) -> QuerySet[Series]:
    """Those that go on there."""
    return Series.objects.active().filter(place__path__startswith=path)


@of_organization(_("没办完的活动"))
def events_of(pk: int) -> QuerySet[Event]:
    """Those it holds."""
    return Event.objects.ahead().filter(host=pk)


@of_organization(_("定期活动"))
def series_of(pk: int) -> QuerySet[Series]:
    """Those it goes on holding."""
    return Series.objects.active().filter(host=pk)
