"""Files that prove something. What they prove points here; they point to nothing."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.personal import Personal
from gongzhi.lib.personal import Retention as Kept


class Kind(models.TextChoices):
    """What a file shows (domain.md 2.0.6)."""

    SIGN_IN_SHEET = "sign_in_sheet", _("签到表")
    PHOTO_BEFORE = "photo_before", _("活动前照片")
    PHOTO_DURING = "photo_during", _("活动中照片")
    PHOTO_AFTER = "photo_after", _("活动后照片")
    QUESTIONNAIRE = "questionnaire", _("问卷")
    VOUCHER = "voucher", _("票据")
    MINUTES = "minutes", _("会议记录")
    NOTICE_PHOTO = "notice_photo", _("公示照片")
    AUDIO = "audio", _("录音")
    CALLBACK = "callback", _("回访记录")
    WORKBOOK = "workbook", _("台账表格")
    OTHER = "other", _("其他")


class Retention(models.TextChoices):
    """How long a file is kept (trust.md S24)."""

    MONTH = "month", _("30 天")
    TWO_YEARS = "two_years", _("两年")
    KEPT = "kept", _("与所证明的记录同存")


class Evidence(models.Model):
    """One file as it was handed in, found by the hash of its bytes.

    Two rows may share one file. ``sealed`` files are encrypted on the disk, with the key outside
    of it. ``stored_by`` is a person, empty for the machine itself.
    """

    personal = {"original_name": Personal(_("找回原件"), Kept.WITH_PROOF)}

    kind = models.CharField(_("种类"), max_length=16, choices=Kind)
    sha256 = models.CharField(_("指纹"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    media_type = models.CharField(_("文件类型"), max_length=100)
    original_name = models.CharField(_("原文件名"), max_length=200)
    sealed = models.BooleanField(_("加密保存"), default=True)
    retention = models.CharField(_("保存期限"), max_length=12, choices=Retention, default=Retention.KEPT)
    place_id = models.BigIntegerField(_("地方"), null=True, blank=True)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    taken_by = models.BigIntegerField(_("拍摄人"), null=True, blank=True)
    stored_at = models.DateTimeField(_("存入时间"), db_default=Now())
    stored_by = models.BigIntegerField(_("存入人"), null=True, blank=True)

    class Meta:
        verbose_name = _("凭证")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="evidence_kind"),
            models.CheckConstraint(condition=Q(retention__in=Retention.values), name="evidence_retention"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="evidence_sha256"),
            models.CheckConstraint(condition=~Q(original_name=""), name="evidence_name"),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False), name="evidence_taken"
            ),
        )
        indexes = (models.Index(fields=("sha256",), name="evidence_of_file"),)

    def __str__(self) -> str:
        return self.original_name

    @property
    def path(self) -> Path:
        """Where the bytes lie. The sealed and the open copy of one file are two."""
        name = self.sha256 + (".sealed" if self.sealed else "")
        return Path(settings.MEDIA_ROOT) / self.sha256[:2] / name
