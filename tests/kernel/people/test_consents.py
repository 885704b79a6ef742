"""Consent: to one purpose and one text, given once, withdrawn at a word, replaced by a newer text."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.people.actions import give_consent, give_mandate, withdraw_consent
from gongzhi.kernel.people.models import Consent, Person
from gongzhi.kernel.people.states import MandateScope
from gongzhi.lib.actions import Actor
from tests import making

pytestmark = pytest.mark.django_db


def consent(person: Person, version: str = "2024-1", purpose: str = "health", by: Actor = making.SYSTEM) -> Consent:
    return give_consent(person, purpose=purpose, version=version, how="纸质签字", given_by=person, by=by)


def test_a_consent_keeps_text_way_time_and_who() -> None:
    person = making.person()
    given = consent(person)
    assert (given.version, given.how, given.given_by) == ("2024-1", "纸质签字", person)
    assert given.given_at <= timezone.now()
    (entry,) = entries_about(person)
    assert (entry.verb, entry.facts) == ("consent.given", {"purpose": "health", "version": "2024-1"})


def test_the_same_text_is_agreed_to_once() -> None:
    person = making.person()
    assert consent(person) == consent(person)
    assert len(entries_about(person)) == 1


def test_a_new_text_asks_again_and_takes_the_place_of_the_old() -> None:
    person = making.person()
    old, new = consent(person, "2024-1"), consent(person, "2024-2")
    old.refresh_from_db()
    assert (old.withdrawn_by, new.withdrawn_at) == (person, None)
    assert list(person.consents.filter(withdrawn_at=None)) == [new]


def test_purposes_stand_for_themselves() -> None:
    person = making.person()
    health, photo = consent(person), consent(person, purpose="photo")
    withdraw_consent(health, withdrawn_by=person, by=making.SYSTEM)
    assert list(person.consents.filter(withdrawn_at=None)) == [photo]


def test_a_consent_is_withdrawn_once_and_can_be_given_anew() -> None:
    person = making.person()
    first = withdraw_consent(consent(person), withdrawn_by=person, by=making.SYSTEM)
    assert withdraw_consent(first, withdrawn_by=making.person("李强"), by=making.SYSTEM).withdrawn_by == person
    assert consent(person) != first
    assert [entry.verb for entry in entries_about(person)] == [
        "consent.given",
        "consent.withdrawn",
        "consent.given",
    ]


def test_the_database_ties_when_and_who_and_keeps_one_standing() -> None:
    person = making.person()
    given = Consent.objects.filter(pk=consent(person).pk)
    now = timezone.now()
    for half in ({"withdrawn_at": now}, {"withdrawn_by": person}, {"withdrawn_at": now.replace(year=2000)}):
        with pytest.raises(IntegrityError, match="consent_withdrawn"), transaction.atomic():
            given.update(**half)
    with pytest.raises(IntegrityError, match="consent_once"), transaction.atomic():
        Consent.objects.create(person=person, purpose="health", version="x", how="口头", given_at=now, given_by=person)
    assert given.update(withdrawn_at=now, withdrawn_by=person) == 1


def test_nobody_but_the_person_agrees() -> None:
    community = making.community()
    person, helper = making.neighbour(community), making.person("李强")
    days = {"since": making.TODAY, "until": making.TODAY}
    give_mandate(person, helper=helper, scope=MandateScope.ANSWER, how="口头", by=making.SYSTEM, **days)
    given = consent(person, by=making.resident(person))
    for by in (making.resident(helper), making.community_worker(community)):
        with pytest.raises(PermissionDenied):
            consent(person, "2024-2", by=by)
        with pytest.raises(PermissionDenied):
            withdraw_consent(given, withdrawn_by=person, by=by)
    withdraw_consent(given, withdrawn_by=person, by=making.resident(person))
