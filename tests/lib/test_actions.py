"""The shape of an action: somebody acts, rights are told from facts, and all is written or nothing."""

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied

from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import ANONYMOUS, YES, Actor, No, Refused, Seat, action, demand
from tests import making

KEEPS = frozenset({"keep_people"})
SECRETARY = Actor(person_id=7, seats=(Seat("community_secretary", 3, "1.4.", rights=KEEPS),))


@action
def found(*, by: Actor, fails: bool = False) -> Place:
    street = making.street()
    if fails:
        raise Refused("到一半停下。")
    return street


@pytest.mark.django_db
def test_an_action_writes_for_an_actor() -> None:
    assert found(by=making.SYSTEM).name == Place.objects.get().name


@pytest.mark.django_db
@pytest.mark.parametrize("somebody", [{}, {"by": None}, {"by": "admin"}])
def test_an_action_without_an_actor_does_not_begin(somebody: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="found needs by=Actor"):
        found(**somebody)
    assert not Place.objects.exists()


@pytest.mark.django_db
def test_an_action_that_fails_half_way_leaves_nothing() -> None:
    with pytest.raises(Refused, match="到一半停下"):
        found(by=making.SYSTEM, fails=True)
    assert not Place.objects.exists()


@pytest.mark.django_db
def test_an_action_inside_another_is_taken_back_with_it() -> None:
    @action
    def found_two(*, by: Actor) -> None:
        found(by=by)
        raise Refused("第二步不行。")

    with pytest.raises(Refused):
        found_two(by=making.SYSTEM)
    assert not Place.objects.exists()


@pytest.mark.django_db
def test_an_action_survives_one_inside_it_that_fails() -> None:
    @action
    def try_and_found(*, by: Actor) -> None:
        with pytest.raises(Refused):
            found(by=by, fails=True)
        found(by=by)

    try_and_found(by=making.SYSTEM)
    assert Place.objects.count() == 1


def test_demand_lets_yes_pass() -> None:
    assert demand(YES) is None


def test_demand_tells_a_missing_right_from_a_wrong_moment() -> None:
    with pytest.raises(PermissionDenied, match="由社区登记"):
        demand(No("由社区登记。", rights=True))
    with pytest.raises(Refused) as refused:
        demand(No("现在不行。"))
    assert refused.value.reason == "现在不行。"


def test_a_verdict_can_be_asked_like_a_question() -> None:
    assert YES
    assert not No("现在不行。")
    assert (YES and No("不行。")) == No("不行。")


def test_a_seat_reaches_its_place_and_what_stands_in_it() -> None:
    assert SECRETARY.can("keep_people", "1.4.")
    assert SECRETARY.can("keep_people", "1.4.31.")
    assert SECRETARY.reach("keep_people") == ("1.4.",)


@pytest.mark.parametrize("path", ["1.", "1.40.", "1.5.", "2.4."])
def test_a_seat_reaches_no_other_place(path: str) -> None:
    assert SECRETARY.can("keep_people", "1.4.")
    assert not SECRETARY.can("keep_people", path)


def test_a_seat_gives_no_other_right() -> None:
    assert SECRETARY.can("keep_people", "1.4.")
    assert not SECRETARY.can("change_settings", "1.4.")


def test_a_seat_over_no_place_reaches_none() -> None:
    liaison = Actor(seats=(Seat("unit_liaison", 3, rights=KEEPS),))
    assert liaison.can("keep_people")
    assert not liaison.can("keep_people", "1.4.")
    assert not liaison.can_within("keep_people", "1.")


def test_somebody_within_a_street_has_a_right_at_or_above_or_below_it() -> None:
    leader = Actor(seats=(Seat("street_civil_officer", 3, "1.", rights=KEEPS),))
    assert SECRETARY.can_within("keep_people", "1.")
    assert SECRETARY.can_within("keep_people", "1.4.31.")
    assert leader.can_within("keep_people", "1.")
    assert not SECRETARY.can_within("keep_people", "1.5.")
    assert not SECRETARY.can_within("keep_people", "2.")
    assert not SECRETARY.can_within("change_settings", "1.")


def test_nobody_holds_nothing() -> None:
    assert not ANONYMOUS.is_system
    assert not ANONYMOUS.can("keep_people")
    assert not ANONYMOUS.can_within("keep_people", "1.")


def test_the_machine_acts_under_a_name() -> None:
    worker = Actor.system("worker")
    assert (worker.is_system, worker.name, worker.person_id) == (True, "worker", None)


@pytest.mark.django_db
def test_who_looks_through_the_eyes_of_another_changes_nothing() -> None:
    watched = dataclasses.replace(making.SYSTEM, watched_by=8)
    with pytest.raises(PermissionDenied, match="只能看"):
        found(by=watched)
    assert found(by=making.SYSTEM).name == Place.objects.get().name


def test_the_active_role_is_told() -> None:
    assert SECRETARY.role == "community_secretary"
    assert ANONYMOUS.role == ""
