"""The one queue: nobody is let in twice or past others, nobody waits while a place is free, time limits hold."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.people.actions import give_mandate
from gongzhi.kernel.seats.actions import change_places, confirm, expire_due, leave, take
from gongzhi.kernel.seats.following import follow
from gongzhi.kernel.seats.models import Quota, Turn
from gongzhi.kernel.seats.queries import before, free, turn_of
from gongzhi.lib.actions import Actor, Refused
from tests import making
from tests.clock import Clock
from tests.kernel.seats.queue import WORKER, checked, comes, people, quota, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(monkeypatch)
    clock.at("2026-09-04 09:00")
    return clock


def test_places_go_in_the_order_in_which_people_come() -> None:
    two = quota(2)
    turns = [comes(two, person) for person in people(4)]
    assert states(two) == ["taken", "taken", "waiting", "waiting"]
    assert [before(turn) for turn in turns[2:]] == [0, 1]
    assert (checked(two).taken, two.waiting, free(two)) == (2, 2, 0)


def test_who_comes_again_keeps_the_turn() -> None:
    one = quota(1)
    (person,) = people(1)
    first = take(one, person=person, by=making.resident(person))
    again = take(one, person=person, party=3, by=making.resident(person))
    assert (first.is_new, again.is_new, again.turn) == (True, False, first.turn)
    assert checked(one).taken == 1


def test_places_without_end_take_everybody() -> None:
    endless = quota(None)
    for person in people(3):
        comes(endless, person, party=10)
    assert (checked(endless).taken, free(endless)) == (30, None)


def test_where_nobody_may_wait_full_is_said() -> None:
    full = quota(1, queues=False)
    one, other = people(2)
    comes(full, one)
    with pytest.raises(Refused, match="名额已满"):
        comes(full, other)
    assert turn_of(full, other.pk) is None


def test_companions_are_counted_and_a_large_party_is_not_overtaken() -> None:
    four = quota(4)
    family, couple, single = people(3)
    comes(four, family, party=3)
    comes(four, couple, party=2)
    comes(four, single)
    assert states(four) == ["taken", "waiting", "waiting"]
    change_places(four, 5, by=WORKER)
    assert states(four) == ["taken", "offered", "waiting"]
    with pytest.raises(Refused, match="最多带 9 个人"):
        comes(four, single, party=11)


def test_who_leaves_makes_room_for_the_next_who_confirms(clock: Clock) -> None:
    one = quota(1)
    first, second, third = people(3)
    turns = [comes(one, person) for person in (first, second, third)]
    left = leave(turns[0], by=making.resident(first))
    assert (left.state, left.over_by) == ("left", first)
    assert states(one) == ["left", "offered", "waiting"]
    offered = Turn.objects.get(pk=turns[1].pk)
    assert offered.until == timezone.now() + dt.timedelta(hours=48)
    assert confirm(offered, by=making.resident(second)).state == "taken"
    assert comes(one, first).state == "waiting"
    assert checked(one).waiting == 2


def test_an_offer_that_nobody_confirms_goes_on(clock: Clock) -> None:
    one = quota(1)
    first, second, third = people(3)
    turns = [comes(one, person) for person in (first, second, third)]
    leave(turns[0], by=making.resident(first))
    clock.at("2026-09-06 08:59")
    assert expire_due(by=WORKER) == 0
    clock.at("2026-09-06 09:00")
    with pytest.raises(Refused, match="时间已经过了"):
        confirm(turns[1], by=making.resident(second))
    assert expire_due(by=WORKER) == 1
    assert states(one) == ["left", "expired", "offered"]
    assert expire_due(by=WORKER) == 0
    assert checked(one).taken == 1


def test_what_a_unit_proposes_is_held_until_the_person_says_so(clock: Clock) -> None:
    three = quota(3)
    clerk, colleague, other = people(3)
    by = making.resident(clerk)
    held = take(three, person=colleague, how="proposed", by=by).turn
    refused = take(three, person=other, how="proposed", by=by).turn
    assert states(three) == ["held", "held"]
    for wrong in (by, WORKER, making.resident(other)):
        with pytest.raises(PermissionDenied):
            confirm(held, by=wrong)
    assert confirm(held, by=making.resident(colleague)).state == "taken"
    assert leave(refused, by=making.resident(other)).state == "refused"
    assert checked(three).taken == 1


def test_somebody_whom_the_person_asked_confirms_too() -> None:
    one = quota(1)
    mother, daughter = people(2)
    held = take(one, person=mother, how="proposed", by=WORKER).turn
    today = timezone.localdate()
    said = {"scope": "sign_up", "how": "online", "since": today, "until": today}
    give_mandate(mother, helper=daughter, by=making.resident(mother), **said)
    assert confirm(held, by=making.resident(daughter)).state == "taken"


def test_places_may_grow_and_not_shrink_below_who_is_in() -> None:
    two = quota(2)
    for person in people(5):
        comes(two, person)
    with pytest.raises(Refused, match="已经有 2 人"):
        change_places(two, 1, by=WORKER)
    change_places(two, 4, by=WORKER)
    assert states(two) == ["taken", "taken", "offered", "offered", "waiting"]
    change_places(two, None, by=WORKER)
    assert checked(two).waiting == 0


def test_what_is_over_is_over() -> None:
    one = quota(1)
    (person,) = people(1)
    turn = leave(comes(one, person), by=making.resident(person))
    for do in (confirm, leave):
        with pytest.raises(Refused):
            do(turn, by=making.resident(person))
    assert checked(one).taken == 0


def test_whoever_follows_hears_of_every_change() -> None:
    one, heard = quota(1), list[tuple[str, str]]()

    @follow
    def hear(turn: Turn, state: str, by: Actor) -> None:
        if turn.quota_id == one.pk:
            heard.append((turn.person.name, state))

    first, second = people(2)
    turn = comes(one, first)
    comes(one, first)
    comes(one, second)
    leave(turn, by=making.resident(first))
    assert heard == [("报名人0", "taken"), ("报名人1", "waiting"), ("报名人0", "left"), ("报名人1", "offered")]


def test_the_database_refuses_one_place_too_many() -> None:
    one = quota(1)
    first, second = people(2)
    comes(one, first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(pk=one.pk).update(taken=2)
    waiting = comes(one, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.create(quota=one, person=second, position=9, how="self")
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.filter(pk=waiting.pk).update(state="offered")
