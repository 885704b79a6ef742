"""The figures of the alliance (domain.md 4, rows 1 to 4; keys of contracts.md)."""

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementKind
from gongzhi.kernel.people.masking import masked_name
from gongzhi.kernel.people.models import one_person
from gongzhi.kernel.people.states import IdentityKind
from gongzhi.lib.figures import FLOW, GROUPS, STOCK, Figure, Period, Shown, coarse, register
from gongzhi.programmes.alliance.models import MemberUnit, ReportIn
from gongzhi.programmes.alliance.states import MemberState


def open_to_all(field: str, unit: str) -> Case:
    """A field of a unit that may stand on a public page; nothing of one that may not, such as a military unit."""
    return Case(When(**{f"{unit}__public_visible": True}, then=F(f"{unit}__{field}")))


@register
class MemberUnits(Figure):
    key = "member_units"
    title = _("成员单位")
    definition = _("截至当日处于“成员”状态的单位，同一家单位在几个社区都只算一家；暂停和意向的不算。")
    unit = _("家")
    kind = STOCK
    place_path = "organization__place__path"
    distinct = F("organization_id")
    position = 20
    shown = (
        Shown(_("单位"), "public_name"),
        Shown(_("隶属"), "public_superior"),
        Shown(_("社区"), "organization__place__name"),
        Shown(_("地址"), "public_address"),
    )
    listed = (
        Shown(_("单位"), "organization__name"),
        Shown(_("隶属"), "organization__superior"),
        Shown(_("社区"), "organization__place__name"),
        Shown(_("地址"), "organization__address"),
    )

    def counted(self, period: Period) -> QuerySet[MemberUnit]:
        joined = Q(joined_on=None) | Q(joined_on__lte=period.end)
        not_left = Q(state=MemberState.ACTIVE) | Q(state=MemberState.LEFT, left_on__gt=period.end)
        told = {f"public_{field}": open_to_all(field, "organization") for field in ("name", "superior", "address")}
        return MemberUnit.objects.filter(joined, not_left).annotate(**told).order_by("organization__id")


def reported_in() -> QuerySet[ReportIn]:
    """Everybody ever accepted, with the employer as far as the public may know it."""
    return ReportIn.objects.ever_accepted().annotate(employer=open_to_all("name", "unit"))


class ReportIns(Figure):
    """Persons reported in; party membership is sensitive, so the public sees groups only."""

    unit = _("人")
    place_path = "community__path"
    distinct = one_person("person")
    opens_to = GROUPS
    shown = (Shown(_("工作单位"), "employer"),)
    listed = (
        Shown(_("姓名"), "person__name", masked_name),
        Shown(_("社区"), "community__name"),
        Shown(_("工作单位"), "unit__name"),
        Shown(_("报到时间"), "accepted_on"),
    )

    def remark(self, period: Period, path: str = "") -> str:
        """How many are known only weakly (domain.md 2.0.3), as coarsely as the groups are told."""
        joined = Q(person__same_as=None) | Q(person__same_as__identity_kind=IdentityKind.NONE)
        weak = self.within(period, path).filter(joined, person__identity_kind=IdentityKind.NONE)
        number = weak.aggregate(number=Count(self.distinct, distinct=True))["number"]
        if not number:
            return ""
        return _now("其中 %(number)s 人只凭姓名和电话登记，身份证号待补。") % {"number": coarse(number)}


@register
class MembersCheckedIn(ReportIns):
    key = "members_checked_in"
    title = _("报到的在职党员")
    definition = _("社区接收过报到的在职党员，一个人只算一次，后来转接或注销的也算；按报到时间计入当期。")
    kind = FLOW
    position = 30

    def counted(self, period: Period) -> QuerySet[ReportIn]:
        counted = reported_in().filter(accepted_on__lte=period.end)
        return counted.filter(accepted_on__gte=period.start) if period.start else counted


@register
class MembersCheckedInNow(ReportIns):
    key = "members_checked_in_now"
    title = _("现有报到党员")
    definition = _("截至当日仍在社区报到的在职党员，一个人只算一次；已转接、已注销的不算。")
    kind = STOCK
    position = 31

    def counted(self, period: Period) -> QuerySet[ReportIn]:
        return reported_in().filter(Q(ended_on=None) | Q(ended_on__gt=period.end), accepted_on__lte=period.end)


class Agreements(Figure):
    """Co-building agreements between a unit and a community."""

    unit = _("份")
    place_path = "place__path"
    shown = (
        Shown(_("协议编号"), "number"),
        Shown(_("社区"), "place__name"),
        Shown(_("签订日期"), "signed_on"),
        Shown(_("到期日期"), "ends_on"),
    )


@register
class AgreementsEver(Agreements):
    key = "agreements"
    title = _("共建协议")
    definition = _("双方签字生效过的共建协议，到期和终止的也算；按签订日期计入当期。")
    kind = FLOW
    position = 40

    def counted(self, period: Period) -> QuerySet[Agreement]:
        counted = Agreement.objects.of_kind(AgreementKind.CO_BUILDING).ever_in_force(period.end)
        return counted.filter(signed_on__gte=period.start) if period.start else counted


@register
class AgreementsValid(Agreements):
    key = "agreements_valid"
    title = _("有效的共建协议")
    definition = _("截至当日在有效期内、没有终止的共建协议。")
    kind = STOCK
    position = 41

    def counted(self, period: Period) -> QuerySet[Agreement]:
        return Agreement.objects.of_kind(AgreementKind.CO_BUILDING).valid_on(period.end)
