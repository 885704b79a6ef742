"""Reading the inbox, and what could not be delivered."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from django.db.models import Min, QuerySet

from gongzhi.kernel.notices.channels import Letter, channel
from gongzhi.kernel.notices.models import ADDRESS, TEXT, InboxItem, Message
from gongzhi.kernel.notices.notices import kind_of
from gongzhi.kernel.notices.states import MessageState
from gongzhi.lib.actions import NotThere
from gongzhi.lib.sealing import is_closed, left_out, unseal

FIRST = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """A message in the inbox as its recipient reads it."""

    item_id: int
    title: str
    body: str
    arrived_at: dt.datetime
    is_read: bool


def inbox_of(person_id: int) -> list[Opened]:
    """The newest 50 messages of a person, newest first."""
    items = InboxItem.objects.filter(person_id=person_id).order_by("-id")[:FIRST]
    return [
        Opened(item.pk, _words(item.title) or left_out(), _words(item.body), item.arrived_at, item.read_at is not None)
        for item in items
    ]


def _words(sealed: bytes | memoryview) -> str:
    """What was written to somebody; not for who looks along."""
    return "" if is_closed() else unseal(sealed, TEXT)


def unread(person_id: int) -> int:
    """How many messages a person has not opened."""
    return InboxItem.objects.filter(person_id=person_id, read_at=None).count()


def oldest_due() -> dt.datetime | None:
    """Since when the message waits that has waited longest for the worker; None if none is due."""
    return Message.objects.due().aggregate(at=Min("next_try_at"))["at"]


def to_addresses(addresses: Collection[str]) -> list[int]:
    """The ids of messages that went to one of these addresses and to no person, such as codes."""
    sealed = Message.objects.filter(person_id=None, address__isnull=False) if addresses else Message.objects.none()
    found = sealed.values_list("pk", "address")
    return [pk for pk, address in found if address and unseal(address, ADDRESS) in addresses]


def given_up() -> QuerySet[Message]:
    """Messages that failed eight times, newest first; ``error`` says why the last time."""
    return Message.objects.filter(state=MessageState.DEAD).order_by("-dead_at")


def newest(notices: Collection[str], most: int) -> list[Letter]:
    """The last messages of some kinds, opened. For the demonstration; no desk ever reads the codes of others."""
    messages = Message.objects.filter(notice__in=notices, pruned_at=None).order_by("-id")[:most]
    return [opened(message) for message in messages]


def opened(message: Message) -> Letter:
    """A message that is not pruned yet, readable. Raises Unreadable."""
    return Letter(
        key=message.key,
        person_id=message.person_id,
        address=unseal(message.address, ADDRESS) if message.address else "",
        title=unseal(message.title or b"", TEXT),
        body=unseal(message.body or b"", TEXT),
    )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that did not arrive, without its text: ``kind`` and ``way`` in words, ``dead`` if it was given up."""

    id: int
    person_id: int
    kind: str
    way: str
    failed_at: dt.datetime | None
    error: str
    dead: bool


def troubled(most: int) -> list[Delivery]:
    """The newest messages to people on record that failed or were given up."""
    failed = Message.objects.filter(
        state__in=(MessageState.FAILED, MessageState.DEAD), person_id__isnull=False, pruned_at=None
    )
    return [_delivery(message) for message in failed.order_by("-id")[:most]]


def _delivery(message: Message) -> Delivery:
    return Delivery(
        message.pk,
        cast(int, message.person_id),
        kind_of(message.notice),
        str(channel(message.channel).title),
        message.failed_at,
        message.error,
        message.state == MessageState.DEAD,
    )


def given_up_message(pk: int) -> Message:
    """One that was given up. Raises NotThere."""
    message = given_up().filter(pk=pk, person_id__isnull=False).first()
    if message is None:
        raise NotThere
    return message
