"""Who died is told nothing from the same day on, and nobody comes in as them; what they did stays (trust.md 6, 18)."""

import datetime as dt
from collections.abc import Iterable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about, looked_at
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.notices.notices import Notice, Recipient
from gongzhi.kernel.people import coming_in
from gongzhi.kernel.people.actions import (
    ask_code,
    copy_record,
    give_mandate,
    make_ticket,
    note_death,
    open_account,
    take_back_death,
)
from gongzhi.kernel.people.actions.sessions import begin_session
from gongzhi.kernel.people.models import Person, Session
from gongzhi.kernel.people.states import Channel, TicketKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import ANONYMOUS, Refused
from tests import making
from tests.entering import digits_sent

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"


class Birthday(Notice):
    """A greeting to everybody."""

    key = "test.birthday"
    title = "生日快乐"
    body = "社区祝您生日快乐。"

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(pk) for pk in Person.objects.order_by("pk").values_list("pk", flat=True)]


def greeted() -> set[int | None]:
    """Who is told when everybody is greeted."""
    with transaction.atomic():
        return {message.person_id for message in tell(Birthday())}


@pytest.fixture
def community() -> Place:
    return making.community()


@pytest.fixture
def person(community: Place) -> Person:
    return making.neighbour(community, "王秀英", PHONE)


def dies(person: Person) -> Person:
    return note_death(person, on=timezone.localdate(), by=making.street_officer(person.street))


def test_nobody_greets_the_dead(person: Person) -> None:
    son = making.person("李强", OTHER_PHONE, street=person.street)
    joined = making.person("王秀瑛", "13800000009", street=person.street)
    making.joined(person, joined)
    assert {person.pk, son.pk, joined.pk} <= greeted()
    dies(person)
    assert {person.pk, son.pk, joined.pk} & greeted() == {son.pk}


def test_what_waits_to_be_sent_is_stopped_the_same_day(person: Person) -> None:
    son = making.person("李强", OTHER_PHONE, street=person.street)
    greeted()
    Message.objects.filter(person_id=person.pk).update(
        state="failed", error="停机", failed_at=timezone.now(), attempts=1
    )
    dies(person)
    assert not Message.objects.filter(person_id=person.pk).exists()
    assert Message.objects.filter(person_id=son.pk).exists()


def test_who_acts_for_them_is_told_and_goes_on_being_told(person: Person) -> None:
    son, today = making.person("李强", OTHER_PHONE, street=person.street), timezone.localdate()
    give_mandate(person, helper=son, scope="answer", how="said", since=today, until=today, by=making.SYSTEM)
    dies(person)
    dies(person)
    assert Message.objects.filter(notice="people.death_noted", person_id=son.pk).count() == 1
    assert son.pk in greeted()


def test_nobody_comes_in_as_them(person: Person) -> None:
    account = open_account(person, by=making.SYSTEM)
    begin_session(account, kind="code", shared=False, device="computer", by=making.SYSTEM)
    key = make_ticket(person, TicketKind.DESK, by=making.SYSTEM)
    asked = coming_in.prove_telephone(ask_code(PHONE, by=ANONYMOUS), digits_sent(), by=ANONYMOUS)
    dies(person)
    assert not Session.objects.filter(ended_at=None).exists()
    browser = coming_in.Browser()
    with pytest.raises(Refused, match="停用"):
        coming_in.by_name(asked, "王秀英", browser, street=person.street, by=ANONYMOUS)
    with pytest.raises(Refused, match="停用"):
        coming_in.by_choice(asked, person.pk, browser, by=ANONYMOUS)
    with pytest.raises(Refused, match="停用"):
        coming_in.by_desk_link(key, browser, by=ANONYMOUS)
    take_back_death(Person.objects.get(pk=person.pk), by=making.street_officer(person.street))
    assert coming_in.by_name(asked, "王秀英", browser, street=person.street, by=ANONYMOUS) is not None


def test_a_mistake_is_taken_back(person: Person) -> None:
    dies(person)
    assert take_back_death(person, by=making.street_officer(person.street)).died_on is None
    assert person.pk in greeted()
    assert [entry.verb for entry in entries_about(person)][:2] == ["person.death_taken_back", "person.died"]


def test_the_desk_of_the_person_notes_it_and_not_beforehand(community: Place, person: Person) -> None:
    today = timezone.localdate()
    sister = making.community_worker(making.community(community.street, "经一路社区"))
    for by in (sister, making.resident(person), making.SYSTEM):
        with pytest.raises(PermissionDenied):
            note_death(person, on=today, by=by)
    worker = making.community_worker(community)
    with pytest.raises(Refused, match="还没有到"):
        note_death(person, on=today + dt.timedelta(days=1), by=worker)
    assert note_death(person, on=today, by=worker).died_on == today


def test_close_relatives_get_a_copy_after_the_death_only(community: Place, person: Person) -> None:
    by, said = making.community_worker(community), {"reason": "看了户口本和死亡证明"}
    with pytest.raises(Refused, match="近亲属只能"):
        copy_record(person, channel=Channel.RELATIVE, by=by, **said)
    dies(person)
    person.refresh_from_db()
    with pytest.raises(Refused, match="请选近亲属"):
        copy_record(person, channel=Channel.WINDOW, by=by, **said)
    kinds = copy_record(person, channel=Channel.RELATIVE, by=by, **said)
    assert ("号码", "138 0000 0001") in kinds[1].rows[0]
    assert [(look.verb, look.has_reason) for look in looked_at(person.pk)] == [("person.copied", True)]


def test_a_copy_is_told_to_its_person_and_needs_a_reason(community: Place, person: Person) -> None:
    by = making.community_worker(community)
    with pytest.raises(Refused, match="怎么核对"):
        copy_record(person, channel=Channel.WINDOW, reason="", by=by)
    copy_record(person, channel=Channel.WINDOW, reason="看了身份证", by=by)
    assert Message.objects.filter(notice="people.copy_made", person_id=person.pk).count() == 2
