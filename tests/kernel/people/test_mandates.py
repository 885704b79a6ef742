"""Acting for somebody: only by their word, for a year at most, ended at once."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.notices.channels import Letter
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.notices.queries import opened
from gongzhi.kernel.people.actions import give_mandate, read_for, revoke_mandate, tell_of_ended_mandates
from gongzhi.kernel.people.models import Mandate, Person
from gongzhi.kernel.people.queries import may_act_for
from gongzhi.kernel.people.states import MandateScope
from gongzhi.lib.actions import Actor, Refused
from tests import making

pytestmark = pytest.mark.django_db

SINCE, UNTIL = dt.date(2024, 3, 1), dt.date(2025, 3, 1)
DAY = dt.timedelta(days=1)


def mother_and_son() -> tuple[Person, Person]:
    return making.person("王秀英"), making.person("李强")


def mandate(
    principal: Person,
    helper: Person,
    *,
    scope: str = MandateScope.SIGN_UP,
    since: dt.date = SINCE,
    until: dt.date = UNTIL,
    by: Actor = making.SYSTEM,
) -> Mandate:
    return give_mandate(principal, helper=helper, scope=scope, how="到窗口口头说明", since=since, until=until, by=by)


def test_a_helper_may_act_from_the_first_to_the_last_day_and_in_that_scope() -> None:
    mother, son = mother_and_son()
    mandate(mother, son)
    for on, allowed in ((SINCE - DAY, []), (SINCE, [mother]), (UNTIL, [mother]), (UNTIL + DAY, [])):
        assert list(may_act_for(son, MandateScope.SIGN_UP, on=on)) == allowed
    assert not may_act_for(son, MandateScope.RECORD, on=SINCE).exists()
    assert not may_act_for(mother, MandateScope.SIGN_UP, on=SINCE).exists()
    (entry,) = entries_about(mother)
    assert (entry.verb, entry.facts) == ("mandate.given", {"helper": son.pk, "scope": "sign_up"})


@pytest.mark.parametrize(
    ("since", "until", "stands"),
    [
        (SINCE, SINCE, True),
        (SINCE, UNTIL, True),
        (dt.date(2024, 2, 29), dt.date(2025, 2, 28), True),
        (SINCE, UNTIL + DAY, False),
        (dt.date(2024, 2, 29), dt.date(2025, 3, 1), False),
        (SINCE, SINCE - DAY, False),
    ],
)
def test_a_mandate_lasts_a_year_at_most(since: dt.date, until: dt.date, stands: bool) -> None:
    mother, son = mother_and_son()
    standing = Mandate.objects.filter(pk=mandate(mother, son, scope=MandateScope.ANSWER).pk)
    if stands:
        mandate(mother, son, since=since, until=until)
        assert standing.update(since=since, until=until) == 1
    else:
        with pytest.raises(Refused):
            mandate(mother, son, since=since, until=until)
        with pytest.raises(IntegrityError, match="mandate_at_most_a_year"):
            standing.update(since=since, until=until)


def test_nobody_is_their_own_helper() -> None:
    mother, son = mother_and_son()
    with pytest.raises(Refused, match="不能是同一个人"):
        mandate(mother, mother)
    given = mandate(mother, son)
    with pytest.raises(IntegrityError, match="mandate_not_oneself"):
        Mandate.objects.filter(pk=given.pk).update(helper=mother)


def test_a_mandate_is_given_by_the_person_and_nobody_else() -> None:
    mother, son = mother_and_son()
    for by in (making.resident(son), making.resident(making.person("张伟")), making.street_officer(mother.street)):
        with pytest.raises(PermissionDenied):
            mandate(mother, son, by=by)
    mandate(mother, son, by=making.resident(mother))


def test_one_word_ends_it() -> None:
    mother, son = mother_and_son()
    given = mandate(mother, son)
    revoked = revoke_mandate(given, by=making.resident(mother))
    assert revoked.revoked_by == mother
    assert not may_act_for(son, MandateScope.SIGN_UP, on=SINCE).exists()
    assert revoke_mandate(given, by=making.SYSTEM).revoked_by == mother
    assert [entry.verb for entry in entries_about(mother)] == ["mandate.revoked", "mandate.given"]


def test_the_same_mandate_does_not_stand_twice_so_that_one_word_is_enough() -> None:
    mother, son = mother_and_son()
    given = mandate(mother, son)
    with pytest.raises(Refused, match="已经登记"):
        mandate(mother, son, since=UNTIL, until=UNTIL + DAY)
    mandate(mother, son, since=UNTIL + DAY, until=UNTIL + DAY)
    mandate(mother, son, scope=MandateScope.RECORD)
    mandate(mother, making.person("张伟"))
    revoke_mandate(given, by=making.SYSTEM)
    mandate(mother, son)


def test_a_helper_may_lay_it_down_and_a_stranger_may_not() -> None:
    mother, son = mother_and_son()
    given = mandate(mother, son)
    with pytest.raises(PermissionDenied):
        revoke_mandate(given, by=making.resident(making.person("张伟")))
    assert revoke_mandate(given, by=making.resident(son)).revoked_by == son


def test_the_database_knows_no_revoker_without_a_time() -> None:
    mother, son = mother_and_son()
    given = Mandate.objects.filter(pk=mandate(mother, son).pk)
    with pytest.raises(IntegrityError, match="mandate_revoked"), transaction.atomic():
        given.update(revoked_by=mother)
    assert given.update(revoked_by=mother, revoked_at=timezone.now()) == 1


def told(person: Person) -> list[Letter]:
    """The messages to somebody on their telephone, oldest first."""
    written = Message.objects.filter(person_id=person.pk, channel="console").order_by("id")
    return [opened(message) for message in written]


def with_telephones() -> tuple[Person, Person]:
    return making.person("王秀英", "13800000001"), making.person("李小强", "13800000002")


def test_who_is_asked_to_help_is_told_what_until_when_and_how_to_give_it_back() -> None:
    mother, son = with_telephones()
    mandate(mother, son)
    (letter,) = told(son)
    assert (letter.title, letter.address) == ("王*英请您帮忙", "13800000002")
    for said in ("代报名、代请假", "到2025年3月1日为止", "不再帮了"):
        assert said in letter.body
    assert "王秀英" not in letter.title + letter.body
    assert Message.objects.filter(person_id=son.pk, channel="inbox").count() == 1
    assert told(mother) == []


def test_the_other_of_the_two_is_told_that_it_ended() -> None:
    mother, son = with_telephones()
    revoke_mandate(mandate(mother, son), by=making.resident(mother))
    assert [letter.title for letter in told(son)] == ["王*英请您帮忙", "王*英不用您帮忙了"]
    assert told(mother) == []
    given = mandate(mother, son)
    revoke_mandate(given, by=making.resident(son))
    revoke_mandate(given, by=making.resident(son))
    assert [letter.title for letter in told(mother)] == ["李*强不再帮您了"]
    assert len(told(son)) == 3


def test_both_are_told_once_that_the_last_day_is_over() -> None:
    mother, son = with_telephones()
    mandate(mother, son)
    ended = mandate(mother, son, scope=MandateScope.ANSWER)
    revoke_mandate(ended, by=making.SYSTEM)
    counts = [tell_of_ended_mandates(today=day, by=making.SYSTEM) for day in (UNTIL, UNTIL + DAY, UNTIL + 2 * DAY)]
    assert counts == [0, 1, 0]
    for person in (mother, son):
        assert told(person)[-1].title == "请人帮忙的期限到了"
    assert "代报名、代请假" in told(mother)[-1].body


def test_an_end_of_long_ago_is_no_news() -> None:
    mandate(*with_telephones())
    assert tell_of_ended_mandates(today=UNTIL + 40 * DAY, by=making.SYSTEM) == 0


def test_the_record_is_read_by_whom_it_was_entrusted_to_and_its_person_can_see_so() -> None:
    mother, son = mother_and_son()
    today = timezone.localdate()
    given = mandate(mother, son, scope=MandateScope.RECORD, since=today, until=today)
    assert read_for(given, by=making.resident(son)) == mother
    looked = Entry.objects.get(verb="mandate.read")
    assert (looked.actor_id, looked.shown) == (son.pk, [mother.pk])
    with pytest.raises(PermissionDenied):
        read_for(given, by=making.resident(mother))
    with pytest.raises(PermissionDenied):
        read_for(mandate(mother, son, since=today, until=today), by=making.resident(son))
    revoke_mandate(given, by=making.SYSTEM)
    given.refresh_from_db()
    with pytest.raises(PermissionDenied):
        read_for(given, by=making.resident(son))
