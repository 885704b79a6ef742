"""Messages that are stopped, forgotten, or never written, because of whom they are for."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongzhi.kernel.notices.actions import forget_messages, opt_out, stop_messages
from gongzhi.kernel.notices.delivery import deliver
from gongzhi.kernel.notices.models import InboxItem, Message, OptOut
from gongzhi.kernel.notices.notices import Recipient
from gongzhi.lib.actions import Actor, Refused
from tests.kernel.notices.letters import PERSON, PHONE, outbox, told

pytestmark = pytest.mark.django_db

WORKER, OTHER = Actor.system("worker"), Recipient(person_id=8)


def sent(*recipients: Recipient, channel: str = "console") -> list[Message]:
    messages = told(*recipients, channel=channel)
    for message in messages:
        deliver(message.pk, by=WORKER)
    return messages


def test_everything_about_a_person_goes_and_nothing_of_others(home: Path) -> None:
    sent(PERSON, OTHER, PHONE)
    sent(PERSON, OTHER, channel="inbox")
    told(PERSON)
    for person_id in (7, 8):
        opt_out(["lessons"], person_id=person_id, by=WORKER)
    letters = set(outbox(home))

    assert forget_messages([7], ["13800000001"], by=WORKER) == 4

    assert set(Message.objects.values_list("person_id", flat=True)) == {8}
    assert [item.person_id for item in InboxItem.objects.all()] == [8]
    assert [one.person_id for one in OptOut.objects.all()] == [8]
    (left,) = outbox(home)
    assert left in letters


def test_what_others_were_told_of_somebody_goes_with_them(home: Path) -> None:
    sent(Recipient(8, "13800000002", about=7), Recipient(8, "13800000002", about=9))
    sent(Recipient(8, about=7), channel="inbox")
    assert forget_messages([7], [], by=WORKER) == 2
    assert [message.about_id for message in Message.objects.all()] == [9]
    assert not InboxItem.objects.exists()
    assert len(list(outbox(home))) == 1


def test_an_address_is_not_mistaken_for_another() -> None:
    sent(PHONE)
    assert forget_messages([], ["13800000002"], by=WORKER) == 0
    assert forget_messages([], [], by=WORKER) == 0
    assert Message.objects.count() == 1


def test_a_message_under_way_is_waited_for() -> None:
    (message,) = told(PERSON)
    Message.objects.filter(pk=message.pk).update(state="sending", next_try_at=None, sending_at=timezone.now())
    with pytest.raises(Refused, match="正在发"):
        forget_messages([7], [], by=WORKER)
    assert Message.objects.count() == 1


def test_what_was_not_sent_yet_is_stopped() -> None:
    sent(PERSON)
    told(PERSON, OTHER)
    assert stop_messages([7], by=WORKER) == 1
    assert sorted(Message.objects.values_list("person_id", "state")) == [(7, "sent"), (8, "queued")]


def test_only_the_machine_forgets() -> None:
    with pytest.raises(PermissionDenied):
        forget_messages([7], [], by=Actor(person_id=7))
