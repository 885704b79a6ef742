"""What people ask about their own record, read for themselves and for the desks that answer."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from gongzhi.kernel.people.masking import masked_number, spoken_number
from gongzhi.kernel.people.models import WORDS, ContactPoint, Correction, Erasure, Person
from gongzhi.kernel.people.queries import MOBILE, records_of, visible_to
from gongzhi.kernel.people.states import ErasureState
from gongzhi.kernel.people.thresholds import CORRECTION_DAYS
from gongzhi.kernel.rulebook.queries import setting
from gongzhi.lib.actions import Actor, NotThere
from gongzhi.lib.sealing import closed, is_closed, left_out, unseal

KEEP = "keep_people"

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for correction in words that can be read."""

    correction: Correction
    wrong: str
    right: str
    answer: str


def _read(sealed: bytes | memoryview | None) -> str:
    if sealed and is_closed():
        return left_out()
    return unseal(bytes(sealed), WORDS) if sealed else ""


def opened(correction: Correction) -> Asked:
    """The words of a request, empty where they were kept long enough."""
    return Asked(correction, _read(correction.wrong), _read(correction.right), _read(correction.answer))


def correction_days(person: Person) -> int:
    """Within how many work days somebody is answered today."""
    return int(setting(CORRECTION_DAYS.key, on=timezone.localdate(), street_id=person.street_id))


def corrections_of(person: Person) -> list[Asked]:
    """What somebody asked to be corrected, newest first."""
    return [opened(each) for each in person.corrections.order_by("-id")]


def own_correction(person: Person, pk: int) -> Correction:
    """One that somebody asked for. Raises NotThere."""
    return _there(person.corrections.filter(pk=pk).first())


def waiting_corrections(by: Actor) -> QuerySet[Correction]:
    """What the people of this actor's desk wait to be answered, the nearest term first."""
    waiting = Correction.objects.waiting().filter(person__in=visible_to(by, KEEP))
    return waiting.select_related("person").order_by("due_on", "pk")


def access_correction(by: Actor, pk: int) -> Correction:
    """A request of somebody of this actor's desk. Raises NotThere."""
    found = Correction.objects.filter(pk=pk, person__in=visible_to(by, KEEP)).select_related("person")
    return _there(found.first())


def open_erasure(person: Person) -> Erasure | None:
    """The request to erase somebody that is under way."""
    return person.erasures.open().first()


def last_erasure(person: Person) -> Erasure | None:
    """The newest request to erase somebody, whatever became of it."""
    return person.erasures.order_by("-id").first()


def open_erasures(by: Actor) -> QuerySet[Erasure]:
    """What waits for a second of this actor's staff, or for the worker; the oldest first."""
    found = Erasure.objects.open().filter(person__in=visible_to(by, KEEP))
    return found.select_related("person", "asked_by").order_by("asked_at", "pk")


def access_erasure(by: Actor, pk: int) -> Erasure:
    """A request to erase somebody of this actor's desk. Raises NotThere."""
    found = Erasure.objects.filter(pk=pk, person__in=visible_to(by, KEEP))
    return _there(found.select_related("person", "asked_by", "confirmed_by").first())


def reason_of(erasure: Erasure) -> str:
    """Why a desk proposed it."""
    return _read(erasure.reason)


def due_erasures(now: dt.datetime) -> list[Erasure]:
    """Those whose time to think is over."""
    due = Erasure.objects.filter(state=ErasureState.WAITING, not_before__lte=now)
    return list(due.select_related("person").order_by("not_before", "pk"))


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone of somebody: its row and how it is shown."""

    id: int
    shown: str


def own_telephones(person: Person) -> list[Number]:
    """The telephones in use of somebody, in full: for themselves, not for who looks along."""
    shown = masked_number if is_closed() else spoken_number
    return [Number(pk, shown(number)) for pk, number in _numbers(person)]


def masked_telephones(person: Person) -> list[Number]:
    """The same for a desk."""
    return [Number(pk, masked_number(number)) for pk, number in _numbers(person)]


def _numbers(person: Person) -> list[tuple[int, str]]:
    points = _contacts(person).filter(until=None).order_by("id")
    with closed(stays=False):
        return [(point.pk, unseal(bytes(point.sealed), MOBILE)) for point in points]


def own_telephone(person: Person, pk: int) -> ContactPoint:
    """A telephone of somebody, in use or not. Raises NotThere."""
    return _there(_contacts(person).filter(pk=pk).select_related("person__same_as").first())


def _contacts(person: Person) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(person__in=list(records_of([person.pk])))


def other_names(person: Person) -> list[str]:
    """By which other names somebody is found."""
    records = Person.objects.filter(Q(pk=person.pk) | Q(same_as=person))
    return sorted({alias.name for each in records.prefetch_related("aliases") for alias in each.aliases.all()})


def _there(found: Row | None) -> Row:
    if found is None:
        raise NotThere
    return found
