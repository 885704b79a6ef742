"""A number is shown to whoever may see it, for a reason, and the person is told."""

import pytest
from django.core.exceptions import PermissionDenied

from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import looked_at as looks_at
from gongzhi.kernel.ledger.queries import reasons_of
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import looked_at, move_in, show_door, show_number
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import access_person
from gongzhi.lib.actions import ANONYMOUS, Refused
from tests import making

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"


def test_a_number_is_shown_written_down_and_told() -> None:
    community = making.community()
    person, by = making.neighbour(community, mobile=PHONE), making.community_worker(community)
    assert show_number(person, reason="通知体检", by=by) == [PHONE]
    (look,) = looks_at(person.pk)
    assert (look.verb, look.actor_id, look.fields) == ("person.number_shown", by.person_id, ("telephone",))
    assert reasons_of([look.entry_id]) == {look.entry_id: "通知体检"}
    (told,) = Message.objects.filter(notice="people.number_shown")
    assert (told.person_id, told.channel) == (person.pk, "inbox")


def test_numbers_of_joined_records_belong_to_the_person() -> None:
    community = making.community()
    kept, gone = making.neighbour(community, mobile=PHONE), making.neighbour(community, mobile=OTHER_PHONE)
    making.joined(kept, gone)
    assert show_number(kept, reason="通知体检", by=making.community_worker(community)) == [PHONE, OTHER_PHONE]


@pytest.mark.parametrize("reason", ["", "  ", "事", " 事 ", "\n\t"])
def test_without_a_reason_nothing_is_shown_written_or_told(reason: str) -> None:
    community = making.community()
    person, by = making.neighbour(community, mobile=PHONE), making.community_worker(community)
    lines, messages = Entry.objects.count(), Message.objects.count()
    with pytest.raises(Refused, match="至少两个字"):
        show_number(person, reason=reason, by=by)
    assert (Entry.objects.count(), Message.objects.count()) == (lines, messages)
    assert show_number(person, reason="体检", by=by) == [PHONE]


def test_a_number_is_shown_within_reach_of_the_right_alone() -> None:
    community, sister = making.community(), making.community(name="经一路社区")
    person = making.neighbour(community, mobile=PHONE)
    sees_masked = making.actor(Role.GRID_WORKER, making.committee(community), over=community)
    assert access_person(sees_masked, person.pk) == person
    for by in (
        sees_masked,
        making.community_worker(sister),
        making.street_officer(making.street("别处街道", code="410105003")),
        making.street_officer(person.street, Role.STREET_LEADER),
        making.street_officer(person.street, Role.ADMIN),
        making.resident(person),
        making.SYSTEM,
        ANONYMOUS,
    ):
        with pytest.raises(PermissionDenied):
            show_number(person, reason="通知体检", by=by)
    for by in (making.community_worker(community), making.street_officer(person.street, Role.STREET_CULTURE_OFFICER)):
        assert show_number(person, reason="通知体检", by=by) == [PHONE]


def test_looking_at_a_record_is_written_down_and_not_told() -> None:
    community = making.community()
    person, by = making.neighbour(community), making.community_worker(community)
    looked_at(person, by=by)
    assert [(look.verb, look.actor_id) for look in looks_at(person.pk)] == [("person.looked_at", by.person_id)]
    assert not Message.objects.exists()
    with pytest.raises(PermissionDenied):
        looked_at(person, by=making.community_worker(making.community(name="经一路社区")))


def test_a_door_is_shown_written_down_and_told_to_each_who_lives_there() -> None:
    community = making.community()
    one, other = making.neighbour(community), making.neighbour(community, "李强")
    yard, by = making.courtyard(community), making.community_worker(community)
    home = move_in(one, place=yard, door="501", by=making.SYSTEM).household
    move_in(other, place=yard, door="501", by=making.SYSTEM)
    making.joined(one, making.neighbour(community, "王晓红"))
    for reason in ("", " 看 "):
        with pytest.raises(Refused, match="至少两个字"):
            show_door(home, reason=reason, by=by)
    assert not Message.objects.filter(notice="people.door_shown").exists()
    assert show_door(home, reason="上门看望", by=by) == "501"
    (look,) = looks_at(one.pk, other.pk)
    assert (look.verb, look.actor_id, look.fields) == ("household.door_shown", by.person_id, ("door",))
    assert reasons_of([look.entry_id]) == {look.entry_id: "上门看望"}
    told = Message.objects.filter(notice="people.door_shown")
    assert sorted(told.values_list("person_id", "channel")) == [(one.pk, "inbox"), (other.pk, "inbox")]


def test_a_door_is_shown_within_reach_of_the_right_and_never_ones_own() -> None:
    community, sister = making.community(), making.community(name="经一路社区")
    person, yard = making.neighbour(community, mobile=PHONE), making.courtyard(community)
    home, committee = move_in(person, place=yard, door="501", by=making.SYSTEM).household, making.committee(community)
    own = making.community_worker(community)
    lives_there = Person.objects.get(pk=own.person_id)
    for by in (
        making.actor(Role.GRID_WORKER, committee, over=community),
        making.community_worker(sister),
        making.street_officer(making.street("别处街道", code="410105003")),
        making.street_officer(person.street, Role.STREET_CITY_OFFICER),
        making.street_officer(person.street, Role.STREET_LEADER),
        making.resident(person),
        making.SYSTEM,
        ANONYMOUS,
    ):
        with pytest.raises(PermissionDenied):
            show_door(home, reason="上门看望", by=by)
    assert show_door(home, reason="上门看望", by=own) == "501"
    twin = making.neighbour(community, "孙干事")
    making.joined(lives_there, twin)
    move_in(twin, place=yard, door="501", by=making.SYSTEM)
    with pytest.raises(PermissionDenied, match="自己家"):
        show_door(home, reason="上门看望", by=own)
