"""From telling to arriving: the outbox, written in the transaction that makes a message necessary (trust.md R7)."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Sequence
from typing import cast

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongzhi.kernel.notices import may
from gongzhi.kernel.notices.channels import Channel, channel, forget_letters
from gongzhi.kernel.notices.models import ADDRESS, MOST_ATTEMPTS, TEXT, InboxItem, Message, OptOut
from gongzhi.kernel.notices.notices import Notice, Recipient, fill
from gongzhi.kernel.notices.queries import to_addresses
from gongzhi.kernel.notices.silence import silent
from gongzhi.kernel.notices.states import MessageState
from gongzhi.lib import queue
from gongzhi.lib.actions import Actor, Refused, action, demand
from gongzhi.lib.sealing import seal
from gongzhi.lib.states import move

logger = logging.getLogger(__name__)

PER_JOB = 100

#: A message that is SENDING for so long has lost its worker; one that waits for so long has lost its job.
LOST_WORKER = dt.timedelta(minutes=10)
LOST_JOB = dt.timedelta(minutes=5)
FIRST_WAIT = dt.timedelta(minutes=1)  # doubled after every failure
KEPT = dt.timedelta(days=30)


def tell(notice: Notice) -> list[Message]:
    """Write the messages of a notice to the outbox; they leave after the commit or not at all.

    A step inside an action: TransactionManagementError outside of one. Raises ValueError for a
    recipient that a channel cannot reach.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("people are told inside the action that they are told of")
    with translation.override(settings.LANGUAGE_CODE):  # that of the readers, not of the clerk
        messages = [
            _message(notice, recipient, channel(key)) for recipient in _willing(notice) for key in notice.channels
        ]
    written = Message.objects.bulk_create(messages)
    _queue([message.pk for message in written])
    return written


def _willing(notice: Notice) -> list[Recipient]:
    everybody = list(notice.audience())
    out_of_reach = silent([recipient.person_id for recipient in everybody if recipient.person_id is not None])
    audience = [recipient for recipient in everybody if recipient.person_id not in out_of_reach]
    if not notice.category:
        return audience
    people = [recipient.person_id for recipient in audience if recipient.person_id is not None]
    opted_out = OptOut.objects.filter(category=notice.category, person_id__in=people)
    unwilling = set(opted_out.values_list("person_id", flat=True))
    return [recipient for recipient in audience if recipient.person_id not in unwilling]


def _message(notice: Notice, recipient: Recipient, way: Channel) -> Message:
    if recipient.person_id is None and not (way.send and recipient.address):
        raise ValueError(f"{notice.key} reaches nobody by {way.key}")
    facts = notice.facts(recipient)
    title = " ".join(fill(str(notice.title), facts).split())  # one line, whatever a name brings along
    return Message(
        notice=notice.key,
        channel=way.key,
        person_id=recipient.person_id,
        about_id=recipient.about,
        address=seal(recipient.address, ADDRESS) if recipient.address else None,
        title=seal(title, TEXT),
        body=seal(fill(str(notice.body), facts), TEXT),
    )


def _queue(message_ids: Sequence[int]) -> None:
    from gongzhi.kernel.notices.jobs import deliver  # which needs this module

    starts = range(0, len(message_ids), PER_JOB)
    queue.defer(deliver, *({"message_ids": list(message_ids[start : start + PER_JOB])} for start in starts))


@action
def claim(message_id: int, *, by: Actor) -> Message | None:
    """Take a due message for sending; None if it is not due or somebody else has it."""
    message = Message.objects.due().lock_free().filter(pk=message_id).first()
    if message is not None:
        move(message, "claim", attempts=message.attempts + 1, next_try_at=None, sending_at=timezone.now())
    return message


@action
def settle(message: Message, *, arrives: bool, by: Actor) -> None:
    """Mark a message as sent; one that ``arrives`` here is put into the inbox in the same transaction."""
    message = Message.objects.lock(message)
    if message.state != MessageState.SENDING:  # taken for lost in the meantime; who took it settles it
        return
    if arrives:
        InboxItem.objects.create(
            message=message, person_id=cast(int, message.person_id), title=message.title, body=message.body
        )
    move(message, "deliver", sending_at=None, sent_at=timezone.now(), failed_at=None, error="")


@action
def fail(message: Message, reason: str, *, by: Actor) -> None:
    """Note why a message could not be sent; tried again later, given up after eight times."""
    message = Message.objects.lock(message)
    if message.state == MessageState.SENDING:
        _count_failure(message, reason)


def _count_failure(message: Message, reason: str) -> None:
    logger.warning("message %s failed, attempt %s: %s", message.key, message.attempts, reason)
    now, error = timezone.now(), reason[:200]
    if message.attempts >= MOST_ATTEMPTS:
        move(message, "give_up", sending_at=None, failed_at=now, dead_at=now, error=error)
    else:
        wait = FIRST_WAIT * 2 ** (message.attempts - 1)
        move(message, "fail", sending_at=None, failed_at=now, next_try_at=now + wait, error=error)


@action
def requeue_waiting(*, by: Actor) -> int:
    """Queue what should have left: failures whose time has come, messages that lost their worker or their job."""
    lost = Message.objects.filter(state=MessageState.SENDING, sending_at__lt=Now() - LOST_WORKER)
    for message in lost.lock_free():
        _count_failure(message, _("发送中断"))
    due = Message.objects.due().filter(Q(state=MessageState.FAILED) | Q(next_try_at__lt=Now() - LOST_JOB))
    ids = list(due.order_by("next_try_at").values_list("pk", flat=True))
    _queue(ids)
    return len(ids)


@action
def prune_messages(*, by: Actor) -> int:
    """Forget addresses and texts of messages that were sent or given up 30 days ago; how many there were."""
    limit = Now() - KEPT
    done = Message.objects.filter(Q(sent_at__lt=limit) | Q(dead_at__lt=limit), pruned_at=None)
    return done.update(address=None, title=None, body=None, pruned_at=Now())


@action
def stop_messages(person_ids: Collection[int], *, by: Actor) -> int:
    """Take out of the outbox what was not sent to some people yet; how many there were."""
    waiting = Message.objects.filter(person_id__in=person_ids).exclude(state=MessageState.SENT)
    return waiting.exclude(state=MessageState.SENDING).delete()[0]


@action
def forget_messages(person_ids: Collection[int], addresses: Collection[str], *, by: Actor) -> int:
    """Forget everything that was told to some people, or of them, or to one of these addresses without a person; how
    many messages there were. What a channel keeps of them goes too. Raises Refused while one is under way."""
    demand(may.forget(by))
    theirs = Q(person_id__in=person_ids) | Q(about_id__in=person_ids)
    ids = Message.objects.filter(theirs).values_list("pk", flat=True)
    every = Message.objects.filter(pk__in={*ids, *to_addresses(addresses)})
    found = list(every.select_for_update().order_by("pk"))
    if any(message.state == MessageState.SENDING for message in found):
        raise Refused(_("正在发一条消息，请过一分钟再试。"))
    InboxItem.objects.filter(Q(person_id__in=person_ids) | Q(message__in=found)).delete()
    OptOut.objects.filter(person_id__in=person_ids).delete()
    Message.objects.filter(pk__in=[message.pk for message in found]).delete()
    forget_letters(message.key for message in found)
    return len(found)


@action
def try_again(message: Message, *, by: Actor) -> Message:
    """Queue a message that was given up, with all its attempts before it. Raises Refused if it was not."""
    demand(may.try_again(by))
    message = Message.objects.lock(message)
    if message.pruned_at is not None:
        raise Refused(_("这条消息的内容已经清除，请重新写一条。"))
    move(message, "revive", attempts=0, next_try_at=timezone.now(), dead_at=None)
    _queue([message.pk])
    return message


@action
def mark_read(item: InboxItem, *, by: Actor) -> None:
    """Note that the recipient opened a message; the first time counts."""
    demand(may.read(by, item))
    InboxItem.objects.filter(pk=item.pk, read_at=None).update(read_at=Now(), read_by=by.person_id)


@action
def mark_all_read(*, by: Actor) -> int:
    """Note that the recipient has seen everything that arrived so far; how many were new."""
    if by.person_id is None:
        return 0
    unread = InboxItem.objects.filter(person_id=by.person_id, read_at=None)
    return unread.update(read_at=Now(), read_by=by.person_id)


@action
def opt_out(categories: Iterable[str], *, person_id: int, by: Actor) -> None:
    """Tell a person no more messages of these categories."""
    demand(may.choose(by, person_id))
    rows = [OptOut(person_id=person_id, category=category, opted_out_by=by.person_id) for category in categories]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)


@action
def opt_in(categories: Iterable[str], *, person_id: int, by: Actor) -> None:
    """Tell a person messages of these categories again."""
    demand(may.choose(by, person_id))
    OptOut.objects.filter(person_id=person_id, category__in=list(categories)).delete()
