"""The dead are told nothing from the day on which it is known, and whoever was erased is nobody (trust.md 6, 18)."""

from collections.abc import Collection

from django.db.models import Q

from gongzhi.kernel.notices.silence import silence
from gongzhi.kernel.people.models import Person
from gongzhi.lib.bulk import among


@silence
def gone(people: Collection[int]) -> set[int]:
    """Those who died or were erased, by whichever of their records."""
    over = Q(died_on__isnull=False) | Q(same_as__died_on__isnull=False) | Q(erased_on__isnull=False)
    return set(Person.objects.filter(over, among("pk", people)).values_list("pk", flat=True))
