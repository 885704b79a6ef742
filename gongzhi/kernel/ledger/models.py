"""What happened, who did it, and which requests were answered already.

Triggers in the database refuse to change or delete what stands here, whoever asks; only days that
are older than they must be kept are let go as a whole. References are soft, because a journal must
outlive what it speaks of.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.personal import Personal, Retention

#: What the words of a reason are sealed for.
REASON = "ledger.reason"


class Result(models.TextChoices):
    """What came of it."""

    DONE = "done", _("已完成")
    REFUSED = "refused", _("被拒绝")


class Entry(models.Model):
    """One line of the journal.

    It holds ids and the names of fields, never their values: deleting a person cuts the link
    (trust.md, "Unchangeable audit log against deletion rights"). ``actor_name`` is that of a
    system actor; a person who acts is known by ``actor_id``, and by the ``role`` that was active.
    ``shown`` are the persons whose facts somebody was shown by this. Why it was done stands in
    :class:`Reason`, which may be erased; ``reason_digest`` is that of the sealed words.
    """

    personal = {"address": Personal(_("查明从哪里操作"), Retention.WITH_JOURNAL)}

    at = models.DateTimeField(_("时间"), db_default=Now())
    actor_name = models.CharField(_("系统操作者"), max_length=60, blank=True)
    actor_id = models.BigIntegerField(_("操作人"), null=True)
    account_id = models.BigIntegerField(_("账号"), null=True)
    role = models.CharField(_("角色"), max_length=40, blank=True)
    address = models.CharField(_("网络地址"), max_length=45, blank=True)
    on_behalf_id = models.BigIntegerField(_("代谁操作"), null=True)
    verb = models.CharField(_("事项"), max_length=60)
    subject_kind = models.CharField(_("对象种类"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("对象"), null=True)
    batch_id = models.BigIntegerField(_("导入批次"), null=True)
    street_id = models.BigIntegerField(_("街道"), null=True)
    shown = ArrayField(models.BigIntegerField(), verbose_name=_("看到了谁的资料"), null=True)
    facts = models.JSONField(_("说明"), default=dict, encoder=DjangoJSONEncoder)
    result = models.CharField(_("结果"), max_length=8, choices=Result, default=Result.DONE)
    reason_digest = models.BinaryField(_("理由的摘要"), null=True)

    class Meta:
        verbose_name = _("日志")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(verb__regex=r"^[a-z_]+\.[a-z_]+$"), name="entry_verb"),
            models.CheckConstraint(condition=Q(actor_name="") | Q(actor_id=None), name="entry_actor"),
            models.CheckConstraint(condition=Q(role__regex=r"^[a-z_]*$"), name="entry_role"),
            models.CheckConstraint(condition=Q(address__regex=r"^[0-9a-f.:]*$"), name="entry_address"),
            models.CheckConstraint(condition=Q(result__in=Result.values), name="entry_result"),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id=None) | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="entry_subject",
            ),
        )
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "id"), name="entry_of_subject"),
            models.Index(fields=("actor_id", "at", "id"), condition=Q(actor_id__isnull=False), name="entry_of_actor"),
            models.Index(fields=("batch_id",), condition=Q(batch_id__isnull=False), name="entry_of_batch"),
            models.Index(
                fields=("street_id", "at", "id"), condition=Q(street_id__isnull=False), name="entry_of_street"
            ),
            models.Index(
                fields=("street_id", "verb", "at", "id"),
                condition=Q(street_id__isnull=False),
                name="entry_of_street_verb",
            ),
            models.Index(fields=("at", "id"), condition=Q(street_id=None), name="entry_of_no_street"),
            models.Index(fields=("verb", "at", "id"), condition=Q(street_id=None), name="entry_of_no_street_verb"),
            GinIndex(fields=("shown",), condition=Q(shown__isnull=False), name="entry_shown"),
            BrinIndex(fields=("at",), name="entry_at"),
        )

    def __str__(self) -> str:
        return self.verb


class Reason(models.Model):
    """Why somebody did it or looked at it, in their own words; those may name a person, so they can be erased.

    What is left then tells that there was a reason, and who erased it.
    """

    personal = {
        "sealed": Personal(_("查明为什么查看或办理"), Retention.WITH_JOURNAL, sensitive=True),
    }

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("日志"))
    sealed = models.BinaryField(_("理由"), null=True)
    erased_at = models.DateTimeField(_("清除时间"), null=True)
    erased_by = models.BigIntegerField(_("清除人"), null=True)

    class Meta:
        verbose_name = _("理由")
        constraints = (
            models.CheckConstraint(
                condition=Q(sealed__isnull=False, erased_at=None, erased_by=None)
                | Q(sealed=None, erased_at__isnull=False),
                name="reason_erased",
            ),
        )


class Seal(models.Model):
    """One finished day of the journal, sealed: what stood in it, tied to the day before.

    ``content`` is the digest of its lines and stays when the lines are let go; ``digest`` covers
    this row and the digest of the day before; ``signature`` is made with the key that lies outside
    of the database, so that nobody who only has the database makes a seal.
    """

    day = models.DateField(_("日期"), unique=True)
    lines = models.PositiveIntegerField(_("条数"))
    first_id = models.BigIntegerField(_("第一条"), null=True)
    last_id = models.BigIntegerField(_("最后一条"), null=True)
    content = models.BinaryField(_("内容的摘要"))
    digest = models.BinaryField(_("摘要"))
    signature = models.BinaryField(_("签章"))
    made_at = models.DateTimeField(_("时间"), db_default=Now())

    class Meta:
        verbose_name = _("日志封存")
        ordering = ("day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(lines=0, first_id=None, last_id=None)
                | Q(lines__gt=0, first_id__isnull=False, last_id__gte=F("first_id")),
                name="seal_lines",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class OneTimeKey(models.Model):
    """The answer that was given to one form, so that sending it twice has one effect (trust.md R3)."""

    key_digest = models.BinaryField(_("表单的摘要"), unique=True)
    body_digest = models.BinaryField(_("内容的摘要"))
    purpose = models.CharField(_("用途"), max_length=60)
    answer = models.JSONField(_("答复"), null=True)
    made_at = models.DateTimeField(_("时间"), db_default=Now())
    made_by = models.BigIntegerField(_("操作人"), null=True)

    class Meta:
        verbose_name = _("一次性凭据")
        constraints = (models.CheckConstraint(condition=~Q(purpose=""), name="onetimekey_purpose"),)
        indexes = (BrinIndex(fields=("made_at",), name="onetimekey_made_at"),)

    def __str__(self) -> str:
        return self.purpose
