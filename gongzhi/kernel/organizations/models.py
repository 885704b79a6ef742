"""Organisations of every kind, the names they go by, and who holds which seat in them."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.organizations.states import (
    ORGANIZATION_MOVES,
    PROPOSAL_MOVES,
    Nature,
    OrganizationKind,
    OrganizationState,
    ProposalState,
    Role,
)
from gongzhi.kernel.people.models import Account, Person, Session
from gongzhi.kernel.places.models import Place
from gongzhi.lib.personal import Personal, Retention
from gongzhi.lib.sheets import Source


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def active(self) -> "OrganizationQuerySet":
        return self.filter(state=OrganizationState.ACTIVE)

    def of_kind(self, *kinds: str) -> "OrganizationQuerySet":
        return self.filter(kind__in=kinds)

    def public(self) -> "OrganizationQuerySet":
        """Those whose name may stand on a public page (military units may not)."""
        return self.filter(public_visible=True)

    def lock(self, organization: "Organization") -> "Organization":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=organization.pk)


class Organization(models.Model):
    """The street office, a residents' committee, a Party organisation, a unit, a team, a group."""

    moves = ORGANIZATION_MOVES
    personal = {"telephone": Personal(_("对外服务"), Retention.ON_RECORD, public=True)}

    street = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("街道"))
    kind = models.CharField(_("种类"), max_length=24, choices=OrganizationKind)
    name = models.CharField(_("名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("上级或所属")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="organizations", verbose_name=_("所在地")
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    telephone = models.CharField(_("电话"), max_length=40, blank=True)
    superior = models.CharField(_("隶属关系"), max_length=40, blank=True)
    nature = models.CharField(_("单位性质"), max_length=16, choices=Nature, default=Nature.OTHER)
    public_visible = models.BooleanField(_("可以公开"), default=True)
    state = models.CharField(_("状态"), max_length=8, choices=OrganizationState, default=OrganizationState.ACTIVE)
    until = models.DateField(_("注销日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.LIVE)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("组织")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OrganizationKind.values), name="organization_kind"),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="organization_nature"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="organization_source"),
            models.CheckConstraint(
                condition=Q(state=OrganizationState.ACTIVE, until=None)
                | Q(state=OrganizationState.ENDED, until__isnull=False),
                name="organization_state",
            ),
            models.UniqueConstraint(
                fields=("street", "kind", "name"),
                condition=Q(state=OrganizationState.ACTIVE) & ~Q(kind=OrganizationKind.PARTY_ORGANIZATION),
                name="organization_name_once",
                violation_error_message=_("这个名称已经有了。"),
            ),
            models.UniqueConstraint(  # every unit has its 机关党委, every community its 第一网格党支部
                fields=("street", "parent", "place", "name"),
                condition=Q(state=OrganizationState.ACTIVE, kind=OrganizationKind.PARTY_ORGANIZATION),
                nulls_distinct=False,
                name="organization_party_name_once",
                violation_error_message=_("这个名称已经有了。"),
            ),
            models.UniqueConstraint(
                fields=("street", "credit_code"), condition=~Q(credit_code=""), name="organization_credit_code_once"
            ),
        )
        indexes = (models.Index(fields=("place", "kind"), name="organization_of_place"),)

    def __str__(self) -> str:
        return self.name


class OrganizationAlias(models.Model):
    """Another name of an organisation, kept once somebody or the import has recognised it (M24)."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases", verbose_name=_("组织"))
    street = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("街道"))
    name = models.CharField(_("别名"), max_length=120)

    class Meta:
        verbose_name = _("组织别名")
        constraints = (
            models.UniqueConstraint(
                fields=("street", "name"),
                name="organizationalias_once",
                violation_error_message=_("这个简称已经指向另一个单位。"),
            ),
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self, on: dt.date) -> "MembershipQuerySet":
        """Those that have begun and not ended; the day of the end gives no right any more."""
        return self.filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gt=on))


class Membership(models.Model):
    """A person in a role at an organisation, for a place, from and until: the only source of rights."""

    stays_because = _("岗位上办过的事，以后还要查得到是哪个岗位办的")

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("人"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships", verbose_name=_("组织"))
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("负责的地方")
    )
    since = models.DateField(_("开始日期"), null=True, blank=True)
    until = models.DateField(_("结束日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.LIVE)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="membership_source"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="membership_dates"
            ),
            models.UniqueConstraint(
                fields=("person", "organization", "role", "place"),
                condition=Q(until=None),
                nulls_distinct=False,
                name="membership_once",
            ),
        )
        indexes = (
            models.Index(fields=("place", "role"), name="membership_of_place"),
            models.Index(fields=("organization", "role"), name="membership_of_org"),
        )


class ActiveSeat(models.Model):
    """The one role a session acts in; without a row its person acts as a resident."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="active", verbose_name=_("登录"))
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+", verbose_name=_("任职"))

    class Meta:
        verbose_name = _("当前身份")


class WatchQuerySet(models.QuerySet["Watch"]):
    def open(self) -> "WatchQuerySet":
        """Those that began and were not ended; their time may be over all the same."""
        return self.filter(begun_at__isnull=False, ended_at=None)

    def lock(self, watch: "Watch") -> "Watch":
        return self.select_for_update(no_key=True, of=("self",)).get(pk=watch.pk)


class Watch(models.Model):
    """That somebody asked support to look along, and that support did (decision 16).

    ``session`` is the browser that asked, through whose eyes is looked; ``watcher`` the browser that looks, until it
    has left. What was seen, by whom and why is in the journal; the row goes with the session that asked.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="+", verbose_name=_("谁的登录"))
    account = models.ForeignKey(Account, models.CASCADE, related_name="watches", verbose_name=_("账号"))
    code_mark = models.BinaryField(_("支持码的钥匙散列"))
    good_until = models.DateTimeField(_("支持码有效期至"))
    asked_at = models.DateTimeField(_("申请时间"), db_default=Now())
    watcher = models.OneToOneField(
        Session, models.SET_NULL, null=True, blank=True, related_name="looking", verbose_name=_("在哪个登录里看")
    )
    until = models.DateTimeField(_("最晚看到"), null=True, blank=True)
    begun_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    begun_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁在看")
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁结束的")
    )

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("支持查看")
        constraints = (
            models.CheckConstraint(
                condition=Q(begun_at=None, begun_by=None, until=None, watcher=None, ended_at=None)
                | Q(begun_at__isnull=False, begun_by__isnull=False, until__gt=F("begun_at")),
                name="watch_begun",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False), name="watch_ended"
            ),
            models.UniqueConstraint(
                fields=("account",), condition=Q(begun_at__isnull=False, ended_at=None), name="watch_one_of_an_account"
            ),
        )
        indexes = (models.Index(fields=("code_mark",), condition=Q(begun_at=None), name="watch_by_code"),)


class SeatProposal(models.Model):
    """A role that the administrator wants to give and a second person has to confirm (trust.md 6)."""

    moves = PROPOSAL_MOVES
    stays_because = _("说明谁核对过任职")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("组织"))
    role = models.CharField(_("角色"), max_length=24, choices=Role)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("负责的地方")
    )
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=9, choices=ProposalState, default=ProposalState.WAITING)
    proposed_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )

    class Meta:
        verbose_name = _("待确认的任职")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="seatproposal_role"),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, decided_at=None, decided_by=None)
                | Q(
                    state__in=(ProposalState.CONFIRMED, ProposalState.REFUSED),
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="seatproposal_state",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="seatproposal_two_people"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="seatproposal_dates"),
            models.UniqueConstraint(
                fields=("person", "organization", "role", "place"),
                condition=Q(state=ProposalState.WAITING),
                nulls_distinct=False,
                name="seatproposal_once",
            ),
        )
