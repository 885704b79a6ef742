"""成员单位一览表: the joint committee's member units."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import OrganizationFacts, SeatFacts, keep_aliases
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.naming import UnitNames, spelled
from gongzhi.kernel.organizations.sheets.territory import (
    Seated,
    count,
    declared_on,
    new_person,
    no_street,
    proper_name,
    short_text,
    street_of,
    write_seats,
)
from gongzhi.kernel.organizations.states import Nature, OrganizationKind, Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Question, Reading, Sheet, Status, Table, Trace, register
from gongzhi.lib.twins import decide_lines, says_no_more, which
from gongzhi.programmes.alliance.actions import MemberUnitFacts, revise_member_unit, take_over_member_units
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
#: Units that are members no longer come back by a decision, not by standing in a list.
OUT = (MemberState.LEFT, MemberState.SUSPENDED)


@register
class MemberUnits(Sheet):
    key = "alliance.member_units"
    title = "大工委成员单位一览表"
    words = ("成员单位", "大工委", "大党委")
    after = ("places.communities",)
    columns = (
        Column("name", "单位名称", proper_name, ("单位", "成员单位", "成员单位名称"), needed=True),
        Column("superior", "隶属关系", short_text, ("隶属", "主管单位"), lenient=True),
        Column("nature", "单位性质", values.text, ("性质", "类别", "单位类型")),
        Column("branch", "党组织名称", proper_name, ("党组织", "单位党组织"), needed=True),
        Column("declared", "党员人数", count, ("党员数", "党员总数", "在职党员数"), lenient=True),
        Column("liaison", "联络员", values.name, ("联系人", "联络员姓名", "联络人"), lenient=True),
        Column("phone", "联系电话", values.phone, ("电话", "手机", "联络员电话", "手机号码"), lenient=True),
        Column("address", "单位地址", values.text, ("地址", "办公地址"), lenient=True),
        Column("community", "所在社区", values.text, ("所属社区", "社区")),
        Column("joined_on", "加入时间", values.date, ("加入日期",), lenient=True),
        Column("remark", "备注", values.text, ("说明",), lenient=True),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        reading.declared_on = declared_on(table, reading)
        desk = _Desk(street_of(reading), reading)
        decisions = decide_lines(table.lines, desk.check, desk.key_of, desk.decide, _twin)
        reading.recognised = desk.names.recognised
        return decisions

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        decisions = [d for d in decisions if d.payload]
        fresh = [d for d in decisions if d.status == Status.NEW]
        taken = take_over_member_units([d.payload.facts for d in fresh], street_id=reading.street, by=reading.by)
        for decision, (_member, traces) in zip(fresh, taken, strict=True):
            decision.traces += traces
        for decision in decisions:
            if decision.status == Status.CHANGED:
                row = decision.payload
                decision.traces += revise_member_unit(row.member, row.facts, by=reading.by)
        _write_liaisons(decisions, reading)
        decisions[0].traces += keep_aliases(reading.recognised, by=reading.by)


class _Desk:
    """What is on record for the lines of one table to be held against."""

    def __init__(self, street: Place | None, reading: Reading) -> None:
        self.street, self.as_of = street, reading.declared_on or reading.as_of
        self.nowhere = "" if street else no_street()
        self.territory = Territory(street.pk if street else None)
        self.names = UnitNames(street.pk if street else None)
        members = MemberUnit.objects.filter(organization__street=street).select_related("organization")
        self.known = {member.organization_id: member for member in members}
        self.seated = Seated(member.organization for member in self.known.values())
        self.branches = _branches(self.known)
        self.unit_of: dict[int, Organization | None] = {}  # by row, of lines that were checked

    def check(self, line: Line) -> str:
        return self.nowhere or ("" if line.values.get("name") else _("单位名称没有填。"))

    def key_of(self, line: Line) -> int | str:
        unit = self.unit_of[line.row] = self._unit(line)
        return unit.pk if unit else spelled(line.values["name"])

    def _unit(self, line: Line) -> Organization | None:
        """The unit on record that the line means; a short form is said, since a list may also bring a new unit."""
        match = self.names.resolve(line.values["name"])
        if match and match.is_new_alias:
            line.warnings.append(recognised(line.values["name"], match.organization))
        return match.organization if match else None

    def decide(self, line: Line) -> Decision:
        unit = self.unit_of[line.row]
        facts = _facts(line, unit, self._community(line), self.as_of)
        liaison = _liaison(line)
        member = self.known.get(unit.pk) if unit else None
        row = UnitRow(facts, liaison, member)
        if member is None:
            return Decision(line, Status.NEW, payload=row)
        if member.state in OUT:
            return _back(line, row, member)
        new = self._is_new(facts, member) or not self._sits(member, liaison)
        if new and member.declared_on and member.declared_on > self.as_of:
            line.warnings.append(_("登记里有%(day)s的情况，比这份表新，没有改动。") % {"day": member.declared_on})
        elif new:
            return Decision(line, Status.CHANGED, payload=row)
        return Decision(line, Status.SAME, payload=row, traces=[Trace.of(member, Effect.KEPT)])

    def _is_new(self, facts: MemberUnitFacts, member: MemberUnit) -> bool:
        branch = facts.branch and member.organization_id not in self.branches
        return bool(branch or facts.new_for(member) or facts.office.new_in(member.organization))

    def _community(self, line: Line) -> Place | None:
        name = line.values.get("community")
        community = self.territory.community(name) if name else None
        if name and community is None:
            line.warnings.append(_("没有“%(name)s”这个社区，单位先不归社区。") % {"name": name})
        return community

    def _sits(self, member: MemberUnit, liaison: NewPerson | None) -> bool:
        seat = (Role.UNIT_LIAISON, member.organization_id, None)
        return liaison is None or self.seated.stands(seat, liaison, self.as_of)


def _back(line: Line, row: UnitRow, member: MemberUnit) -> Decision:
    """A unit that is a member no longer comes back if a clerk says so."""
    if line.answers.get("member") == "again":
        return Decision(line, Status.CHANGED, payload=row)
    sentence = _("这家单位登记为“%(state)s”，请先确认是否恢复。") % {"state": member.get_state_display()}
    return Decision.asking(line, Question(sentence, (("member:again", _("恢复为成员单位")),)))


def _branches(units: Iterable[int]) -> set[int]:
    """The units that have a Party organisation on record."""
    found = Organization.objects.active().of_kind(OrganizationKind.PARTY_ORGANIZATION).filter(parent__in=list(units))
    return {branch.parent_id for branch in found if branch.parent_id}


def recognised(short_form: str, unit: Organization) -> str:
    """That a short form was understood, for the clerk to object."""
    return _("“%(short)s”认作“%(full)s”。") % {"short": short_form, "full": unit.name}


def _twin(line: Line, twin: Line) -> Decision:
    if says_no_more(line, twin, but=("name",)):
        return Decision(line, Status.MERGED, _("与第%(row)s行是同一家单位。") % {"row": twin.row})
    sentence = _("第%(row)s行已有这家单位，内容不一样，请在表里留下对的一行。") % {"row": twin.row}
    return Decision.asking(line, which(sentence, twin))


def _facts(line: Line, unit: Organization | None, community: Place | None, day: dt.date) -> MemberUnitFacts:
    said = line.values
    office = OrganizationFacts(
        OrganizationKind.UNIT,
        unit.name if unit else said["name"],
        place=community,
        address=said.get("address") or "",
        superior=said.get("superior") or "",
        nature=NATURES.get(spelled(said.get("nature") or ""), ""),
    )
    return MemberUnitFacts(
        office,
        unit,
        branch=said.get("branch") or "",
        declared_members=said.get("declared"),
        declared_on=day,
        joined_on=said["joined_on"].first() if said.get("joined_on") else None,
        remark=said.get("remark") or "",
    )


def _liaison(line: Line) -> NewPerson | None:
    name = line.values.get("liaison")
    return new_person(name, line.values.get("phone")) if name else None


def _write_liaisons(decisions: Sequence[Decision], reading: Reading) -> None:
    seats = [
        (decision, SeatFacts(Role.UNIT_LIAISON, row.facts.organization, row.liaison))
        for decision in decisions
        if (row := decision.payload).liaison and row.facts.organization
    ]
    write_seats(seats, as_of=reading.declared_on or reading.as_of, reading=reading)
