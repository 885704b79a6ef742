"""A record is corrected at its person's word: asked by them or entered for them, answered within the term."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.notices.models import TEXT, Message
from gongzhi.kernel.people import coming_in
from gongzhi.kernel.people.actions import (
    Corrected,
    add_own_name,
    add_own_telephone,
    ask_code,
    ask_correction,
    correct_person,
    enter_correction,
    refuse_correction,
    settle_correction,
    stop_own_telephone,
    take_back_correction,
)
from gongzhi.kernel.people.models import Alias, ContactPoint, Correction, Person
from gongzhi.kernel.people.queries import IDENTITY, numbers_of, search
from gongzhi.kernel.people.requests import access_correction, opened, waiting_corrections
from gongzhi.kernel.people.states import Channel, CodeUse, CorrectionState, Sex
from gongzhi.kernel.people.thresholds import CORRECTION_DAYS
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.rulebook.actions import set_setting
from gongzhi.kernel.rulebook.calendar import workdays_between
from gongzhi.lib.actions import ANONYMOUS, Actor, NotThere, Refused
from gongzhi.lib.sealing import unseal
from gongzhi.lib.values import PartialDate
from gongzhi.lib.waiting import waiting_for
from tests import making

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE = "13800000001", "13800000002"
NUMBER, OTHER_NUMBER = "41010519000101001X", "410105195907236369"
NOTHING = Corrected()


@pytest.fixture
def community() -> Place:
    return making.community()


@pytest.fixture
def person(community: Place) -> Person:
    return making.neighbour(community, "王秀英", PHONE)


def asked(person: Person) -> Correction:
    return ask_correction("出生年份不对", "1956年", by=making.resident(person))


def titles(person: Person) -> list[str]:
    messages = Message.objects.filter(person_id=person.pk, channel="inbox").order_by("pk")
    return [unseal(message.title or b"", TEXT) for message in messages]


def test_what_is_asked_waits_for_the_desk_of_the_person_until_its_term(community: Place, person: Person) -> None:
    correction = asked(person)
    assert (opened(correction).wrong, opened(correction).right) == ("出生年份不对", "1956年")
    assert workdays_between(timezone.localdate(), correction.due_on) == 15
    worker = making.community_worker(community)
    assert list(waiting_corrections(worker)) == [correction]
    (waiting,) = [line for line in waiting_for(worker) if line.page == "correction"]
    assert (waiting.title, waiting.due) == ("更正登记：王秀英", correction.due_on)
    sister = making.community_worker(making.community(community.street, "经一路社区"))
    assert not waiting_corrections(sister).exists()
    with pytest.raises(NotThere):
        access_correction(sister, correction.pk)


def test_the_street_sets_the_term(person: Person) -> None:
    today = timezone.localdate()
    set_setting(CORRECTION_DAYS.key, 3, valid_from=today, street_id=person.street_id, by=making.SYSTEM)
    assert workdays_between(today, asked(person).due_on) == 3


def test_a_desk_enters_it_for_who_does_not_sign_in_and_they_are_told(community: Place, person: Person) -> None:
    by = making.community_worker(community)
    correction = enter_correction(person, channel=Channel.TELEPHONE, wrong="名字", right="王秀瑛", by=by)
    assert (correction.asked_by_id, correction.channel) == (by.person_id, "telephone")
    assert titles(person) == ["已登记您的更正要求"]
    with pytest.raises(PermissionDenied):
        enter_correction(
            person, channel=Channel.WINDOW, wrong="名字", right="李", by=making.resident(making.person("李强"))
        )


def test_the_desk_corrects_and_the_person_is_told(community: Place, person: Person) -> None:
    facts = Corrected(name="王秀瑛", sex=Sex.FEMALE, birth=PartialDate(1956, 3), number=OTHER_PHONE)
    by = making.community_worker(community)
    correction = settle_correction(asked(person), facts, "改好了。", by=by)
    assert (correction.state, opened(correction).answer) == (CorrectionState.DONE, "改好了。")
    person.refresh_from_db()
    assert (person.name, person.pinyin, person.sex) == ("王秀瑛", "wangxiuying", "female")
    assert (person.birth_year, person.birth_month, person.birth_day) == (1956, 3, None)
    assert numbers_of([person.pk])[person.pk] == [PHONE, OTHER_PHONE]
    assert [found.pk for found in search("秀瑛", by=by)] == [person.pk]
    assert titles(person)[-1] == "您的更正要求有了答复：已更正"
    verbs = {entry.verb: entry.facts for entry in entries_about(person)}
    assert verbs["person.corrected"]["fields"] == ["name", "sex", "birth_year", "birth_month", "telephone"]


def test_a_refusal_says_why(community: Place, person: Person) -> None:
    by, correction = making.community_worker(community), asked(person)
    with pytest.raises(Refused, match="为什么不改"):
        refuse_correction(correction, " 不 ", by=by)
    refused = refuse_correction(correction, "看过户口本，登记的没有错。", by=by)
    assert refused.state == CorrectionState.REFUSED
    assert titles(person) == ["您的更正要求有了答复：没有更正"]
    with pytest.raises(Refused, match="没有更正"):
        settle_correction(correction, NOTHING, "改好了。", by=by)


def test_an_answer_that_says_nothing_is_none(community: Place, person: Person) -> None:
    by, correction = making.community_worker(community), asked(person)
    with pytest.raises(Refused, match="写一句"):
        settle_correction(correction, NOTHING, "", by=by)
    assert settle_correction(correction, NOTHING, "昨天已经改好了。", by=by).state == CorrectionState.DONE


def test_nobody_answers_themselves_and_no_other_desk_does(community: Place) -> None:
    by = making.community_worker(community)
    clerk = Person.objects.get(pk=by.person_id)
    Person.objects.filter(pk=clerk.pk).update(community=community)
    correction = ask_correction("性别", "女", by=by)
    sister = making.community_worker(making.community(community.street, "经一路社区"))
    for other in (by, sister, making.SYSTEM, making.resident(making.person("李强"))):
        with pytest.raises(PermissionDenied):
            settle_correction(correction, Corrected(sex=Sex.FEMALE), "改好了。", by=other)
    with pytest.raises(IntegrityError, match="correction_not_ones_own"), transaction.atomic():
        Correction.objects.update(state="done", answered_at=timezone.now(), answered_by=clerk)
    settle_correction(correction, Corrected(sex=Sex.FEMALE), "改好了。", by=making.street_officer(community.street))


def test_it_can_be_taken_back_and_five_may_wait(person: Person) -> None:
    first = asked(person)
    for _more in range(4):
        asked(person)
    with pytest.raises(Refused, match="5 件"):
        asked(person)
    take_back_correction(first, by=making.resident(person))
    with pytest.raises(Refused, match="已收回"):
        take_back_correction(first, by=making.resident(person))
    assert asked(person).state == CorrectionState.WAITING
    with pytest.raises(PermissionDenied):
        take_back_correction(asked_by_other(person), by=making.resident(person))


def asked_by_other(person: Person) -> Correction:
    return asked(making.person("李强", street=person.street))


def test_the_identity_number_knows_birth_and_sex_and_stands_with_one_person(community: Place, person: Person) -> None:
    by = making.community_worker(community)
    correct_person(person, Corrected(sex=Sex.MALE, identity=OTHER_NUMBER), by=by)
    person.refresh_from_db()
    assert (person.sex, person.birth_year, person.birth_day, person.weak) == ("female", 1959, 23, False)
    assert unseal(bytes(person.identity_sealed or b""), IDENTITY) == OTHER_NUMBER
    assert correct_person(person, Corrected(identity=OTHER_NUMBER), by=by) == []
    making.person("王秀英", identity=NUMBER, street=person.street)
    with pytest.raises(Refused, match="另一条登记"):
        correct_person(person, Corrected(identity=NUMBER), by=by)
    assert correct_person(person, NOTHING, by=by) == []


def test_what_would_make_two_records_of_one_is_refused(community: Place, person: Person) -> None:
    making.neighbour(community, "王秀瑛", OTHER_PHONE)
    by = making.community_worker(community)
    with pytest.raises(Refused, match="另一条登记"):
        correct_person(person, Corrected(name="王秀瑛", number=OTHER_PHONE), by=by)
    assert correct_person(person, Corrected(number=OTHER_PHONE), by=by) == ["telephone"]
    with pytest.raises(Refused, match="另一条登记"):
        correct_person(person, Corrected(name="王秀瑛"), by=by)


def test_a_desk_stops_telephones_of_that_person_only(community: Place, person: Person) -> None:
    other = making.neighbour(community, "李强", OTHER_PHONE)
    theirs, others = ContactPoint.objects.get(person=person), ContactPoint.objects.get(person=other)
    by = making.community_worker(community)
    assert correct_person(person, Corrected(stopped=(theirs.pk, others.pk)), by=by) == ["telephone"]
    assert ContactPoint.objects.filter(until=None).get() == others
    assert titles(person) == ["您登记的电话有变动"]


def digits() -> str:
    newest = Message.objects.filter(notice="people.telephone_code_asked").latest("pk")
    return unseal(newest.body or b"", TEXT)[:6]


def proven(number: str, use: str = CodeUse.TELEPHONE) -> str:
    return ask_code(number, use=use, by=ANONYMOUS)


def test_a_telephone_of_ones_own_is_proven_before_it_stands(person: Person) -> None:
    by = making.resident(person)
    asked_for = coming_in.prove_telephone(proven(OTHER_PHONE), digits(), use=CodeUse.TELEPHONE, by=by)
    add_own_telephone(asked_for, by=by)
    assert numbers_of([person.pk])[person.pk] == [PHONE, OTHER_PHONE]
    assert titles(person) == ["您登记的电话有变动"]
    with pytest.raises(Refused, match="用过"):
        add_own_telephone(asked_for, by=by)
    first = ContactPoint.objects.filter(person=person).earliest("pk")
    stop_own_telephone(first, by=by)
    stop_own_telephone(first, by=by)
    assert numbers_of([person.pk])[person.pk] == [OTHER_PHONE]
    assert Message.objects.filter(notice="people.telephones_changed", channel="inbox").count() == 2


def test_a_code_serves_for_what_it_was_asked_for(person: Person) -> None:
    by, key = making.resident(person), proven(OTHER_PHONE)
    with pytest.raises(Refused, match="不对"):
        coming_in.prove_telephone(key, digits(), by=by)
    assert coming_in.prove_telephone(key, digits(), use=CodeUse.TELEPHONE, by=by).use == CodeUse.TELEPHONE


def test_nobody_stops_the_telephone_of_somebody_else(person: Person) -> None:
    other, point = making.person("李强", OTHER_PHONE, street=person.street), ContactPoint.objects.get(person=person)
    for by in (making.resident(other), making.street_officer(person.street)):
        with pytest.raises(PermissionDenied):
            stop_own_telephone(point, by=by)
    stop_own_telephone(point, by=making.resident(person))


def test_telephones_of_a_joined_record_are_ones_own(person: Person) -> None:
    gone = making.person("王秀瑛", OTHER_PHONE, street=person.street)
    making.joined(person, gone)
    stop_own_telephone(ContactPoint.objects.get(person=gone), by=making.resident(person))
    assert numbers_of([person.pk, gone.pk]) == {person.pk: [PHONE]}


def test_another_name_is_found_and_there_are_few(person: Person) -> None:
    by = making.resident(person)
    add_own_name("王 大姐", by=by)
    add_own_name("王大姐", by=by)
    assert list(Alias.objects.values_list("person", "name")) == [(person.pk, "王大姐")]
    assert [found.pk for found in search("王大姐", by=making.SYSTEM)] == [person.pk]
    with pytest.raises(Refused, match="登记的姓名"):
        add_own_name("王秀英", by=by)
    for number in range(4):
        add_own_name(f"王{'二三四五'[number]}姐", by=by)
    with pytest.raises(Refused, match="最多"):
        add_own_name("王六姐", by=by)
    with pytest.raises(NotThere):
        add_own_name("无名", by=Actor())


def test_words_are_sealed(person: Person) -> None:
    correction = asked(person)
    assert "出生".encode() not in bytes(correction.wrong or b"") + bytes(correction.right or b"")


def test_the_database_keeps_corrections_sound(person: Person) -> None:
    correction = asked(person)
    for wrong in ({"state": "done"}, {"answered_at": timezone.now()}, {"channel": "rumour"}):
        with pytest.raises(IntegrityError, match="correction_"), transaction.atomic():
            Correction.objects.filter(pk=correction.pk).update(**wrong)
