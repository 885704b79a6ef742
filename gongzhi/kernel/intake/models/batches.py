"""Workbooks taken in: the batch, what became of each row, and which row stands behind which record.

References to records are soft (kind and id), because provenance must outlive what it points to. That the
batch exists is checked by a trigger of each statement and not by a foreign key of each row: rows come
by the ten thousand and all of one batch. A batch is undone, never deleted.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.evidence.models import Evidence
from gongzhi.kernel.intake.states import BATCH_MOVES, BatchState
from gongzhi.kernel.people.models import Person
from gongzhi.lib.personal import Personal, Retention
from gongzhi.lib.sheets import Effect, Status


class Batch(models.Model):
    """One workbook as one desk took it in; the file itself is its evidence. Taken in again after undoing it is another.

    ``community_id`` is empty for the street's desk. ``entry_id`` is its first line in the journal:
    whatever was done to its records stands after it. ``returned`` is the workbook with its results.
    ``undo_refusal`` is why it could not be taken back when that was last asked for.
    """

    moves = BATCH_MOVES
    personal = {"file_name": Personal(_("找回原表"), Retention.WITH_PROOF)}

    street_id = models.BigIntegerField(_("街道"), null=True, blank=True)
    community_id = models.BigIntegerField(_("社区"), null=True, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", verbose_name=_("原表"))
    returned = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("带结果的原表")
    )
    state = models.CharField(_("状态"), max_length=12, choices=BatchState, default=BatchState.COMMITTED)
    as_of = models.DateField(_("截至"))
    entry_id = models.BigIntegerField(_("写入时的日志"), null=True, blank=True)
    committed_at = models.DateTimeField(_("写入时间"), auto_now_add=True)
    committed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("写入人")
    )
    undo_asked_at = models.DateTimeField(_("要求撤销的时间"), null=True, blank=True)
    undo_asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("要求撤销的人")
    )
    undo_refusal = models.CharField(_("没有撤销的原因"), max_length=400, blank=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    undone_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )

    class Meta:
        verbose_name = _("导入批次")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="batch_state"),
            models.CheckConstraint(
                condition=Q(state=BatchState.COMMITTED, undone_at=None, undone_by=None)
                | Q(state=BatchState.UNDONE, undone_at__isnull=False),
                name="batch_undone",
            ),
            models.CheckConstraint(
                condition=Q(undo_asked_at=None, undo_asked_by=None)
                | Q(state=BatchState.COMMITTED, undo_asked_at__isnull=False),
                name="batch_undo_asked",
            ),
            models.UniqueConstraint(
                fields=("street_id", "community_id", "sha256"),
                condition=Q(state=BatchState.COMMITTED),
                nulls_distinct=False,
                name="batch_file_once",
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class Row(models.Model):
    """What became of one row, and why."""

    personal = {"reason": Personal(_("核对表格"), Retention.TWO_YEARS, since="batch__committed_at")}

    batch = models.ForeignKey(  # found by the constraint below, which begins with it
        Batch, models.PROTECT, related_name="rows", verbose_name=_("批次"), db_index=False, db_constraint=False
    )
    tab = models.CharField(_("工作表"), max_length=80)
    row = models.PositiveIntegerField(_("行"))
    sheet = models.CharField(_("表种"), max_length=60)
    status = models.CharField(_("结果"), max_length=8, choices=Status)
    reason = models.CharField(_("原因"), max_length=400, blank=True)
    choice = models.CharField(_("选择"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("行")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(status__in=Status.values), name="row_status"),
            models.UniqueConstraint(fields=("batch", "tab", "row"), name="row_once"),
        )


class Provenance(models.Model):
    """That a row of a batch stands behind a record, and what it did to it.

    ``before`` holds the former values of the fields that were changed, for undoing.
    """

    personal = {"before": Personal(_("整批撤销"), Retention.WITH_PROOF)}

    batch = models.ForeignKey(
        Batch, models.PROTECT, related_name="provenance", verbose_name=_("批次"), db_constraint=False
    )
    tab = models.CharField(_("工作表"), max_length=80)
    row = models.PositiveIntegerField(_("行"))
    subject_kind = models.CharField(_("记录种类"), max_length=60)
    subject_id = models.BigIntegerField(_("记录"))
    effect = models.CharField(_("作用"), max_length=8, choices=Effect)
    before = models.JSONField(_("改动前"), null=True, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("出处")
        constraints = (models.CheckConstraint(condition=Q(effect__in=Effect.values), name="provenance_effect"),)
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="provenance_of_record"),)
