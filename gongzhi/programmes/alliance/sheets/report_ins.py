"""在职党员报到登记表: who reported in at which community; one sheet a community, or one for all."""

from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import keep_aliases
from gongzhi.kernel.organizations.sheets.territory import street_of
from gongzhi.kernel.people.actions import complete_people, keep_names
from gongzhi.lib import bulk, values
from gongzhi.lib.sheets import Column, Decision, Effect, Reading, Sheet, Status, Table, Trace, register
from gongzhi.lib.values import BadValue, Cell
from gongzhi.programmes.alliance.actions import revise_report_ins, take_over_report_ins, transfer_report_ins
from gongzhi.programmes.alliance.sheets.report_in_desk import Desk, Ground

LONGEST_WORD = 40


def offers(cell: Cell) -> tuple[str, ...] | None:
    """Skills or posts. Raises BadValue if one of them is a paragraph."""
    found = values.items(cell)
    if found and any(len(word) > LONGEST_WORD for word in found):
        raise BadValue("WORD_LONG", _("有一项太长，请用顿号分开，每项写短些。"))
    return found


@register
class ReportIns(Sheet):
    key = "alliance.report_ins"
    title = "在职党员报到登记表"
    words = ("报到", "在职党员", "双报到")
    after = ("places.communities", "alliance.member_units")
    for_communities = True
    columns = (
        Column("name", "姓名", values.name, ("党员姓名", "名字", "姓 名"), needed=True),
        Column("sex", "性别", values.sex, (), lenient=True),
        Column("birth", "出生年月", values.birth_date, ("出生日期", "出生", "生日", "出生时间"), lenient=True),
        Column(
            "identity",
            "身份证号",
            values.identity_number,
            ("身份证号码", "公民身份号码", "公民身份证号码", "证件号", "证件号码", "身份证"),
        ),
        Column("unit", "工作单位", values.text, ("单位", "所在单位", "单位名称", "工作单位名称"), needed=True),
        Column(
            "phone",
            "联系电话",
            values.phone,
            ("手机", "手机号", "手机号码", "电话", "联系方式", "电话号码", "联系方式/手机", "移动电话"),
            needed=True,
        ),
        Column("landline", "固话", values.phone, ("联系方式/固话", "座机", "固定电话"), lenient=True),
        Column("community", "报到社区", values.text, ("社区", "所属社区", "所在社区", "社区名称")),
        Column(
            "accepted_on",
            "报到时间",
            values.date,
            ("报到日期", "登记时间", "登记日期", "接收时间", "报到年月日"),
            needed=True,
        ),
        Column("skills", "特长", offers, ("个人特长", "专长", "特长爱好"), lenient=True),
        Column("wanted_posts", "认领岗位", offers, ("意向岗位", "服务岗位", "岗位", "认领服务岗位"), lenient=True),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        ground = _ground(reading)
        desk = Desk(ground, table, reading)
        with bulk.checking():  # what the tabs before wrote
            decisions = [desk.check(line) for line in table.lines]
        if ground.street:
            desk.hold_against_record(ground.street)
        return decisions

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        fresh = [d for d in decisions if d.status == Status.NEW]
        changed = [d for d in decisions if d.status == Status.CHANGED]
        known = [d for d in (*fresh, *changed) if d.payload.facts.known]
        moved = [d for d in fresh if d.payload.moved_from]
        left = _end(moved, reading)
        _enter(fresh, reading)
        _revise(changed, reading)
        _complete(known, reading)
        for decision, trace in (*zip(moved, left, strict=True), *_name(known, reading)):
            decision.traces.append(trace)
        for decision in decisions:
            if decision.status == Status.MERGED and (standing := decision.payload.standing):
                decision.traces.append(Trace("alliance.reportin", standing, Effect.KEPT))
        if short_forms := _ground(reading).units.keep():
            decisions[0].traces += keep_aliases(short_forms, by=reading.by)


def _end(moved: Sequence[Decision], reading: Reading) -> list[Trace]:
    """End the report-ins elsewhere that new ones follow: nobody has two at a time."""
    ended = [(d.payload.moved_from, d.payload.facts.accepted_on) for d in moved]
    return transfer_report_ins(ended, by=reading.by) if ended else []


def _enter(fresh: Sequence[Decision], reading: Reading) -> None:
    taken = take_over_report_ins([d.payload.facts for d in fresh], street_id=reading.street, by=reading.by)
    for decision, traces in zip(fresh, taken, strict=True):
        decision.payload.standing = traces[-1].id
        decision.traces += traces


def _revise(changed: Sequence[Decision], reading: Reading) -> None:
    if changed:
        revised = revise_report_ins([(d.payload.standing, d.payload.facts) for d in changed], by=reading.by)
        for decision, traces in zip(changed, revised, strict=True):
            decision.traces += traces


def _complete(known: Sequence[Decision], reading: Reading) -> None:
    """Add what the register knows of people who were on record before."""
    if known:
        completed = complete_people([(d.payload.facts.known, d.payload.facts.person) for d in known], by=reading.by)
        for decision, traces in zip(known, completed, strict=True):
            decision.traces += traces


def _name(known: Sequence[Decision], reading: Reading) -> list[tuple[Decision, Trace]]:
    """Keep the names that people on record have in the register only."""
    renamed = [d for d in known if d.payload.new_name]
    names = [(d.payload.facts.known, d.payload.facts.person.name) for d in renamed]
    return list(zip(renamed, keep_names(names, by=reading.by), strict=True)) if names else []


def _ground(reading: Reading) -> Ground:
    if ReportIns.key not in reading.looked_up:
        reading.looked_up[ReportIns.key] = Ground(street_of(reading))
    return cast("Ground", reading.looked_up[ReportIns.key])
