"""Being erased: asked, thought over, carried out whole; what holds it back; two of the staff for who cannot ask
themselves (trust.md S23)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.agreements.actions import AgreementFacts, take_over_agreements
from gongzhi.kernel.agreements.models import Agreement, Party
from gongzhi.kernel.agreements.states import AgreementKind
from gongzhi.kernel.ledger.queries import entries_about, looked_at, reasons_of
from gongzhi.kernel.notices.models import TEXT, InboxItem, Message
from gongzhi.kernel.organizations.actions import end_seat
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people import carrying_out
from gongzhi.kernel.people.actions import (
    add_alias,
    ask_erasure,
    carry_out_erasure,
    confirm_erasure,
    move_in,
    note_death,
    propose_erasure,
    propose_merge,
    show_number,
    take_back_erasure,
    turn_down_erasure,
)
from gongzhi.kernel.people.erasure import foretell, held_back, human
from gongzhi.kernel.people.models import ContactPoint, Erasure, Household, MergeProposal, Person
from gongzhi.kernel.people.queries import access_person, search, visible_to, waiting_merges
from gongzhi.kernel.people.requests import access_erasure, open_erasures
from gongzhi.kernel.people.states import Channel, ErasureState
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, NotThere, Refused
from gongzhi.lib.sealing import unseal
from gongzhi.lib.waiting import waiting_for
from tests import making

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE, SHARED = "13800000001", "13800000002", "13800000003"


@pytest.fixture
def community() -> Place:
    return making.community()


@pytest.fixture
def person(community: Place) -> Person:
    return making.neighbour(community, "王秀英", PHONE)


def asked(person: Person) -> Erasure:
    return ask_erasure(by=making.resident(person))


def when_due(erasure: Erasure) -> Erasure:
    """Ten minutes later the worker comes by."""
    Erasure.objects.filter(pk=erasure.pk, not_before__isnull=False).update(not_before=timezone.now())
    carrying_out.erase_due(by=making.SYSTEM)
    erasure.refresh_from_db()
    return erasure


def name_of(person: Person) -> str:
    return Person.objects.get(pk=person.pk).name


def titles(person: Person) -> list[str]:
    messages = Message.objects.filter(person_id=person.pk, channel="inbox").order_by("pk")
    return [unseal(message.title or b"", TEXT) for message in messages]


def proposed(person: Person, by: Actor, **said: Any) -> Erasure:
    return propose_erasure(person, **{"channel": Channel.WINDOW, "reason": "看了身份证"} | said, by=by)


def test_one_thinks_it_over_for_ten_minutes(person: Person) -> None:
    erasure = asked(person)
    left = (erasure.not_before or timezone.now()) - timezone.now()
    assert dt.timedelta(minutes=9) < left <= dt.timedelta(minutes=10)
    assert carrying_out.erase_due(by=making.SYSTEM) == 0
    assert (name_of(person), titles(person)) == ("王秀英", ["收到了删除您资料的要求"])
    assert when_due(erasure).state == ErasureState.DONE
    assert (name_of(person), titles(person)) == ("已删除", [])


def test_whom_it_is_told_to_is_told_on_the_telephone_too(person: Person) -> None:
    asked(person)
    (letter,) = Message.objects.filter(person_id=person.pk, channel="console")
    assert unseal(letter.address or b"", "notices.address") == PHONE


def test_it_is_taken_back_by_the_person_or_by_the_desk_that_is_called(community: Place, person: Person) -> None:
    for by in (making.resident(person), making.community_worker(community)):
        erasure = take_back_erasure(asked(person), by=by)
        assert (erasure.state, erasure.ended_by_id) == (ErasureState.TAKEN_BACK, by.person_id)
        assert when_due(erasure).state == ErasureState.TAKEN_BACK
    assert name_of(person) == "王秀英"
    stranger = making.resident(making.person("李强", street=person.street))
    with pytest.raises(PermissionDenied):
        take_back_erasure(asked(person), by=stranger)


def test_one_request_at_a_time(person: Person) -> None:
    asked(person)
    with pytest.raises(Refused, match="已经提过"):
        asked(person)
    with pytest.raises(IntegrityError, match="erasure_one_open"), transaction.atomic():
        Erasure.objects.create(person=person)


def test_whoever_holds_a_seat_hands_over_first(community: Place, person: Person) -> None:
    chief = making.seat(person, Role.BUILDING_CHIEF, making.committee(community))
    with pytest.raises(Refused, match="请先交接"):
        asked(person)
    end_seat(chief, on=timezone.localdate(), by=making.SYSTEM)
    assert held_back(person) == []
    assert asked(person).state == ErasureState.WAITING


def test_whoever_signed_an_agreement_in_force_is_needed(person: Person) -> None:
    today = timezone.localdate()
    place = person.community or making.community()
    unit, committee, year = making.unit(street=person.street), making.committee(place), dt.timedelta(days=365)
    kind = AgreementKind.CO_BUILDING
    facts = AgreementFacts(kind, "共建1号", place, unit, committee, today, today, today + year)
    take_over_agreements([facts], as_of=today, by=making.SYSTEM)
    Party.objects.filter(organization=unit).update(signer=person, signed_on=today)
    with pytest.raises(Refused, match="共建1号"):
        asked(person)
    Agreement.objects.update(ends_on=today, starts_on=today - year, signed_on=today - year)
    with pytest.raises(Refused):
        asked(person)
    Agreement.objects.update(ends_on=today - dt.timedelta(days=1))
    assert asked(person).state == ErasureState.WAITING


def test_a_seat_that_comes_in_between_holds_it_back_and_the_person_is_told(community: Place, person: Person) -> None:
    erasure = asked(person)
    making.seat(person, Role.BUILDING_CHIEF, making.committee(community))
    assert when_due(erasure).state == ErasureState.HELD_BACK
    assert (name_of(person), titles(person)[-1]) == ("王秀英", "您的资料还没有删")


def test_at_the_desk_it_takes_two_of_the_staff(community: Place, person: Person) -> None:
    one, other = making.community_worker(community), making.street_officer(community.street)
    erasure = proposed(person, one)
    assert when_due(erasure).state == ErasureState.PROPOSED
    assert [line.page for line in waiting_for(other) if line.page == "erasure"] == ["erasure"]
    assert [line.page for line in waiting_for(one) if line.page == "erasure"] == []
    with pytest.raises(Refused, match="另一位"):
        confirm_erasure(erasure, by=one)
    confirmed = confirm_erasure(erasure, by=other)
    assert confirmed.confirmed_by_id == other.person_id
    assert when_due(erasure).state == ErasureState.DONE
    assert erasure.reason is None
    assert next(entry.verb for entry in entries_about(person)) == "person.erased"


def test_a_second_of_the_staff_may_find_that_it_should_not_be(community: Place, person: Person) -> None:
    erasure = proposed(person, making.community_worker(community))
    other = making.street_officer(community.street)
    assert turn_down_erasure(erasure, by=other).state == ErasureState.TURNED_DOWN
    with pytest.raises(Refused, match="核对后不删"):
        confirm_erasure(erasure, by=other)
    assert name_of(person) == "王秀英"


def test_only_the_desk_of_the_person_proposes_and_sees_it(community: Place, person: Person) -> None:
    sister = making.community_worker(making.community(community.street, "经一路社区"))
    resident = making.resident(making.person("李强", street=person.street))
    for by in (sister, resident, making.SYSTEM):
        with pytest.raises(PermissionDenied):
            proposed(person, by)
    erasure = proposed(person, making.community_worker(community))
    assert not open_erasures(sister).exists()
    with pytest.raises(NotThere):
        access_erasure(sister, erasure.pk)


def test_nobody_erases_themselves_at_their_own_desk(community: Place) -> None:
    by = making.community_worker(community)
    clerk = Person.objects.get(pk=by.person_id)
    with pytest.raises(PermissionDenied, match="别的工作人员"):
        proposed(clerk, by)


def test_a_desk_says_who_asked_and_how_that_was_seen(community: Place, person: Person) -> None:
    by = making.community_worker(community)
    with pytest.raises(Refused, match="怎么核对"):
        proposed(person, by, reason=" ")
    with pytest.raises(Refused, match="近亲属只能"):
        proposed(person, by, channel=Channel.RELATIVE)
    note_death(person, on=timezone.localdate(), by=by)
    with pytest.raises(Refused, match="请选近亲属"):
        proposed(person, by)
    erasure = confirm_erasure(
        proposed(person, by, channel=Channel.RELATIVE), by=making.street_officer(community.street)
    )
    assert when_due(erasure).state == ErasureState.DONE


def test_a_helper_cannot_ask_for_it(person: Person) -> None:
    helper = making.resident(making.person("李强", street=person.street))
    assert ask_erasure(by=helper).person_id == helper.person_id
    with pytest.raises(NotThere):
        ask_erasure(by=Actor())


def test_only_the_machine_carries_it_out_and_not_too_early(person: Person) -> None:
    erasure = asked(person)
    with pytest.raises(Refused, match="可以收回"):
        carry_out_erasure(erasure, whom=human(person), prepared={}, by=making.SYSTEM)
    with pytest.raises(PermissionDenied):
        carry_out_erasure(erasure, whom=human(person), prepared={}, by=making.resident(person))
    assert when_due(erasure).state == ErasureState.DONE
    with pytest.raises(Refused, match="已删除"):
        carry_out_erasure(erasure, whom=human(person), prepared={}, by=making.SYSTEM)


def test_what_came_to_be_known_in_the_meantime_is_prepared_anew(person: Person) -> None:
    erasure, before = asked(person), human(person)
    Erasure.objects.update(not_before=timezone.now())
    add_alias(person, "王大姐", by=making.SYSTEM)
    assert not carry_out_erasure(erasure, whom=before, prepared={}, by=making.SYSTEM)
    assert name_of(person) == "王秀英"
    assert when_due(erasure).state == ErasureState.DONE


def test_it_waits_for_a_message_that_is_under_way(person: Person) -> None:
    erasure = asked(person)
    Message.objects.filter(channel="inbox").update(state="sending", next_try_at=None, sending_at=timezone.now())
    assert when_due(erasure).state == ErasureState.WAITING
    assert name_of(person) == "王秀英"
    Message.objects.filter(channel="inbox").update(state="sent", sending_at=None, sent_at=timezone.now())
    assert when_due(erasure).state == ErasureState.DONE


def test_a_telephone_that_others_have_stays_theirs(community: Place, person: Person) -> None:
    husband = making.neighbour(community, "李强", SHARED)
    making.joined(person, making.person("王秀英", SHARED, street=person.street))
    assert human(person).numbers == {PHONE}
    assert when_due(asked(person)).state == ErasureState.DONE
    assert [point.person_id for point in ContactPoint.objects.all()] == [husband.pk]
    assert [found.pk for found in search(SHARED, by=making.SYSTEM)] == [husband.pk]


def test_a_household_stays_for_who_lives_in_it(community: Place, person: Person) -> None:
    door = making.courtyard(community)
    husband = making.neighbour(community, "李强", OTHER_PHONE)
    for one in (person, husband):
        move_in(one, place=door, door="301", by=making.SYSTEM)
    move_in(person, place=door, door="402", by=making.SYSTEM)
    assert when_due(asked(person)).state == ErasureState.DONE
    assert [(home.door, home.members.get().person_id) for home in Household.objects.all()] == [("301", husband.pk)]


def test_nobody_sees_or_finds_who_was_erased(community: Place, person: Person) -> None:
    by = making.street_officer(community.street)
    seen = set(visible_to(by).values_list("pk", flat=True))
    assert person.pk in seen
    assert when_due(asked(person)).state == ErasureState.DONE
    assert set(visible_to(by).values_list("pk", flat=True)) == seen - {person.pk}
    assert search("已删除", by=by) == search("已删除", by=making.SYSTEM) == []
    for actor in (by, making.SYSTEM, making.community_worker(community)):
        with pytest.raises(NotThere):
            access_person(actor, person.pk)


def test_reasons_go_and_who_looked_stays(community: Place, person: Person) -> None:
    by = making.community_worker(community)
    show_number(person, reason="通知王秀英开会", by=by)
    (look,) = looked_at(person.pk)
    assert reasons_of([look.entry_id]) != {}
    assert when_due(asked(person)).state == ErasureState.DONE
    assert [found.actor_id for found in looked_at(person.pk)] == [by.person_id]
    assert reasons_of([look.entry_id]) == {}
    assert not InboxItem.objects.exists()


def test_a_proposal_to_join_them_is_dropped(community: Place, person: Person) -> None:
    other, by = making.neighbour(community, "王秀英", OTHER_PHONE), making.street_officer(community.street)
    propose_merge(other, person, reason="同一人", by=by)
    assert when_due(asked(person)).state == ErasureState.DONE
    assert not MergeProposal.objects.exists()
    assert not waiting_merges(by).exists()


def test_one_that_fails_hinders_nobody_and_the_desk_sees_it(community: Place, person: Person) -> None:
    stuck, other = asked(person), making.neighbour(community, "李强", OTHER_PHONE)
    next_one = asked(other)
    making.seat(other, Role.BUILDING_CHIEF, making.committee(community))
    long_ago = timezone.now() - dt.timedelta(hours=2)
    Erasure.objects.filter(pk=stuck.pk).update(not_before=long_ago)
    Message.objects.filter(person_id=person.pk).update(state="sending", next_try_at=None, sending_at=timezone.now())
    when_due(next_one)
    assert next_one.state == ErasureState.HELD_BACK
    lines = [line for line in waiting_for(making.community_worker(community)) if line.page == "erasure"]
    assert [(line.title, line.line) for line in lines] == [("删除资料：王秀英", "到时间没有删成，请管理员看看")]


def test_what_will_go_and_what_will_stay_is_told_before(community: Place, person: Person) -> None:
    making.seat(person, Role.BUILDING_CHIEF, making.committee(community), until=dt.date(2023, 1, 1))
    add_alias(person, "王大姐", by=making.SYSTEM)
    told = foretell(person)
    assert {fate.title: fate.count for fate in told.goes if fate.count} == {"别名": 1, "联系方式": 1}
    assert "发给您的短信和站内消息" in [fate.title for fate in told.goes if not fate.count]
    (seat, journal) = told.stays
    assert (seat.title, seat.count, "哪个岗位" in seat.why) == ("任职", 1, True)
    assert (journal.title, "没有姓名" in journal.why) == ("办事日志", True)


def test_the_database_keeps_the_erased_sound(person: Person) -> None:
    with pytest.raises(IntegrityError, match="person_erased"), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(erased_on=timezone.localdate())
    erasure = proposed(person, making.community_worker(person.community or making.community()))
    for wrong in (
        {"state": "waiting", "not_before": timezone.now()},
        {"state": "done", "ended_at": timezone.now(), "not_before": timezone.now()},
        {"confirmed_by": erasure.asked_by_id, "confirmed_at": timezone.now()},
        {"ended_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError, match="erasure_"), transaction.atomic():
            Erasure.objects.filter(pk=erasure.pk).update(**wrong)
