"""What people ask about their own record: that it be corrected, that it be erased (PIPL art. 46 and 47)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.models.persons import Person
from gongzhi.kernel.people.states import (
    CORRECTION_MOVES,
    ERASURE_MOVES,
    Channel,
    CorrectionState,
    ErasureState,
)
from gongzhi.lib.personal import Personal, Retention

#: What the words of a request are sealed for.
WORDS = "people.request"

_ANSWERED = (CorrectionState.DONE, CorrectionState.REFUSED)
_OPEN = (ErasureState.PROPOSED, ErasureState.WAITING)
_AGREED = (ErasureState.WAITING, ErasureState.DONE, ErasureState.HELD_BACK)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def waiting(self) -> "CorrectionQuerySet":
        return self.filter(state=CorrectionState.WAITING)

    def lock(self, correction: "Correction") -> "Correction":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=correction.pk)


class Correction(models.Model):
    """What somebody finds wrong in their record, and how it is right; a desk answers until ``due_on``."""

    moves = CORRECTION_MOVES
    stays_because = ""
    personal = {
        "wrong": Personal(_("更正登记的内容"), Retention.TWO_YEARS, since="asked_at"),
        "right": Personal(_("更正登记的内容"), Retention.TWO_YEARS, since="asked_at"),
        "answer": Personal(_("答复本人"), Retention.TWO_YEARS, since="asked_at"),
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="corrections", verbose_name=_("人"))
    channel = models.CharField(_("怎么提的"), max_length=10, choices=Channel, default=Channel.ONLINE)
    wrong = models.BinaryField(_("哪里不对"), null=True, blank=True)
    right = models.BinaryField(_("应该是什么"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=CorrectionState, default=CorrectionState.WAITING)
    due_on = models.DateField(_("答复期限"))
    asked_at = models.DateTimeField(_("提出时间"), db_default=Now())
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    answer = models.BinaryField(_("答复"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正")
        constraints = (
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="correction_channel"),
            models.CheckConstraint(
                condition=Q(
                    state__in=(CorrectionState.WAITING, CorrectionState.TAKEN_BACK), answered_at=None, answered_by=None
                )
                | Q(state__in=_ANSWERED, answered_at__isnull=False, answered_by__isnull=False),
                name="correction_state",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("person")), name="correction_not_ones_own"
            ),
        )
        indexes = (
            models.Index(fields=("due_on",), condition=Q(state=CorrectionState.WAITING), name="correction_waiting"),
        )


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def open(self) -> "ErasureQuerySet":
        return self.filter(state__in=_OPEN)

    def lock(self, erasure: "Erasure") -> "Erasure":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=erasure.pk)


class Erasure(models.Model):
    """That somebody is to be erased. One asked at a desk waits for a second of its staff; then it can be taken
    back until ``not_before``."""

    moves = ERASURE_MOVES
    stays_because = _("证明是什么时候按要求删除的")
    personal = {"reason": Personal(_("核对删除的要求"), Retention.TWO_YEARS, since="asked_at")}

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures", verbose_name=_("人"))
    channel = models.CharField(_("怎么提的"), max_length=10, choices=Channel, default=Channel.ONLINE)
    reason = models.BinaryField(_("说明"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=ErasureState, default=ErasureState.PROPOSED)
    asked_at = models.DateTimeField(_("提出时间"), db_default=Now())
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出人")
    )
    confirmed_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("核对人")
    )
    not_before = models.DateTimeField(_("最早删除时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办结人")
    )

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("删除资料的要求")
        constraints = (
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="erasure_channel"),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, ended_at=None, ended_by=None)
                | Q(
                    state__in=(
                        ErasureState.DONE,
                        ErasureState.TURNED_DOWN,
                        ErasureState.TAKEN_BACK,
                        ErasureState.HELD_BACK,
                    ),
                    ended_at__isnull=False,
                ),
                name="erasure_state",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="erasure_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_AGREED)
                | Q(not_before__isnull=False, channel=Channel.ONLINE)
                | Q(not_before__isnull=False, confirmed_by__isnull=False),
                name="erasure_second_person",
                violation_error_message=_("要由另一位工作人员核对。"),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="erasure_two_people"
            ),
            models.UniqueConstraint(fields=("person",), condition=Q(state__in=_OPEN), name="erasure_one_open"),
        )
        indexes = (
            models.Index(fields=("not_before",), condition=Q(state=ErasureState.WAITING), name="erasure_waiting"),
        )
