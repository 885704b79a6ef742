"""Who lives behind which door, and how names and numbers are masked."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import move_in, move_out
from gongzhi.kernel.people.masking import masked_name, masked_number
from gongzhi.kernel.people.models import Household, HouseholdMember
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import Refused
from tests import making

DAY = dt.date(2024, 3, 1)


def entrance() -> Place:
    return making.place(Kind.ENTRANCE, making.courtyard(making.community()), "1门洞")


@pytest.mark.django_db
def test_a_family_lives_behind_one_door() -> None:
    door = entrance()
    her, him = making.person("王小红"), making.person("李强")
    first = move_in(her, place=door, door="501", since=DAY, by=making.SYSTEM)
    second = move_in(him, place=door, door="501", by=making.SYSTEM)
    assert first.household == second.household
    assert move_in(him, place=door, door="502", by=making.SYSTEM).household != first.household
    assert [entry.verb for entry in entries_about(her)] == ["household.moved_in"]


@pytest.mark.django_db
def test_who_lives_there_already_does_not_move_in_again() -> None:
    door, her = entrance(), making.person("王小红")
    first = move_in(her, place=door, door="501", since=DAY, by=making.SYSTEM)
    assert move_in(her, place=door, door="501", by=making.SYSTEM) == first
    assert len(entries_about(her)) == 1


@pytest.mark.django_db
def test_somebody_moves_out_and_may_come_back_and_the_household_stays() -> None:
    door, her = entrance(), making.person("王小红")
    member = move_in(her, place=door, door="501", since=DAY, by=making.SYSTEM)
    with pytest.raises(Refused, match="不能早于"):
        move_out(member, on=DAY - dt.timedelta(days=1), by=making.SYSTEM)
    assert move_out(member, on=DAY, by=making.SYSTEM).until == DAY
    assert move_out(member, on=making.TODAY, by=making.SYSTEM).until == DAY
    back = move_in(her, place=door, door="501", since=making.TODAY, by=making.SYSTEM)
    assert (back.household, Household.objects.count()) == (member.household, 1)


@pytest.mark.django_db
def test_people_live_behind_doors_of_their_own_street() -> None:
    door, her = entrance(), making.person("王小红")
    stranger = making.person("李强", street=making.street("别处街道", code="410105003"))
    with pytest.raises(Refused, match="请选到楼院"):
        move_in(her, place=door.street, door="501", by=making.SYSTEM)
    with pytest.raises(Refused, match="另一个街道"):
        move_in(stranger, place=door, door="501", by=making.SYSTEM)
    move_in(her, place=door, door="501", by=making.SYSTEM)


@pytest.mark.django_db
def test_the_desk_of_the_place_keeps_its_households() -> None:
    door = entrance()
    community = Place.objects.of_kind(Kind.COMMUNITY).get()
    her = making.neighbour(community)
    neighbour = making.community(community.street, "乙社区")
    chief = making.actor(Role.BUILDING_CHIEF, making.committee(community), over=door.parent)
    for by in (making.community_worker(neighbour), chief, making.resident(her)):
        with pytest.raises(PermissionDenied):
            move_in(her, place=door, door="501", by=by)
    member = move_in(her, place=door, door="501", by=making.community_worker(community))
    for by in (making.community_worker(neighbour), chief, making.resident(her)):
        with pytest.raises(PermissionDenied):
            move_out(member, on=DAY, by=by)
    move_out(member, on=DAY, by=making.street_officer(community.street))


@pytest.mark.django_db
def test_the_database_refuses_leaving_before_coming() -> None:
    member = move_in(making.person(), place=entrance(), door="501", since=DAY, by=making.SYSTEM)
    with pytest.raises(IntegrityError, match="member_dates"):
        HouseholdMember.objects.filter(pk=member.pk).update(until=DAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张伟", "张*"),
        ("张小红", "张*红"),
        ("欧阳小红", "欧**红"),
        ("阿依古丽·买买提", "阿******提"),
        ("张", "*"),
        ("", "*"),
    ],
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("13800000412", "138****0412"), ("0371-65900001", "***********01"), ("110", "*10"), ("", "")]
)
def test_a_number_is_masked(number: str, shown: str) -> None:
    assert masked_number(number) == shown
