import datetime as dt
import logging
import uuid
from pathlib import Path

import pytest
from django.db import transaction

from gongzhi.kernel.notices.actions import claim, fail, requeue_waiting, settle
from gongzhi.kernel.notices.channels import channel
from gongzhi.kernel.notices.delivery import deliver
from gongzhi.kernel.notices.models import InboxItem, Message
from gongzhi.kernel.notices.queries import given_up, inbox_of, opened
from gongzhi.kernel.notices.states import MessageState
from gongzhi.lib.actions import Actor
from tests.kernel.notices.letters import PERSON, PHONE, later, outbox, told
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = Actor.system("worker")
HOUR = dt.timedelta(hours=1)


def test_a_message_is_delivered_and_marked(home: Path) -> None:
    message = told(PHONE)[0]

    deliver(message.pk, by=WORKER)

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.SENT, 1)
    assert message.sent_at
    assert [text.splitlines()[1:3] for text in outbox(home)] == [["address: 13800000001", "title: 明天9:00 有课"]]


def test_three_deliveries_of_a_message_are_one_effect(home: Path) -> None:
    message = told(PHONE)[0]

    for _time in range(3):
        deliver(message.pk, by=WORKER)

    assert len(outbox(home)) == 1
    assert Message.objects.get().attempts == 1


@pytest.mark.parametrize("way", ["console", "inbox"])
def test_many_workers_at_once_are_one_effect(home: Path, way: str) -> None:
    message = told(PERSON, channel=way)[0]

    assert together(8, lambda _number: deliver(message.pk, by=WORKER)) == [None] * 8

    assert len(outbox(home)) + InboxItem.objects.count() == 1
    assert (Message.objects.get().state, Message.objects.get().attempts) == (MessageState.SENT, 1)


def test_a_message_arrives_in_the_inbox_when_it_becomes_sent() -> None:
    message = told(PERSON, channel="inbox")[0]
    assert inbox_of(7) == []

    deliver(message.pk, by=WORKER)

    arrived = inbox_of(7)
    assert [(item.title, item.is_read) for item in arrived] == [("明天9:00 有课", False)]
    assert arrived[0].body.startswith("李四您好")
    assert Message.objects.get().state == MessageState.SENT


def test_a_worker_killed_after_sending_sends_no_second_time(home: Path) -> None:
    message = told(PHONE)[0]
    claimed = claim(message.pk, by=WORKER)
    send = channel("console").send
    assert claimed
    assert send
    send(opened(claimed))  # and here the worker dies

    deliver(message.pk, by=WORKER)
    assert requeue_waiting(by=WORKER) == 0
    later(message, sending_at=HOUR)
    requeue_waiting(by=WORKER)
    assert Message.objects.get().state == MessageState.FAILED
    later(message, next_try_at=HOUR)
    assert requeue_waiting(by=WORKER) == 1
    deliver(message.pk, by=WORKER)

    assert len(outbox(home)) == 1
    assert (Message.objects.get().state, Message.objects.get().attempts) == (MessageState.SENT, 2)


def test_a_worker_that_was_taken_for_dead_marks_nothing() -> None:
    message = told(PERSON, channel="inbox")[0]
    claimed = claim(message.pk, by=WORKER)
    assert claimed
    later(message, sending_at=HOUR)
    requeue_waiting(by=WORKER)

    settle(claimed, arrives=True, by=WORKER)
    fail(claimed, "停机", by=WORKER)

    assert (Message.objects.get().state, Message.objects.get().error) == (MessageState.FAILED, "发送中断")
    assert inbox_of(7) == []


def test_a_message_that_lost_its_job_is_queued_again() -> None:
    message = told(PHONE)[0]
    assert requeue_waiting(by=WORKER) == 0

    later(message, next_try_at=HOUR)

    assert requeue_waiting(by=WORKER) == 1


def test_a_failure_is_tried_again_after_a_wait_that_doubles() -> None:
    message = told(PHONE, channel="test_refusing")[0]

    waits = []
    for _attempt in range(3):
        deliver(message.pk, by=WORKER)
        deliver(message.pk, by=WORKER)  # too early, does not count
        message.refresh_from_db()
        waits.append(round((message.next_try_at - message.queued_at) / dt.timedelta(minutes=1)))
        later(message, next_try_at=HOUR)

    assert waits == [1, 2, 4]
    assert (message.state, message.attempts, message.error) == (MessageState.FAILED, 3, "对方手机停机")


def test_eight_failures_are_enough_and_everybody_can_see_why() -> None:
    message = told(PHONE, channel="test_refusing")[0]

    for _attempt in range(9):
        deliver(message.pk, by=WORKER)
        if Message.objects.get().next_try_at:
            later(message, next_try_at=dt.timedelta(days=1))

    dead = given_up().get()
    assert (dead.pk, dead.state, dead.attempts, dead.error) == (message.pk, MessageState.DEAD, 8, "对方手机停机")
    assert dead.dead_at
    assert requeue_waiting(by=WORKER) == 0


def test_a_worker_that_dies_eight_times_over_a_message_gives_it_up() -> None:
    message = told(PHONE)[0]

    for _attempt in range(8):
        assert claim(message.pk, by=WORKER)
        later(message, sending_at=HOUR)
        requeue_waiting(by=WORKER)
        if Message.objects.get().next_try_at:
            later(message, next_try_at=dt.timedelta(days=1))

    assert given_up().get() == message


def test_an_unexpected_error_is_a_failure_and_its_words_stay_out(caplog: pytest.LogCaptureFixture) -> None:
    message = told(PHONE, channel="test_stumbling")[0]

    with caplog.at_level(logging.INFO):
        deliver(message.pk, by=WORKER)

    assert Message.objects.get().error == "OSError"
    assert str(message.key) in caplog.text
    assert "13800000001" not in caplog.text


def test_the_console_logs_no_personal_data(caplog: pytest.LogCaptureFixture) -> None:
    message = told(PHONE)[0]

    with caplog.at_level(logging.INFO):
        deliver(message.pk, by=WORKER)

    assert str(message.key) in caplog.text
    assert "13800000001" not in caplog.text
    assert "李四" not in caplog.text


def test_a_message_in_other_hands_is_left_alone() -> None:
    message = told(PHONE)[0]

    with transaction.atomic():
        assert claim(message.pk, by=WORKER)
        assert together(1, lambda _number: claim(message.pk, by=WORKER)) == [None]


def test_a_message_that_does_not_exist_is_nothing_to_do(home: Path) -> None:
    deliver(0, by=WORKER)

    assert outbox(home) == []


def test_the_key_of_a_message_is_its_own() -> None:
    first, second = told(PERSON, PHONE)

    assert isinstance(first.key, uuid.UUID)
    assert first.key != second.key
