"""What happened, who did it, and which requests were answered already.

Triggers in the database refuse to change or delete what stands here, whoever asks. References are
soft, because a journal must outlive what it speaks of.
"""

from django.contrib.postgres.indexes import BrinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One line of the journal.

    It holds ids and the names of fields, never their values: deleting a person cuts the link
    (trust.md, "Unchangeable audit log against deletion rights"). ``actor_name`` is that of a
    system actor; a person who acts is known by ``actor_id``.
    """

    at = models.DateTimeField(_("时间"), db_default=Now())
    actor_name = models.CharField(_("系统操作者"), max_length=60, blank=True)
    actor_id = models.BigIntegerField(_("操作人"), null=True)
    account_id = models.BigIntegerField(_("账号"), null=True)
    on_behalf_id = models.BigIntegerField(_("代谁操作"), null=True)
    verb = models.CharField(_("事项"), max_length=60)
    subject_kind = models.CharField(_("对象种类"), max_length=60, blank=True)
    subject_id = models.BigIntegerField(_("对象"), null=True)
    batch_id = models.BigIntegerField(_("导入批次"), null=True)
    street_id = models.BigIntegerField(_("街道"), null=True)
    facts = models.JSONField(_("说明"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("日志")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(verb__regex=r"^[a-z_]+\.[a-z_]+$"), name="entry_verb"),
            models.CheckConstraint(condition=Q(actor_name="") | Q(actor_id=None), name="entry_actor"),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id=None) | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="entry_subject",
            ),
        )
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "id"), name="entry_of_subject"),
            models.Index(fields=("actor_id", "id"), condition=Q(actor_id__isnull=False), name="entry_of_actor"),
            models.Index(fields=("batch_id",), condition=Q(batch_id__isnull=False), name="entry_of_batch"),
            BrinIndex(fields=("at",), name="entry_at"),
        )

    def __str__(self) -> str:
        return self.verb


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
