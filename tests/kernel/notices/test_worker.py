from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.notices.models import InboxItem, Message
from gongzhi.kernel.notices.states import MessageState
from gongzhi.lib import queue
from tests.kernel.notices.letters import PERSON, PHONE, Reminder, outbox, told
from tests.working import empty_queue, work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> None:
    empty_queue()


@app.task(name="tests.tell_somebody")
def tell_somebody(fail: bool) -> None:
    with transaction.atomic():
        tell(Reminder(PERSON))
        if fail:
            raise RuntimeError("after telling")


def test_the_worker_delivers_what_was_told(home: Path) -> None:
    told(PHONE)
    told(PERSON, channel="inbox")

    work()

    assert {message.state for message in Message.objects.all()} == {MessageState.SENT}
    assert (len(outbox(home)), InboxItem.objects.count()) == (1, 1)


def test_one_message_that_fails_does_not_hold_up_the_others(home: Path) -> None:
    told(PHONE, channel="test_stumbling")
    told(PHONE)

    work()

    states = dict(Message.objects.values_list("channel", "state"))
    assert states == {"test_stumbling": MessageState.FAILED, "console": MessageState.SENT}
    assert len(outbox(home)) == 1


@pytest.mark.parametrize(("fail", "delivered"), [(False, 1), (True, 0)])
def test_a_job_tells_in_its_own_transaction_as_an_action_does(home: Path, fail: bool, delivered: int) -> None:
    with transaction.atomic():
        queue.defer(tell_somebody, {"fail": fail})

    work()

    assert len(outbox(home)) == Message.objects.count() == delivered


def test_jobs_that_are_done_are_gone() -> None:
    told(PHONE)

    work()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%deliver'")
        assert cursor.fetchone() == (0,)
