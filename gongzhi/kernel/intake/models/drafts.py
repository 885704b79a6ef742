"""Workbooks that were handed in and wait for their clerk: what was found in them, what the clerk said to it.

Nothing of the register is written from here. What a workbook says of people is sealed, and goes 30
days after the draft is done (trust.md S24).
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.evidence.models import Evidence
from gongzhi.kernel.intake.models.batches import Batch
from gongzhi.kernel.intake.states import DRAFT_MOVES, LIVE, SEEN, DraftState
from gongzhi.kernel.people.models import Person
from gongzhi.lib.personal import Personal, Retention
from gongzhi.lib.sheets import Status

_UNTIL_DONE = Personal(_("核对表格"), Retention.A_MONTH_AFTER_DECIDING)

#: What seals a cell of a workbook that waits.
ROW, REPORT, TYPED = "intake.row", "intake.report", "intake.typed"


class DraftQuerySet(models.QuerySet["Draft"]):
    def lock(self, draft: "Draft") -> "Draft":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=draft.pk)

    def with_the_worker(self) -> "DraftQuerySet":
        return self.filter(state__in=(DraftState.WAITING, DraftState.CONFIRMED))


class Draft(models.Model):
    """One workbook at one desk: the street's, or that of a community.

    ``sheets`` and ``headings`` are what the clerk said of its tabs; ``report`` is what was found in
    each, sealed; ``counts`` how many rows have which status. ``digest`` tells what would be written:
    if it is another when it comes to writing, it is shown again. ``note`` is said to the clerk.
    ``asked_at`` is when the worker was last asked to do something, ``tries`` how often for the same.
    """

    moves = DRAFT_MOVES
    personal = {
        "file_name": Personal(_("找回原表"), Retention.WITH_PROOF),
        "sheets": _UNTIL_DONE,
        "headings": _UNTIL_DONE,
        "report": _UNTIL_DONE,
        "note": _UNTIL_DONE,
    }

    street_id = models.BigIntegerField(_("街道"))
    community_id = models.BigIntegerField(_("社区"), null=True, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("文件指纹"), max_length=64)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原表")
    )
    returned = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("带结果的原表")
    )
    state = models.CharField(_("状态"), max_length=12, choices=DraftState, default=DraftState.WAITING)
    as_of = models.DateField(_("截至"))
    sheets = models.JSONField(_("各页是什么表"), default=dict, blank=True)
    headings = models.JSONField(_("表头的意思"), default=dict, blank=True)
    report = models.BinaryField(_("认出了什么"), null=True, blank=True)
    counts = models.JSONField(_("各种结果的行数"), default=dict, blank=True)
    digest = models.CharField(_("将要写入的内容的指纹"), max_length=64, blank=True)
    note = models.CharField(_("说明"), max_length=400, blank=True)
    tries = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name=_("写入的批次")
    )
    uploaded_at = models.DateTimeField(_("上传时间"), db_default=Now())
    uploaded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上传人")
    )
    asked_at = models.DateTimeField(_("交给后台的时间"))
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("交给后台的人")
    )
    read_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )
    discarded_at = models.DateTimeField(_("放弃时间"), null=True, blank=True)
    discarded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("放弃人")
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("待确认的表")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DraftState.values), name="draft_state"),
            models.CheckConstraint(
                condition=~Q(state__in=SEEN) | Q(read_at__isnull=False, report__isnull=False), name="draft_read"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None) | Q(confirmed_at__isnull=False),
                name="draft_confirmed_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(DraftState.CONFIRMED, DraftState.WRITTEN)) | Q(confirmed_at__isnull=False),
                name="draft_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.WRITTEN) | Q(batch__isnull=False), name="draft_written"
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.DISCARDED, discarded_at__isnull=False, evidence=None, report=None)
                | (~Q(state=DraftState.DISCARDED) & Q(discarded_at=None, discarded_by=None, evidence__isnull=False)),
                name="draft_discarded",
            ),
            models.CheckConstraint(condition=~Q(state=DraftState.REFUSED) | ~Q(note=""), name="draft_refused"),
            models.UniqueConstraint(
                fields=("street_id", "community_id", "sha256"),
                condition=Q(state__in=LIVE),
                nulls_distinct=False,
                name="draft_file_once",
            ),
        )
        indexes = (models.Index(fields=("street_id", "community_id", "-id"), name="draft_of_desk"),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_read(self) -> bool:
        """Whether the clerk may say something to it."""
        return self.state == DraftState.READ

    @property
    def is_with_the_worker(self) -> bool:
        return self.state in (DraftState.WAITING, DraftState.CONFIRMED)

    @property
    def has_unread_answers(self) -> bool:
        """Whether a row was answered since the workbook was last looked at."""
        return self.answers.filter(answered_at__gt=self.read_at).exists()


class DraftRow(models.Model):
    """One row as it was found: ``sealed`` holds its cells, the reason, the answers to choose from.

    ``tab`` is its place in the report; rows of one ``alike`` ask the same question.
    """

    personal = {"sealed": _UNTIL_DONE}

    draft = models.ForeignKey(  # found by the constraint below, which begins with it
        Draft, models.CASCADE, related_name="rows", verbose_name=_("表"), db_index=False
    )
    tab = models.PositiveSmallIntegerField(_("工作表"))
    row = models.PositiveIntegerField(_("行"))
    status = models.CharField(_("结果"), max_length=8, choices=Status)
    alike = models.CharField(_("同样的问题"), max_length=16, blank=True)
    sealed = models.BinaryField(_("内容"))

    class Meta:
        verbose_name = _("待确认的行")
        ordering = ("tab", "row")
        constraints = (
            models.CheckConstraint(condition=Q(status__in=Status.values), name="draftrow_status"),
            models.UniqueConstraint(fields=("draft", "tab", "row"), name="draftrow_once"),
        )
        indexes = (models.Index(fields=("draft", "status", "tab", "row"), name="draftrow_by_status"),)


class Answer(models.Model):
    """What a clerk said about one row: which answers were chosen, which cells were typed anew."""

    personal = {"typed": _UNTIL_DONE}

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="answers", verbose_name=_("表"), db_index=False)
    tab = models.CharField(_("工作表"), max_length=80)
    row = models.PositiveIntegerField(_("行"))
    choice = models.CharField(_("选择"), max_length=120, blank=True)
    typed = models.BinaryField(_("更正"), null=True, blank=True)
    answered_at = models.DateTimeField(_("选择时间"))
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("选择人")
    )

    class Meta:
        verbose_name = _("对一行的处理")
        constraints = (models.UniqueConstraint(fields=("draft", "tab", "row"), name="answer_once"),)


class Meaning(models.Model):
    """That a heading means a column (none, if ``column`` is empty) in the workbooks of one desk (domain.md M03)."""

    street_id = models.BigIntegerField(_("街道"))
    community_id = models.BigIntegerField(_("社区"), null=True, blank=True)
    sheet = models.CharField(_("表种"), max_length=60)
    heading = models.CharField(_("表头"), max_length=200)
    column = models.CharField(_("列"), max_length=40, blank=True)
    learned_at = models.DateTimeField(_("记住的时间"), db_default=Now())
    learned_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("教的人")
    )

    class Meta:
        verbose_name = _("记住的表头")
        ordering = ("sheet", "heading")
        constraints = (
            models.UniqueConstraint(
                fields=("street_id", "community_id", "sheet", "heading"), nulls_distinct=False, name="meaning_once"
            ),
        )
