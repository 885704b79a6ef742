import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.ledger.actions import once, prune_keys, record
from gongzhi.kernel.ledger.models import Entry, OneTimeKey
from gongzhi.lib.actions import Actor, Refused
from tests.together import together

CLERK, COLLEAGUE = Actor(person_id=7), Actor(person_id=8)
SYSTEM = Actor.system("test")


def sign_up() -> dict[str, Any]:
    return {"id": record(SYSTEM, "signup.made").pk, "places": (1, 2)}


def ask(key: str = "k1", body: Any = "slot 5", by: Actor = CLERK, do: Callable[[], Any] = sign_up) -> Any:
    return once(key, purpose="signup", body=body, by=by, do=do)


@pytest.mark.django_db
def test_a_request_sent_again_has_one_effect_and_one_answer() -> None:
    answers = [ask(), ask(), ask()]

    assert Entry.objects.count() == 1
    assert answers == [{"id": Entry.objects.get().pk, "places": [1, 2]}] * 3


@pytest.mark.django_db(transaction=True)
def test_fifty_equal_requests_at_once_have_one_effect_and_one_answer() -> None:
    answers = together(50, lambda _number: ask())

    assert Entry.objects.count() == 1
    assert answers == [{"id": Entry.objects.get().pk, "places": [1, 2]}] * 50


@pytest.mark.django_db(transaction=True)
def test_two_equal_requests_never_meet_in_what_they_do() -> None:
    meeting = Barrier(2)

    def meet() -> dict[str, Any]:
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=1)  # the other one, if it were let in
        return sign_up()

    answers = together(2, lambda _number: ask(do=meet))

    assert meeting.broken
    assert answers == [{"id": Entry.objects.get().pk, "places": [1, 2]}] * 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other", [{"body": "slot 6"}, {"by": COLLEAGUE}, {"body": {"slot": 5, "note": "带水"}}], ids=str
)
def test_the_same_key_with_another_body_or_from_somebody_else_is_refused(other: dict[str, Any]) -> None:
    assert ask() == ask()

    with pytest.raises(Refused, match="刷新"):
        ask(**other)

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_another_form_is_another_request() -> None:
    assert ask() != ask(key="k2")
    assert once("k1", purpose="feedback", body="", by=CLERK, do=lambda: None) is None
    assert Entry.objects.count() == 2


@pytest.mark.django_db
def test_a_form_without_a_key_is_refused() -> None:
    ask()

    with pytest.raises(Refused):
        ask(key="")

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_a_request_that_was_refused_may_be_tried_again() -> None:
    with pytest.raises(Refused, match="满"):
        ask(do=full)

    assert OneTimeKey.objects.count() == 0
    assert ask()["id"] == Entry.objects.get().pk


def full() -> None:
    record(SYSTEM, "signup.made")
    raise Refused("满了")


def kept_for(hours: float, key: bytes = b"key") -> OneTimeKey:
    made_at = timezone.now() - dt.timedelta(hours=hours)
    return OneTimeKey.objects.create(key_digest=key, body_digest=b"body", purpose="signup", made_at=made_at)


@pytest.mark.django_db
def test_keys_are_forgotten_after_a_day() -> None:
    kept_for(24.1, b"old")
    young = kept_for(23.9, b"young")

    assert prune_keys(by=SYSTEM) == 1
    assert OneTimeKey.objects.get() == young


@pytest.mark.django_db
def test_the_database_refuses_to_forget_a_key_earlier_or_to_change_it() -> None:
    old, young = kept_for(24.1, b"old"), kept_for(23.9, b"young")
    old.delete()

    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        young.delete()
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        OneTimeKey.objects.update(answer=1)

    assert OneTimeKey.objects.get() == young


@pytest.mark.django_db
def test_the_database_keeps_a_key_once() -> None:
    kept_for(1)

    with pytest.raises(IntegrityError):
        kept_for(2)
