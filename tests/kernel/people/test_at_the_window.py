"""What people say at the window, on the telephone or on paper counts as it does online: entered by somebody of the
staff, who says how they saw who said it, and told to whose word it is (trust.md S22, S26, A9)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import entries_about, reasons_of
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.notices.queries import opened
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import (
    enter_consent,
    enter_end,
    enter_mandate,
    enter_withdrawal,
    give_consent,
    give_mandate,
    note_death,
)
from gongzhi.kernel.people.models import Consent, Mandate, Person
from gongzhi.kernel.people.purposes import Purpose, purpose, standing, what_they_said
from gongzhi.kernel.people.states import Channel, MandateScope
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Actor, Refused
from gongzhi.lib.versions import Overtaken, version_of
from tests import making

pytestmark = pytest.mark.django_db

PHONE, HIS_PHONE = "13800000001", "13800000002"
SEEN = {"channel": Channel.WINDOW, "reason": "看了身份证"}


@pytest.fixture
def community() -> Place:
    return making.community()


@pytest.fixture
def mother(community: Place) -> Person:
    return making.neighbour(community, "王秀英", PHONE)


@pytest.fixture
def son() -> Person:
    return making.person("李小强", HIS_PHONE)


@pytest.fixture
def clerk(community: Place) -> Actor:
    return making.community_worker(community)


def asked() -> Purpose:
    found = purpose("alliance.tell_unit")
    assert found
    return found


def helped(mother: Person, by: Actor, **said: Any) -> Mandate:
    whom = {"name": "李小强", "number": HIS_PHONE, "scope": MandateScope.ANSWER}
    return enter_mandate(mother, **whom | SEEN | said, by=by)


def titles(person: Person) -> list[str]:
    """What came to somebody's telephone."""
    sent = Message.objects.filter(person_id=person.pk, channel="console").order_by("id")
    return [opened(message).title for message in sent]


def words(entry: Entry) -> str:
    return reasons_of([entry.pk])[entry.pk]


def test_a_consent_keeps_how_it_was_said_and_the_journal_why_it_was_believed(mother: Person, clerk: Actor) -> None:
    given = enter_consent(mother, asked(), **SEEN, by=clerk)
    assert (given.how, given.way, given.given_by, given.version) == (
        "window",
        "本人到窗口",
        mother,
        asked().version,
    )
    entry = entries_about(mother)[0]
    assert (entry.verb, entry.actor_id, entry.facts["channel"]) == ("consent.given", clerk.person_id, "window")
    assert words(entry) == "看了身份证"


def test_who_is_said_to_have_agreed_is_told_and_not_of_what(mother: Person, clerk: Actor) -> None:
    enter_consent(mother, asked(), **SEEN, by=clerk)
    enter_withdrawal(mother, asked(), **SEEN, by=clerk)
    assert titles(mother) == ["已登记您的同意", "已登记您收回同意"]
    assert not any("单位" in opened(message).body for message in Message.objects.filter(person_id=mother.pk))


def test_taking_it_back_asks_for_no_more_than_giving_it(mother: Person, clerk: Actor) -> None:
    enter_consent(mother, asked(), **SEEN, by=clerk)
    taken = enter_withdrawal(mother, asked(), channel=Channel.TELEPHONE, reason="回拨了登记的电话", by=clerk)
    assert (taken.withdrawn_by, standing(mother, asked()).consent) == (mother, None)
    assert [(entry.verb, entry.facts["channel"]) for entry in entries_about(mother)[:2]] == [
        ("consent.withdrawn", "telephone"),
        ("consent.given", "window"),
    ]


def test_what_was_said_already_is_not_written_twice(mother: Person, clerk: Actor) -> None:
    with pytest.raises(Refused, match="没有登记过同意"):
        enter_withdrawal(mother, asked(), **SEEN, by=clerk)
    enter_consent(mother, asked(), **SEEN, by=clerk)
    with pytest.raises(Refused, match="已经登记过同意"):
        enter_consent(mother, asked(), **SEEN, by=clerk)
    assert titles(mother) == ["已登记您的同意"]


def test_a_new_text_is_asked_anew_at_the_window_too(mother: Person, clerk: Actor) -> None:
    said = {"purpose": asked().key, "version": "2024-1", "how": "online"}
    old = give_consent(mother, **said, given_by=mother, by=making.resident(mother))
    new = enter_consent(mother, asked(), **SEEN, by=clerk)
    assert list(mother.consents.filter(withdrawn_at=None)) == [new]
    old.refresh_from_db()
    assert old.withdrawn_by == mother


def test_nothing_is_written_over_what_the_person_did_online_meanwhile(mother: Person, clerk: Actor) -> None:
    shown = version_of(what_they_said(mother, asked()))
    said = {"purpose": asked().key, "version": asked().version, "how": "online"}
    give_consent(mother, **said, given_by=mother, by=making.resident(mother))
    with pytest.raises(Overtaken):
        enter_withdrawal(mother, asked(), **SEEN, version=shown, by=clerk)
    assert standing(mother, asked()).agreed


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": " 好 "}, "怎么核对的"),
        ({"channel": Channel.RELATIVE}, "要本人自己说"),
        ({"channel": Channel.ONLINE}, "要本人自己说"),
    ],
)
def test_it_is_said_how_it_was_said_and_checked(
    mother: Person, son: Person, clerk: Actor, said: dict[str, str], sentence: str
) -> None:
    given = helped(mother, clerk)
    for enter in (
        lambda seen: enter_consent(mother, asked(), **seen, by=clerk),
        lambda seen: enter_withdrawal(mother, asked(), **seen, by=clerk),
        lambda seen: helped(mother, clerk, scope=MandateScope.RECORD, **seen),
        lambda seen: enter_end(given, person=mother, **seen, by=clerk),
    ):
        with pytest.raises(Refused, match=sentence):
            enter(SEEN | said)
    assert not Consent.objects.exists()
    assert list(Mandate.objects.filter(revoked_at=None)) == [given]


def test_nobody_enters_their_own_word(community: Place, son: Person) -> None:
    clerk = making.community_worker(community)
    self_ = Person.objects.get(pk=clerk.person_id)
    held = give_mandate(
        self_, helper=son, scope="sign_up", how="online", since=making.TODAY, until=making.TODAY, by=making.SYSTEM
    )
    with pytest.raises(PermissionDenied):
        enter_consent(self_, asked(), **SEEN, by=clerk)
    with pytest.raises(PermissionDenied):
        helped(self_, clerk)
    with pytest.raises(PermissionDenied):
        enter_end(held, person=self_, **SEEN, by=clerk)


def test_nobody_enters_a_mandate_in_their_own_favour_by_whichever_of_their_records(
    mother: Person, community: Place
) -> None:
    clerk = making.community_worker(community)
    record = making.neighbour(community, "孙干事", HIS_PHONE)
    making.joined(record, Person.objects.get(pk=clerk.person_id))
    with pytest.raises(PermissionDenied, match="不能由代办人自己登记"):
        helped(mother, clerk, name="孙干事")
    given = helped(mother, making.street_officer(mother.street), name="孙干事")
    with pytest.raises(PermissionDenied):
        enter_end(given, person=mother, **SEEN, by=clerk)


def test_only_a_desk_that_keeps_the_record_enters_it(mother: Person, son: Person) -> None:
    sister = making.community_worker(making.community(name="经一路社区"))
    committee = making.committee(making.community(name="政六街社区"))
    for by in (sister, making.resident(son), making.actor(Role.GRID_WORKER, committee, over=mother.community)):
        with pytest.raises(PermissionDenied):
            enter_consent(mother, asked(), **SEEN, by=by)
        with pytest.raises(PermissionDenied):
            helped(mother, by)


def test_a_mandate_lasts_a_year_unless_less_is_said_and_both_are_told(
    mother: Person, son: Person, clerk: Actor
) -> None:
    given, today = helped(mother, clerk, channel=Channel.PAPER), timezone.localdate()
    assert (given.helper, given.since, given.way) == (son, today, "本人签字的纸")
    assert dt.timedelta(364) <= given.until - today <= dt.timedelta(366)
    assert titles(mother) == ["已登记您请人帮忙"]
    assert titles(son) == ["王*英请您帮忙"]
    assert words(entries_about(mother)[0]) == "看了身份证"
    assert helped(mother, clerk, scope=MandateScope.RECORD, until=today).until == today
    with pytest.raises(Refused, match="最长一年"):
        helped(mother, clerk, scope=MandateScope.SIGN_UP, until=today + dt.timedelta(400))


def test_who_helps_is_known_by_name_and_telephone_together(mother: Person, son: Person, clerk: Actor) -> None:
    for said in ({"name": "李大强"}, {"number": PHONE}):
        with pytest.raises(Refused, match="对不上登记的人"):
            helped(mother, clerk, **said)
    with pytest.raises(Refused, match="不能是同一个人"):
        helped(mother, clerk, name="王秀英", number=PHONE)
    assert not Mandate.objects.exists()


def test_either_of_the_two_ends_it_by_a_word_and_both_are_told(mother: Person, son: Person, clerk: Actor) -> None:
    ended = enter_end(helped(mother, clerk), person=mother, **SEEN, by=clerk)
    assert (ended.revoked_by, entries_about(mother)[0].facts["word_of"]) == (mother, mother.pk)
    assert (titles(mother)[-1], titles(son)[-1]) == ("已登记：请人帮忙结束了", "王*英不用您帮忙了")
    by = making.street_officer(mother.street)
    assert enter_end(helped(mother, clerk), person=son, **SEEN, by=by).revoked_by == son
    assert (titles(mother)[-1], titles(son)[-1]) == ("李*强不再帮您了", "已登记：请人帮忙结束了")
    with pytest.raises(Refused, match="已经结束了"):
        enter_end(ended, person=mother, **SEEN, by=clerk)


def test_nothing_more_is_said_by_who_died(mother: Person, son: Person, clerk: Actor) -> None:
    note_death(mother, on=timezone.localdate(), by=clerk)
    with pytest.raises(Refused, match="去世"):
        enter_consent(mother, asked(), **SEEN, by=clerk)
    with pytest.raises(Refused, match="去世"):
        helped(mother, clerk)
