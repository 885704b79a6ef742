"""One's own record: read by its person, or by a desk that keeps it."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongzhi.kernel.people.models import Mandate, Person
from gongzhi.lib.actions import Actor, NotThere


def oneself(by: Actor) -> Person:
    """The person who acts. Raises NotThere for who is not signed in."""
    person = Person.objects.filter(pk=by.person_id).first() if by.person_id else None
    if person is None:
        raise NotThere
    return person


def mandates_given(person: Person) -> QuerySet[Mandate]:
    """Who may act for the person today or later."""
    return _standing(timezone.localdate()).filter(principal=person).select_related("helper").order_by("id")


def mandates_held(person: Person) -> QuerySet[Mandate]:
    """For whom the person may act today or later."""
    return _standing(timezone.localdate()).filter(helper=person).select_related("principal").order_by("id")


def _standing(on: dt.date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(revoked_at=None, until__gte=on)


def mandate_of(person: Person, pk: int) -> Mandate:
    """A mandate that stands and in which the person is one of the two. Raises NotThere."""
    mandate = mandate_once(person, pk)
    if mandate.revoked_at:
        raise NotThere
    return mandate


def mandate_once(person: Person, pk: int) -> Mandate:
    """The same, whether it stands or was ended."""
    both = Mandate.objects.filter(Q(principal=person) | Q(helper=person)).select_related("principal", "helper")
    mandate = both.filter(pk=pk).first()
    if mandate is None:
        raise NotThere
    return mandate
