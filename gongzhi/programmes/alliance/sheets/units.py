"""成员单位一览表: the joint committee's member units."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import OrganizationFacts, SeatFacts, take_over_seats
from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.organizations.sheets.territory import declared_on, street_of
from gongzhi.kernel.organizations.states import Nature, OrganizationKind, Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Reading, Sheet, Status, Table, Trace, register
from gongzhi.programmes.alliance.actions import MemberUnitFacts, revise_member_unit, take_over_member_units
from gongzhi.programmes.alliance.actions.units import new_in
from gongzhi.programmes.alliance.models import MemberUnit
from gongzhi.programmes.alliance.states import MemberState


@dataclass(slots=True)
class UnitRow:
    """What the sheet will write for one row; ``member`` is the one on record."""

    facts: MemberUnitFacts
    liaison: NewPerson | None
    member: MemberUnit | None


NATURES = {
    "机关": Nature.GOVERNMENT,
    "行政机关": Nature.GOVERNMENT,
    "党政机关": Nature.GOVERNMENT,
    "事业单位": Nature.INSTITUTION,
    "事业": Nature.INSTITUTION,
    "国有企业": Nature.STATE_FIRM,
    "国企": Nature.STATE_FIRM,
    "央企": Nature.STATE_FIRM,
    "民营企业": Nature.PRIVATE_FIRM,
    "非公企业": Nature.PRIVATE_FIRM,
    "私营企业": Nature.PRIVATE_FIRM,
    "社会组织": Nature.SOCIAL,
    "学校": Nature.SCHOOL,
    "医院": Nature.HOSPITAL,
    "部队": Nature.MILITARY,
}


@register
class MemberUnits(Sheet):
    key = "alliance.member_units"
    title = "大工委成员单位一览表"
    words = ("成员单位", "大工委", "大党委")
    after = ("places.communities",)
    columns = (
        Column("name", "单位名称", values.text, ("单位", "成员单位", "成员单位名称"), needed=True),
        Column("superior", "隶属关系", values.text, ("隶属", "主管单位")),
        Column("nature", "单位性质", values.text, ("性质", "类别", "单位类型")),
        Column("branch", "党组织名称", values.text, ("党组织", "单位党组织"), needed=True),
        Column("declared", "党员人数", values.whole, ("党员数", "党员总数", "在职党员数"), lenient=True),
        Column("liaison", "联络员", values.name, ("联系人", "联络员姓名", "联络人"), lenient=True),
        Column("phone", "联系电话", values.phone, ("电话", "手机", "联络员电话", "手机号码"), lenient=True),
        Column("address", "单位地址", values.text, ("地址", "办公地址")),
        Column("community", "所在社区", values.text, ("所属社区", "社区")),
        Column("joined_on", "加入时间", values.date, ("加入日期",), lenient=True),
        Column("remark", "备注", values.text, ("说明",)),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        street = street_of(reading)
        reading.declared_on = declared_on(table, reading)
        territory = Territory(street.pk if street else None)
        names = UnitNames(street.pk if street else None)
        known = {member.organization_id: member for member in MemberUnit.objects.select_related("organization")}
        liaisons = _liaisons(known)
        first: dict[str, Line] = {}
        decisions = []
        for line in table.lines:
            refusal = line.refusal or ("" if street else _("还没有社区，请先导入社区表。"))
            twin = first.setdefault(line.values.get("name") or f"#{line.row}", line)
            if refusal:
                decisions.append(Decision(line, Status.BLOCKED, refusal))
            elif twin is not line:
                decisions.append(Decision(line, Status.MERGED, _("与第%(row)s行是同一家单位。") % {"row": twin.row}))
            else:
                decisions.append(_decide(line, territory, names, known, liaisons, reading))
        return decisions

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        fresh = [d for d in decisions if d.status == Status.NEW]
        taken = take_over_member_units([d.payload.facts for d in fresh], street_id=reading.street, by=reading.by)
        for decision, (_member, traces) in zip(fresh, taken, strict=True):
            decision.traces += traces
        for decision in decisions:
            if decision.status == Status.CHANGED:
                row = decision.payload
                decision.traces += revise_member_unit(row.member, row.facts, by=reading.by)
        _write_liaisons(decisions, reading)


def _liaisons(known: dict[int, MemberUnit]) -> dict[int, str]:
    seats = Membership.objects.filter(organization__in=known, role=Role.UNIT_LIAISON, until=None)
    return {seat.organization_id: seat.person.name for seat in seats.select_related("person")}


def _decide(
    line: Line,
    territory: Territory,
    names: UnitNames,
    known: dict[int, MemberUnit],
    liaisons: dict[int, str],
    reading: Reading,
) -> Decision:
    said = line.values
    if not said.get("name"):
        return Decision(line, Status.BLOCKED, _("单位名称没有填。"))
    community = territory.community(said.get("community") or "")
    if said.get("community") and community is None:
        line.warnings.append(_("没有“%(name)s”这个社区，单位先不归社区。") % {"name": said["community"]})
    match = names.resolve(said["name"])
    organization = match.organization if match and not match.is_new_alias else None
    facts = MemberUnitFacts(
        OrganizationFacts(
            OrganizationKind.UNIT,
            organization.name if organization else said["name"],
            place=community,
            address=said.get("address") or "",
            superior=said.get("superior") or "",
            nature=NATURES.get(said.get("nature") or "", ""),
        ),
        organization,
        branch=said.get("branch") or "",
        declared_members=said.get("declared"),
        declared_on=reading.declared_on,
        joined_on=said["joined_on"].first() if said.get("joined_on") else None,
        remark=(said.get("remark") or "")[:200],
    )
    member = known.get(organization.pk) if organization else None
    payload = UnitRow(facts, _liaison(line), member)
    if member is None:
        return Decision(line, Status.NEW, payload=payload)
    return _against(line, facts, member, liaisons.get(member.organization_id, ""), payload)


def _against(line: Line, facts: MemberUnitFacts, member: MemberUnit, liaison: str, payload: UnitRow) -> Decision:
    if member.state == MemberState.LEFT:
        return Decision(line, Status.CONFLICT, _("这家单位登记为已退出，请先确认是否重新加入。"))
    told = line.values.get("liaison") or liaison
    if new_in(member, facts) or facts.office.new_in(member.organization) or told != liaison:
        return Decision(line, Status.CHANGED, payload=payload)
    return Decision(line, Status.SAME, payload=payload, traces=[Trace("alliance.memberunit", member.pk, Effect.KEPT)])


def _liaison(line: Line) -> NewPerson | None:
    name, phones = line.values.get("liaison"), line.values.get("phone")
    if not name:
        return None
    return NewPerson(name, phones.mobile or "", phones.others) if phones else NewPerson(name)


def _write_liaisons(decisions: Sequence[Decision], reading: Reading) -> None:
    seats = [
        (decision, SeatFacts(Role.UNIT_LIAISON, row.facts.organization, row.liaison))
        for decision in decisions
        if (row := decision.payload) and row.liaison and row.facts.organization
    ]
    as_of = reading.declared_on or reading.as_of
    traces = take_over_seats([fact for _d, fact in seats], street_id=reading.street, as_of=as_of, by=reading.by)
    for (decision, _fact), touched in zip(seats, traces, strict=True):
        decision.traces += touched
