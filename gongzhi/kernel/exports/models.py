"""Lists that somebody asked to take along: what of which list, why, who agreed, and for a day the file itself."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.exports.states import EXPORT_MOVES, ExportState
from gongzhi.kernel.people.models import Person
from gongzhi.lib.exports import Form
from gongzhi.lib.personal import Personal, Retention

#: How often a file may be fetched (trust.md S6).
MOST_DOWNLOADS = 3

_A_DAY = Personal(_("带走名单"), Retention.A_DAY_AFTER_MAKING)


class ExportQuerySet(models.QuerySet["Export"]):
    def bare(self) -> "ExportQuerySet":
        """Without the file and whom it is about, for pages."""
        return self.defer("content", "people")

    def lock(self, pk: int) -> "Export":
        """Raises Export.DoesNotExist."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=pk)


class Export(models.Model):
    """One export of a list. ``paths`` are the places for which it was asked, by the seats that somebody acted in.

    The file is sealed and stands here, so that it goes with the row's own transaction and leaves no copy on
    the disk; it is never read but for fetching it.
    """

    moves = EXPORT_MOVES
    personal = {
        "reason": Personal(_("核对用途"), Retention.THREE_YEARS, since="asked_at"),
        "refusal": Personal(_("说明为什么不同意"), Retention.THREE_YEARS, since="asked_at"),
        "content": _A_DAY,
        "people": _A_DAY,
    }

    listing = models.CharField(_("名单"), max_length=60)
    paths = ArrayField(models.CharField(max_length=120), verbose_name=_("范围"))
    sort = models.CharField(_("次序"), max_length=40, blank=True)
    chosen = models.JSONField(_("筛选"), default=dict)
    columns = ArrayField(models.CharField(max_length=40), verbose_name=_("栏目"))
    form = models.CharField(_("文件格式"), max_length=4, choices=Form, default=Form.XLSX)
    reason = models.CharField(_("用途"), max_length=200)
    count = models.PositiveIntegerField(_("人数"))
    second = models.BooleanField(_("要另一人同意"))
    state = models.CharField(_("状态"), max_length=8, choices=ExportState, default=ExportState.ASKED)
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人"), db_index=False
    )
    refusal = models.CharField(_("不同意的理由"), max_length=200, blank=True)
    number = models.CharField(_("编号"), max_length=40, blank=True)
    content = models.BinaryField(_("文件"), null=True, blank=True)
    people = ArrayField(models.BigIntegerField(), verbose_name=_("涉及的人"), default=list, blank=True)
    valid_until = models.DateTimeField(_("有效期到"), null=True, blank=True)
    downloads = models.PositiveSmallIntegerField(_("下载次数"), default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("导出")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(form__in=Form.values), name="export_form"),
            models.CheckConstraint(condition=~Q(reason=""), name="export_reason"),
            models.CheckConstraint(condition=Q(downloads__lte=MOST_DOWNLOADS), name="export_downloads"),
            models.CheckConstraint(
                condition=Q(state=ExportState.ASKED, content=None, decided_by=None)
                | Q(state__in=(ExportState.APPROVED, ExportState.GONE), content=None)
                | Q(state=ExportState.REFUSED, content=None, decided_by__isnull=False)
                | (Q(state=ExportState.READY, content__isnull=False, valid_until__isnull=False) & ~Q(number="")),
                name="export_state",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="export_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="export_two_people"
            ),
            models.CheckConstraint(
                condition=Q(second=False)
                | ~Q(state__in=(ExportState.APPROVED, ExportState.READY))
                | Q(decided_by__isnull=False),
                name="export_second",
            ),
            models.UniqueConstraint(fields=("number",), condition=~Q(number=""), name="export_number_once"),
        )
        indexes = (
            models.Index(fields=("valid_until",), condition=Q(state=ExportState.READY), name="export_ready"),
            models.Index(
                fields=("asked_at",),
                condition=Q(state__in=(ExportState.ASKED, ExportState.APPROVED)),
                name="export_open",
            ),
        )

    def __str__(self) -> str:
        return self.number or self.listing

    @property
    def street_id(self) -> int:
        """The street of the places for which it was asked."""
        return int(self.paths[0].partition(".")[0])
