import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.notices.actions import claim, mark_read, prune_messages, try_again
from gongzhi.kernel.notices.channels import forget_files
from gongzhi.kernel.notices.delivery import deliver
from gongzhi.kernel.notices.models import InboxItem, Message
from gongzhi.kernel.notices.queries import inbox_of, unread
from gongzhi.kernel.notices.states import MessageState
from gongzhi.lib.actions import Actor, Refused
from tests.kernel.notices.letters import PERSON, PHONE, later, outbox, told

pytestmark = pytest.mark.django_db

WORKER, CLERK, READER = Actor.system("worker"), Actor.system("clerk"), Actor(person_id=7)
MONTH, DAY = dt.timedelta(days=30), dt.timedelta(days=1)


def dead(channel: str = "test_refusing") -> Message:
    message = told(PHONE, channel=channel)[0]
    for _attempt in range(8):
        deliver(message.pk, by=WORKER)
        message.refresh_from_db()
        if message.next_try_at:
            later(message, next_try_at=DAY)
    return message


def sent(channel: str = "console") -> Message:
    message = told(PERSON, channel=channel)[0]
    deliver(message.pk, by=WORKER)
    message.refresh_from_db()
    return message


def test_a_month_after_it_was_sent_or_given_up_a_message_is_forgotten() -> None:
    old = sent()
    later(old, sent_at=MONTH)
    young = sent()
    later(young, sent_at=MONTH - DAY)
    given_up = dead()
    later(given_up, dead_at=MONTH)
    waiting = told(PHONE)[0]

    assert prune_messages(by=WORKER) == 2
    assert prune_messages(by=WORKER) == 0

    for message in (old, given_up):
        message.refresh_from_db()
        assert (message.address, message.title, message.body) == (None, None, None)
        assert message.pruned_at
    for message in (young, waiting):
        message.refresh_from_db()
        assert message.body


def test_what_arrived_in_the_inbox_stays_when_its_message_is_forgotten() -> None:
    later(sent("inbox"), sent_at=MONTH)

    assert prune_messages(by=WORKER) == 1

    assert [item.title for item in inbox_of(7)] == ["明天9:00 有课"]


def test_the_files_of_the_console_are_forgotten_too(home: Path) -> None:
    sent()
    sent()
    old = next((home / "outbox").iterdir())
    os.utime(old, (0, 0))

    forget_files(timezone.now() - MONTH)

    assert len(outbox(home)) == 1
    assert not old.exists()


def test_a_message_given_up_can_be_tried_again() -> None:
    message = dead()

    try_again(message, by=CLERK)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.dead_at) == (MessageState.QUEUED, 0, None)
    assert claim(message.pk, by=WORKER)


def test_a_message_that_is_not_given_up_or_forgotten_is_not_tried_again() -> None:
    with pytest.raises(Refused, match="已发送"):
        try_again(sent(), by=CLERK)

    forgotten = dead()
    later(forgotten, dead_at=MONTH)
    prune_messages(by=WORKER)
    with pytest.raises(Refused, match="清除"):
        try_again(forgotten, by=CLERK)


def test_a_stranger_does_not_send_again() -> None:
    message = dead()

    with pytest.raises(PermissionDenied):
        try_again(message, by=READER)

    assert try_again(message, by=CLERK)


def test_only_the_recipient_opens_a_message_and_the_first_time_counts() -> None:
    sent("inbox")
    item = InboxItem.objects.get()
    assert unread(7) == 1

    with pytest.raises(PermissionDenied):
        mark_read(item, by=Actor(person_id=8))
    mark_read(item, by=READER)
    first = InboxItem.objects.get().read_at
    mark_read(item, by=READER)

    assert InboxItem.objects.get().read_at == first
    assert (unread(7), inbox_of(7)[0].is_read) == (0, True)


NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": MessageState.SENT, "next_try_at": None},
        {"state": MessageState.SENDING, "next_try_at": None},
        {"state": MessageState.DEAD, "next_try_at": None, "error": "停机", "failed_at": NOW, "attempts": 8},
        {
            "state": MessageState.DEAD,
            "next_try_at": None,
            "error": "停机",
            "failed_at": NOW,
            "attempts": 7,
            "dead_at": NOW,
        },
        {"state": MessageState.FAILED, "attempts": 1},
        {"state": MessageState.FAILED, "error": "停机", "failed_at": NOW},
        {"error": "停机"},
        {"failed_at": NOW},
        {"next_try_at": None},
        {"sent_at": NOW},
        {"sending_at": NOW},
        {"dead_at": NOW},
        {"attempts": 9},
        {"address": None},
        {"body": None},
        {"pruned_at": NOW},
        {"pruned_at": NOW, "title": None, "body": None, "address": None},
    ],
    ids=str,
)
def test_the_database_refuses_a_state_without_its_facts(wrong: dict[str, Any]) -> None:
    message = Message.objects.filter(pk=told(PHONE)[0].pk)
    message.update(state=MessageState.QUEUED)

    with pytest.raises(IntegrityError), transaction.atomic():
        message.update(**wrong)


@pytest.mark.parametrize("wrong", [{"read_at": NOW}, {"read_by": 7}])
def test_the_database_refuses_half_a_reading(wrong: dict[str, Any]) -> None:
    sent("inbox")
    InboxItem.objects.update(read_at=NOW, read_by=7)
    InboxItem.objects.update(read_at=None, read_by=None)

    with pytest.raises(IntegrityError), transaction.atomic():
        InboxItem.objects.update(**wrong)


def test_the_database_refuses_a_second_arrival() -> None:
    item = InboxItem.objects.get(message=sent("inbox"))

    with pytest.raises(IntegrityError), transaction.atomic():
        InboxItem.objects.create(message=item.message, person_id=7, title=item.title, body=item.body)
