"""Who signed an agreement that is in force is needed until it ends."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.people.erasure import hold


@hold
def signatures(records: Iterable[int]) -> Iterator[str]:
    """Agreements in force that somebody signed."""
    in_force = Agreement.objects.valid_on(timezone.localdate()).filter(parties__signer__in=records)
    for agreement in in_force.distinct().order_by("id"):
        yield _("您签的协议%(number)s还在有效期里，请先请单位办好交接。") % {"number": agreement.number}
