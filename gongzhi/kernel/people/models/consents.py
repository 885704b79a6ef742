"""What people agreed to, and who may act for them."""

from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models.persons import Person
from gongzhi.kernel.people.states import Channel, MandateScope


def _in_words(how: str) -> str:
    """A way by its code in words; one that was written in words stays."""
    return str(Channel(how).label) if how in Channel.values else how


class Consent(models.Model):
    """That a person agreed to one purpose, to which text, and how it was given (trust.md S22)."""

    stays_because = _("证明做过的事当时得到了同意")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("人"))
    purpose = models.CharField(_("用途"), max_length=40)
    version = models.CharField(_("文本版本"), max_length=20)
    how = models.CharField(_("同意方式"), max_length=40)
    given_at = models.DateTimeField(_("同意时间"))
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("由谁表示"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由谁撤回")
    )

    class Meta:
        verbose_name = _("同意")
        constraints = (
            models.UniqueConstraint(fields=("person", "purpose"), condition=Q(withdrawn_at=None), name="consent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_at__gte=F("given_at"), withdrawn_by__isnull=False),
                name="consent_withdrawn",
            ),
        )

    @property
    def way(self) -> str:
        return _in_words(self.how)


class YearLater(Func):
    """The same day of the next year; the last of February for a leap day."""

    template = "(%(expressions)s + INTERVAL '1 year')::date"

    def __init__(self, *expressions: Any) -> None:
        super().__init__(*expressions, output_field=models.DateField())


class Mandate(models.Model):
    """That ``helper`` may act for ``principal``, for what and for how long: at most a year (trust.md S26)."""

    stays_because = ""

    principal = models.ForeignKey(Person, models.CASCADE, related_name="mandates_given", verbose_name=_("委托人"))
    helper = models.ForeignKey(Person, models.PROTECT, related_name="mandates_held", verbose_name=_("代办人"))
    scope = models.CharField(_("范围"), max_length=8, choices=MandateScope)
    how = models.CharField(_("委托方式"), max_length=40)
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    end_told = models.BooleanField(_("到期已告知"), default=False)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由谁撤销")
    )

    class Meta:
        verbose_name = _("委托")
        constraints = (
            models.CheckConstraint(condition=Q(scope__in=MandateScope.values), name="mandate_scope"),
            models.CheckConstraint(condition=~Q(principal=F("helper")), name="mandate_not_oneself"),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")) & Q(until__lte=YearLater("since")),
                name="mandate_at_most_a_year",
                violation_error_message=_("委托最长一年，到期可以再办。"),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False),
                name="mandate_revoked",
            ),
        )
        indexes = (models.Index(fields=("helper", "until"), name="mandate_of_helper"),)

    @property
    def way(self) -> str:
        return _in_words(self.how)
