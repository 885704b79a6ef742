"""Many at the same moment: exactly as many places as there are, and an order of those who wait (trust.md R1, R17)."""

from random import Random

import pytest

from gongzhi.kernel.people.models import Person
from gongzhi.kernel.seats.actions import change_places, confirm, leave
from gongzhi.kernel.seats.models import Quota, Turn
from gongzhi.lib.actions import Refused
from tests import making
from tests.drill import count
from tests.kernel.seats.queue import WORKER, checked, comes, people, quota
from tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


def test_a_hundred_people_and_thirty_places() -> None:
    crowd = people(100)
    for _round in range(count(1, 20)):
        thirty = quota(30)
        turns = together(100, lambda number, to=thirty: comes(to, crowd[number]))  # type: ignore[misc]
        assert sorted(turn.state for turn in turns) == ["taken"] * 30 + ["waiting"] * 70  # type: ignore[union-attr]
        assert sorted(turn.position for turn in turns) == list(range(1, 101))  # type: ignore[union-attr]
        assert (checked(thirty).taken, thirty.waiting) == (30, 70)


def test_one_person_who_taps_ten_times_has_one_turn() -> None:
    (person,) = people(1)
    five = quota(5)
    turns = together(10, lambda _number: comes(five, person))
    assert len({turn.pk for turn in turns}) == 1  # type: ignore[union-attr]
    assert checked(five).taken == 1


def act(to: Quota, person: Person, kind: str, places: int) -> None:
    """One of the things that may happen to a queue; what is refused is refused."""
    turn = Turn.objects.live().filter(quota=to, person=person).first()
    try:
        if kind == "come" or turn is None:
            comes(to, person)
        elif kind == "leave":
            leave(turn, by=making.resident(person))
        elif kind == "confirm":
            confirm(turn, by=making.resident(person))
        else:
            change_places(to, places, by=WORKER)
    except Refused:
        return


def test_random_acts_at_the_same_moment_leave_no_place_empty_or_double() -> None:
    crowd = people(24)
    for seed in range(count(3, 100)):
        random, few = Random(seed), quota(4)
        for person in crowd[:10]:
            comes(few, person)
        acts = [random.choice(("come", "leave", "confirm", "more")) for _act in range(10)]
        chosen = random.sample(crowd, 10)
        problems = together(10, lambda n, to=few, acts=acts, who=chosen: act(to, who[n], acts[n], 4 + n % 3))  # type: ignore[misc]
        assert problems == [None] * 10
        stands = checked(few)
        assert stands.places is not None
        assert stands.waiting == 0 or stands.taken == stands.places
        seated = [turn.position for turn in few.turns.seated()]
        assert all(turn.position > max(seated) for turn in few.turns.waiting())
