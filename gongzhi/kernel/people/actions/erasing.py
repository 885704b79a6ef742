"""Erasing somebody: asked by themselves, or at the desk and confirmed by a second of its staff; taken back within
ten minutes; then carried out by the worker, whole or not at all."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.credentials import ASKING, NUMBER, brake_mark
from gongzhi.kernel.people.erasure import Human, erasers, held_back, human, stays
from gongzhi.kernel.people.models import (
    NOBODY,
    WORDS,
    Brake,
    Erasure,
    Household,
    HouseholdMember,
    MergeProposal,
    Person,
    SignInCode,
)
from gongzhi.kernel.people.notices import ErasureAsked, ErasureHeldBack, ErasureTakenBack
from gongzhi.kernel.people.own import oneself
from gongzhi.kernel.people.states import Channel, ErasureState
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.personal import emptied
from gongzhi.lib.sealing import seal
from gongzhi.lib.states import move

#: How long one may think better of it (trust.md A13).
TO_THINK = dt.timedelta(minutes=10)


@action
def ask_erasure(*, by: Actor) -> Erasure:
    """Whoever acts wants to be erased, in ten minutes. Raises Refused if something has to be settled first."""
    person = Person.objects.lock(oneself(by))
    demand(may.ask_erasure(by, person, held_back(person)))
    erasure = Erasure.objects.create(
        person=person,
        channel=Channel.ONLINE,
        state=ErasureState.WAITING,
        asked_by_id=by.person_id,
        not_before=timezone.now() + TO_THINK,
    )
    record(by, "erasure.asked", person)
    tell(ErasureAsked(erasure))
    return erasure


@action
def propose_erasure(person: Person, *, channel: str, reason: str, by: Actor) -> Erasure:
    """Enter at the desk that somebody wants to be erased; a second of the staff confirms it."""
    person = Person.objects.lock(person)
    demand(may.propose_erasure(by, person, channel, reason, held_back(person)))
    sealed = seal(reason.strip(), WORDS)
    erasure = Erasure.objects.create(person=person, channel=channel, reason=sealed, asked_by_id=by.person_id)
    record(by, "erasure.proposed", person, channel=channel)
    return erasure


@action
def confirm_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """A second of the staff has looked; in ten minutes it happens."""
    erasure = Erasure.objects.lock(erasure)
    demand(may.confirm_erasure(by, erasure, held_back(erasure.person)))
    now = timezone.now()
    move(erasure, "confirm", confirmed_at=now, confirmed_by_id=by.person_id, not_before=now + TO_THINK)
    record(by, "erasure.confirmed", erasure.person)
    tell(ErasureAsked(erasure))
    return erasure


@action
def turn_down_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """A second of the staff finds that it should not be."""
    erasure = Erasure.objects.lock(erasure)
    demand(may.turn_down_erasure(by, erasure))
    move(erasure, "turn_down", ended_at=timezone.now(), ended_by_id=by.person_id)
    record(by, "erasure.turned_down", erasure.person)
    return erasure


@action
def take_back_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """Leave everything as it is, at the word of the person or of a desk."""
    erasure = Erasure.objects.lock(erasure)
    demand(may.take_back_erasure(by, erasure))
    move(erasure, "take_back", ended_at=timezone.now(), ended_by_id=by.person_id)
    record(by, "erasure.taken_back", erasure.person)
    tell(ErasureTakenBack(erasure.person))
    return erasure


@action
def hold_back_erasure(erasure: Erasure, *, by: Actor) -> Erasure:
    """Something came up that has to be settled first; the person is told what."""
    erasure = Erasure.objects.lock(erasure)
    demand(may.carry_out_erasure(by, erasure))
    move(erasure, "hold_back", ended_at=timezone.now())
    record(by, "erasure.held_back", erasure.person)
    tell(ErasureHeldBack(erasure.person))
    return erasure


@action
def carry_out_erasure(erasure: Erasure, *, whom: Human, prepared: dict[str, Any], by: Actor) -> bool:
    """Erase a human in all their records. False if more is known of them than when it was prepared: then it is
    prepared anew."""
    erasure = Erasure.objects.lock(erasure)
    records = Person.objects.select_for_update().filter(Q(pk=erasure.person_id) | Q(same_as=erasure.person_id))
    list(records.order_by("pk"))
    demand(may.carry_out_erasure(by, erasure))
    if human(erasure.person) != whom:
        return False
    for each in erasers():
        each.erase(whom, prepared.get(each.name), by)
    _erase_rows(whom)
    today = timezone.localdate()
    Person.objects.filter(pk__in=whom.records).update(**NOBODY, erased_on=today)
    move(erasure, "carry_out", ended_at=timezone.now())
    record(by, "person.erased", erasure.person, records=len(whom.records))
    return True


def _erase_rows(whom: Human) -> None:
    """Every row about the human goes, or stays and says nothing."""
    MergeProposal.objects.waiting().filter(Q(kept__in=whom.records) | Q(gone__in=whom.records)).delete()
    for kind, ids in whom.rows.items():
        model = apps.get_model(kind)
        rows = model._base_manager.filter(pk__in=ids)
        if model is Person:
            continue
        if not stays(model):
            rows.delete()
        elif values := emptied(model):
            rows.update(**values)


@action
def forget_doors(members: Collection[int], *, by: Actor) -> int:
    """Forget the households in which nobody else ever lived; how many there were."""
    theirs = HouseholdMember.objects.filter(pk__in=members)
    households = list(theirs.values_list("household_id", flat=True))
    theirs.delete()
    return Household.objects.filter(pk__in=households, members=None).delete()[0]


@action
def forget_tries(numbers: Collection[str], marks: Collection[bytes], *, by: Actor) -> int:
    """Forget codes that were sent to some telephones, and what was tried there in vain; how many there were."""
    brakes = [brake_mark(limit, number) for limit in (ASKING, NUMBER) for number in numbers]
    forgotten, _kinds = Brake.objects.filter(mark__in=brakes).delete()
    return forgotten + SignInCode.objects.filter(mark__in=list(marks)).delete()[0]
