"""Agreements between organisations: who with whom, what each promises, for how long."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.agreements.states import AGREEMENT_MOVES, EVER_IN_FORCE, AgreementKind, AgreementState, Side
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.sheets import Source


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def of_kind(self, kind: str) -> "AgreementQuerySet":
        return self.filter(kind=kind)

    def ever_in_force(self, until: dt.date) -> "AgreementQuerySet":
        return self.filter(state__in=EVER_IN_FORCE, signed_on__lte=until)

    def valid_on(self, day: dt.date) -> "AgreementQuerySet":
        """In force on ``day``: signed, begun, not yet over, not ended early before it."""
        return self.filter(
            Q(terminated_on=None) | Q(terminated_on__gt=day),
            state__in=EVER_IN_FORCE,
            signed_on__lte=day,
            starts_on__lte=day,
            ends_on__gte=day,
        )

    def lock(self, agreement: "Agreement") -> "Agreement":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=agreement.pk)


class Agreement(models.Model):
    """One signed text. Renewal makes a new one; a term given by month runs from its first to its last day."""

    moves = AGREEMENT_MOVES

    street = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("街道"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="agreements", verbose_name=_("社区"))
    kind = models.CharField(_("种类"), max_length=24, choices=AgreementKind)
    number = models.CharField(_("协议编号"), max_length=40)
    state = models.CharField(_("状态"), max_length=12, choices=AgreementState, default=AgreementState.DRAFT)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    starts_on = models.DateField(_("生效日期"), null=True, blank=True)
    ends_on = models.DateField(_("到期日期"), null=True, blank=True)
    reminded_on = models.DateField(_("到期提醒日期"), null=True, blank=True)
    terminated_on = models.DateField(_("终止日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.LIVE)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("协议")
        ordering = ("signed_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AgreementKind.values), name="agreement_kind"),
            models.CheckConstraint(condition=~Q(number=""), name="agreement_number"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="agreement_source"),
            models.CheckConstraint(
                condition=~Q(state__in=EVER_IN_FORCE)
                | Q(signed_on__isnull=False, starts_on__isnull=False, ends_on__isnull=False),
                name="agreement_in_force_has_dates",
                violation_error_message=_("生效的协议要有签订日期和有效期。"),
            ),
            models.CheckConstraint(
                condition=Q(state=AgreementState.TERMINATED, terminated_on__isnull=False)
                | (~Q(state=AgreementState.TERMINATED) & Q(terminated_on=None)),
                name="agreement_terminated",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="agreement_term",
                violation_error_message=_("到期日期不能早于生效日期。"),
            ),
            models.UniqueConstraint(
                fields=("street", "kind", "number"),
                name="agreement_number_once",
                violation_error_message=_("这个协议编号已经用过。"),
            ),
        )
        indexes = (models.Index(fields=("place", "state"), name="agreement_of_place"),)

    def __str__(self) -> str:
        return self.number


class Party(models.Model):
    """One side of an agreement; each side signs for itself."""

    stays_because = _("协议是两家单位签的，签字人只剩编号")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties", verbose_name=_("协议"))
    side = models.CharField(_("方"), max_length=8, choices=Side)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="agreements", verbose_name=_("组织"))
    signed_on = models.DateField(_("签字日期"), null=True, blank=True)
    signer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name=_("签字人")
    )

    class Meta:
        verbose_name = _("协议方")
        ordering = ("side",)
        constraints = (
            models.CheckConstraint(condition=Q(side__in=Side.values), name="party_side"),
            models.UniqueConstraint(fields=("agreement", "side"), name="party_side_once"),
            models.UniqueConstraint(
                fields=("agreement", "organization"),
                name="party_not_with_itself",
                violation_error_message=_("甲方和乙方不能是同一家。"),
            ),
            models.CheckConstraint(condition=Q(signer=None) | Q(signed_on__isnull=False), name="party_signer"),
        )


class Clause(models.Model):
    """One promise. It is *measurable* if it has an amount, a day and an owner."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses", verbose_name=_("协议"))
    position = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("内容"), max_length=400)
    amount = models.PositiveIntegerField(_("数量"), null=True, blank=True)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    owner = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="promises", verbose_name=_("责任方")
    )

    class Meta:
        verbose_name = _("条款")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("agreement", "position"), name="clause_position_once"),)

    @property
    def measurable(self) -> bool:
        return bool(self.amount and self.due_on and self.owner_id)
