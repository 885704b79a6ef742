"""The area-wide alliance: member units, and the employed Party members who report in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.agreements.models import Clause
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.models import Place
from gongzhi.lib.personal import Personal, Retention
from gongzhi.lib.sheets import Source
from gongzhi.programmes.alliance.states import (
    EVER_ACCEPTED,
    LIVE_REPORT_INS,
    MEMBER_MOVES,
    REPORT_IN_MOVES,
    STANDING_REPORT_INS,
    JointDimension,
    MemberLevel,
    MemberState,
    ReportInState,
)


class MemberUnitQuerySet(models.QuerySet["MemberUnit"]):
    def active(self) -> "MemberUnitQuerySet":
        return self.filter(state=MemberState.ACTIVE)


class MemberUnit(models.Model):
    """A unit that has joined the joint committee. Its name and address stand with the organisation."""

    moves = MEMBER_MOVES

    organization = models.OneToOneField(
        Organization, models.CASCADE, related_name="member_unit", verbose_name=_("单位")
    )
    level = models.CharField(_("层级"), max_length=12, choices=MemberLevel, default=MemberLevel.STREET)
    state = models.CharField(_("状态"), max_length=12, choices=MemberState, default=MemberState.PROSPECT)
    joined_on = models.DateField(_("加入时间"), null=True, blank=True)
    left_on = models.DateField(_("退出时间"), null=True, blank=True)
    declared_members = models.PositiveIntegerField(_("党员人数"), null=True, blank=True)
    declared_on = models.DateField(_("填报日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.LIVE)

    objects = MemberUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("成员单位")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(level__in=MemberLevel.values), name="memberunit_level"),
            models.CheckConstraint(condition=Q(state__in=MemberState.values), name="memberunit_state"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="memberunit_source"),
            models.CheckConstraint(
                condition=Q(state=MemberState.LEFT, left_on__isnull=False)
                | (~Q(state=MemberState.LEFT) & Q(left_on=None)),
                name="memberunit_left",
            ),
        )


class ReportInQuerySet(models.QuerySet["ReportIn"]):
    def ever_accepted(self) -> "ReportInQuerySet":
        return self.filter(state__in=EVER_ACCEPTED)

    def standing(self) -> "ReportInQuerySet":
        return self.filter(state__in=STANDING_REPORT_INS)

    def live(self) -> "ReportInQuerySet":
        return self.filter(state__in=LIVE_REPORT_INS)


class ReportIn(models.Model):
    """An employed Party member reported in at a community. Membership of the Party is sensitive."""

    moves = REPORT_IN_MOVES
    stays_because = _("报到人数要算得准，只留社区、单位和日期")
    personal = {
        "skills": Personal(_("匹配服务"), Retention.WHILE_IT_LASTS, since="ended_on"),
        "wanted_posts": Personal(_("匹配服务"), Retention.WHILE_IT_LASTS, since="ended_on"),
    }

    # The database checks both at once, that the community lies in the street (migration 0003).
    street = models.ForeignKey(
        Place, models.PROTECT, related_name="+", verbose_name=_("街道"), db_index=False, db_constraint=False
    )
    community = models.ForeignKey(  # found by the index below, which begins with it
        Place,
        models.PROTECT,
        related_name="report_ins",
        verbose_name=_("社区"),
        db_index=False,
        db_constraint=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="report_ins", verbose_name=_("党员"))
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="report_ins", verbose_name=_("工作单位")
    )
    state = models.CharField(_("状态"), max_length=12, choices=ReportInState, default=ReportInState.DRAFT)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    accepted_on = models.DateField(_("报到时间"), null=True, blank=True)
    ended_on = models.DateField(_("转接或注销日期"), null=True, blank=True)
    skills = ArrayField(models.CharField(max_length=40), verbose_name=_("特长"), default=list, blank=True)
    wanted_posts = ArrayField(models.CharField(max_length=40), verbose_name=_("认领岗位"), default=list, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.LIVE)

    objects = ReportInQuerySet.as_manager()

    class Meta:
        verbose_name = _("在职党员报到")
        ordering = ("accepted_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ReportInState.values), name="reportin_state"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="reportin_source"),
            models.CheckConstraint(
                condition=~Q(state__in=EVER_ACCEPTED) | Q(accepted_on__isnull=False),
                name="reportin_accepted_has_date",
                violation_error_message=_("接收了的报到要有日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(ReportInState.TRANSFERRED, ReportInState.DEREGISTERED))
                | Q(ended_on__isnull=False),
                name="reportin_ended_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LIVE_REPORT_INS) | Q(ended_on=None), name="reportin_live_not_ended"
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(state__in=LIVE_REPORT_INS),
                name="reportin_one_live",
                violation_error_message=_("这个人已经报到，搬家请办转接。"),
            ),
        )
        indexes = (models.Index(fields=("community", "state", "accepted_on"), name="reportin_of_community"),)


class ClauseDimension(models.Model):
    """Which of the five joint dimensions a clause of a co-building agreement serves."""

    clause = models.OneToOneField(Clause, models.CASCADE, related_name="joint", verbose_name=_("条款"))
    dimension = models.CharField(_("共建维度"), max_length=12, choices=JointDimension)

    class Meta:
        verbose_name = _("共建维度")
        constraints = (
            models.CheckConstraint(condition=Q(dimension__in=JointDimension.values), name="clausedimension_value"),
        )
