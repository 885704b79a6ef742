"""The outbox, the inbox, and what people do not want to be told.

Addresses and texts are sealed, and forgotten 30 days after a message is done (trust.md S24).
Times of a message are set by the machine, so they have no person beside them.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.notices.states import MESSAGE_MOVES, MessageState
from gongzhi.lib.personal import Personal, Retention
from gongzhi.lib.sealing import unseal

#: Failures after which a message is given up (trust.md R7).
MOST_ATTEMPTS = 8

ADDRESS, TEXT = "notices.address", "notices.text"

_UNTIL_DONE = Personal(_("送达消息"), Retention.A_MONTH_AFTER_SENDING)


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        """Waiting, and the time to try has come."""
        return self.filter(state__in=(MessageState.QUEUED, MessageState.FAILED), next_try_at__lte=Now())

    def lock(self, message: "Message") -> "Message":
        return self.select_for_update(no_key=True).get(pk=message.pk)

    def lock_free(self) -> "MessageQuerySet":
        """Locked for this transaction, leaving out those that another one works on."""
        return self.select_for_update(no_key=True, skip_locked=True)


class Message(models.Model):
    """One message to one recipient through one channel. ``key`` lets a channel notice a repetition."""

    moves = MESSAGE_MOVES
    personal = {
        "person_id": Personal(_("送达消息"), Retention.ON_RECORD),
        "about_id": Personal(_("送达消息"), Retention.ON_RECORD),
        "address": _UNTIL_DONE,
        "title": _UNTIL_DONE,
        "body": _UNTIL_DONE,
    }

    key = models.UUIDField(_("消息编号"), unique=True, default=uuid.uuid4, editable=False)
    notice = models.CharField(_("消息种类"), max_length=60)
    channel = models.CharField(_("渠道"), max_length=20)
    person_id = models.BigIntegerField(_("收件人"), null=True)
    about_id = models.BigIntegerField(_("提到的人"), null=True)
    address = models.BinaryField(_("地址"), null=True)
    title = models.BinaryField(_("标题"), null=True)
    body = models.BinaryField(_("内容"), null=True)
    state = models.CharField(_("状态"), max_length=8, choices=MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    error = models.CharField(_("失败原因"), max_length=200, blank=True)
    queued_at = models.DateTimeField(_("写入时间"), db_default=Now())
    next_try_at = models.DateTimeField(_("下次尝试"), null=True, db_default=Now())
    sending_at = models.DateTimeField(_("开始发送"), null=True)
    failed_at = models.DateTimeField(_("上次失败时间"), null=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True)
    dead_at = models.DateTimeField(_("停止时间"), null=True)
    pruned_at = models.DateTimeField(_("内容清除时间"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state"),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at=None)),
                name="message_sent",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENDING, sending_at__isnull=False)
                | (~Q(state=MessageState.SENDING) & Q(sending_at=None)),
                name="message_sending",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.DEAD, dead_at__isnull=False, attempts__gte=MOST_ATTEMPTS)
                | (~Q(state=MessageState.DEAD) & Q(dead_at=None)),
                name="message_dead",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(MessageState.QUEUED, MessageState.FAILED), next_try_at__isnull=False)
                | (~Q(state__in=(MessageState.QUEUED, MessageState.FAILED)) & Q(next_try_at=None)),
                name="message_next_try",
            ),
            models.CheckConstraint(
                condition=Q(error="", failed_at=None) | (~Q(error="") & Q(failed_at__isnull=False)),
                name="message_error",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(MessageState.FAILED, MessageState.DEAD))
                | Q(failed_at__isnull=False, attempts__gte=1),
                name="message_failed",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=MOST_ATTEMPTS), name="message_attempts"),
            models.CheckConstraint(
                condition=Q(person_id__isnull=False) | Q(address__isnull=False) | Q(pruned_at__isnull=False),
                name="message_recipient",
            ),
            models.CheckConstraint(
                condition=Q(pruned_at=None, title__isnull=False, body__isnull=False)
                | Q(
                    pruned_at__isnull=False,
                    address=None,
                    title=None,
                    body=None,
                    state__in=(MessageState.SENT, MessageState.DEAD),
                ),
                name="message_pruned",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=Q(state__in=(MessageState.QUEUED, MessageState.FAILED)),
                name="message_waiting",
            ),
            models.Index(fields=("sending_at",), condition=Q(state=MessageState.SENDING), name="message_under_way"),
            models.Index(fields=("about_id",), condition=Q(about_id__isnull=False), name="message_about"),
            models.Index(fields=("sent_at",), condition=Q(pruned_at=None), name="message_unpruned"),
            models.Index(fields=("dead_at",), condition=Q(state=MessageState.DEAD), name="message_given_up"),
        )

    def __str__(self) -> str:
        return f"{self.notice} {self.key}"


class InboxItem(models.Model):
    """A message inside the platform, made when its message becomes SENT and never twice."""

    personal = {
        "person_id": Personal(_("站内消息"), Retention.ON_RECORD),
        "title": Personal(_("站内消息"), Retention.ON_RECORD),
        "body": Personal(_("站内消息"), Retention.ON_RECORD),
    }

    message = models.OneToOneField(Message, models.PROTECT, related_name="inbox_item", verbose_name=_("消息"))
    person_id = models.BigIntegerField(_("收件人"))
    title = models.BinaryField(_("标题"))
    body = models.BinaryField(_("内容"))
    arrived_at = models.DateTimeField(_("送达时间"), db_default=Now())
    read_at = models.DateTimeField(_("阅读时间"), null=True)
    read_by = models.BigIntegerField(_("阅读人"), null=True)

    class Meta:
        verbose_name = _("站内消息")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
                name="inboxitem_read",
            ),
        )
        indexes = (models.Index(fields=("person_id", "-id"), name="inboxitem_of_person"),)

    def __str__(self) -> str:
        return unseal(self.title, TEXT)


class OptOut(models.Model):
    """That a person does not want one category of messages."""

    personal = {"person_id": Personal(_("尊重退订"), Retention.ON_RECORD)}

    person_id = models.BigIntegerField(_("人"))
    category = models.CharField(_("类别"), max_length=40)
    opted_out_at = models.DateTimeField(_("退订时间"), db_default=Now())
    opted_out_by = models.BigIntegerField(_("退订人"), null=True)

    class Meta:
        verbose_name = _("退订")
        constraints = (
            models.UniqueConstraint(fields=("person_id", "category"), name="optout_once"),
            models.CheckConstraint(condition=~Q(category=""), name="optout_category"),
        )

    def __str__(self) -> str:
        return self.category
