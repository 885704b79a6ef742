"""What people are called, for lines that keep only their ids."""

from collections.abc import Iterable

from gongzhi.kernel.people.models import Person


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """The names behind ids; a record joined to another has the other's. Who is no more is missing."""
    people = Person.objects.filter(pk__in={pk for pk in ids if pk}).select_related("same_as")
    return {person.pk: (person.same_as or person).name for person in people}
