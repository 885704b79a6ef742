"""What the rules of a street stand on: its work calendar, its dated settings, its numbers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A day that the published calendar of the library has wrong or does not have yet.

    ``loaded_by`` is the person who loaded it, empty for the machine itself.
    """

    date = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    loaded_at = models.DateTimeField(_("登记时间"), db_default=Now())
    loaded_by = models.BigIntegerField(_("登记人"), null=True, blank=True)

    class Meta:
        verbose_name = _("工作日安排")
        ordering = ("date",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(source=""),
                name="calendarday_source",
                violation_error_message=_("请写明依据的通知。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"


class Setting(models.Model):
    """The value of a declared setting from a day on, for one street or (``street_id`` empty) for all."""

    street_id = models.BigIntegerField(_("街道"), null=True, blank=True)
    key = models.CharField(_("设置"), max_length=80)
    value = models.JSONField(_("值"))
    valid_from = models.DateField(_("起用日期"))
    set_at = models.DateTimeField(_("设置时间"), db_default=Now())
    set_by = models.BigIntegerField(_("设置人"), null=True, blank=True)

    class Meta:
        verbose_name = _("设置")
        ordering = ("key", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("street_id", "key", "valid_from"), nulls_distinct=False, name="setting_once_a_day"
            ),
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z_]+\.[a-z_]+$"), name="setting_key"),
        )

    def __str__(self) -> str:
        return self.key


class NumberSeries(models.Model):
    """The last number issued in a series of a year. Numbers are never given twice, not even after a void."""

    series = models.CharField(_("编号种类"), max_length=80)
    year = models.PositiveSmallIntegerField(_("年份"))
    street_id = models.BigIntegerField(_("街道"), null=True, blank=True)
    last = models.PositiveIntegerField(_("最后一号"))

    class Meta:
        verbose_name = _("编号")
        constraints = (
            models.UniqueConstraint(
                fields=("series", "year", "street_id"), nulls_distinct=False, name="numberseries_once"
            ),
            models.CheckConstraint(condition=Q(last__gte=1), name="numberseries_last"),
            models.CheckConstraint(condition=Q(year__range=(1949, 2200)), name="numberseries_year"),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.year}"
