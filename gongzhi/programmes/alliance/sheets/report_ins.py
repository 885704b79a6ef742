"""在职党员报到登记表: who reported in at which community; one sheet a community, or one for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import keep_aliases
from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.organizations.sheets.grids import no_community
from gongzhi.kernel.organizations.sheets.territory import street_of
from gongzhi.kernel.people.actions import NewPerson, take_over_identities
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import Wanted, find_wanted
from gongzhi.kernel.people.states import Sex
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Reading, Sheet, Status, Table, Trace, register
from gongzhi.lib.values import PartialDate
from gongzhi.programmes.alliance.actions import ReportInFacts, revise_report_ins, take_over_report_ins
from gongzhi.programmes.alliance.actions.report_ins import new_in
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.sheets.agreements import unknown_unit


@register
class ReportIns(Sheet):
    key = "alliance.report_ins"
    title = "在职党员报到登记表"
    words = ("报到", "在职党员", "双报到")
    after = ("places.communities", "alliance.member_units")
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
        Column("skills", "特长", values.items, ("个人特长", "专长", "特长爱好"), lenient=True),
        Column(
            "wanted_posts", "认领岗位", values.items, ("意向岗位", "服务岗位", "岗位", "认领服务岗位"), lenient=True
        ),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        street = street_of(reading)
        desk = _Desk(street, table, reading)
        decisions = [desk.check(line) for line in table.lines]
        if street:
            desk.hold_against_record(street)
        reading.recognised |= desk.units.recognised
        return decisions

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        fresh = [d for d in decisions if d.status == Status.NEW]
        taken = take_over_report_ins([d.payload.facts for d in fresh], street_id=reading.street, by=reading.by)
        for decision, (report_in, traces) in zip(fresh, taken, strict=True):
            decision.payload.standing = report_in
            decision.traces += traces
        changed = [d for d in decisions if d.status == Status.CHANGED]
        revised = revise_report_ins([(d.payload.standing, d.payload.facts) for d in changed], by=reading.by)
        for decision, traces in zip(changed, revised, strict=True):
            decision.traces += traces
        _write_identities([d for d in (*fresh, *changed) if d.payload.identifies], reading)
        for decision in decisions:
            if decision.status == Status.MERGED and (standing := decision.payload.standing):
                decision.traces.append(Trace("alliance.reportin", standing.pk, Effect.KEPT))
        if fresh or changed:
            (fresh or changed)[0].traces += keep_aliases(_not_kept(reading), by=reading.by)


def _write_identities(decisions: Sequence[Decision], reading: Reading) -> None:
    pairs = [(d.payload.facts.known, d.payload.facts.person.identity) for d in decisions]
    for decision, trace in zip(decisions, take_over_identities(pairs, by=reading.by), strict=True):
        decision.traces.append(trace)


def _not_kept(reading: Reading) -> dict:
    names, reading.recognised = reading.recognised, {}
    return names


@dataclass(slots=True)
class Entry:
    """One person of the table: everything its rows say, and what is on record."""

    first: Line
    facts: ReportInFacts
    decision: Decision
    community: Place
    birth: PartialDate | None
    standing: ReportIn | None = None

    @property
    def identifies(self) -> bool:
        """Whether the table brings the identity number of somebody known only weakly so far."""
        return bool(self.facts.known and self.facts.known.weak and self.facts.person.identity)


class _Desk:
    """Checks the lines of one table, gathers them by person, and holds the persons against the record."""

    def __init__(self, street: Place | None, table: Table, reading: Reading) -> None:
        self.reading = reading
        self.territory = Territory(street.pk if street else None)
        self.here = self.territory.community_in([*table.titles, table.tab])
        self.units = UnitNames(street.pk if street else None)
        self.entries: list[Entry] = []
        self._entry_of: dict[Wanted, Entry] = {}

    def check(self, line: Line) -> Decision:
        """Everything about a line that can be judged by itself or against the lines above it."""
        said = line.values
        community = self._community(said.get("community"))
        refusal = line.refusal or self._missing(said, community)
        if refusal or community is None:
            return Decision(line, Status.BLOCKED, refusal)
        unit = self.units.resolve(said["unit"]) if said.get("unit") else None
        if said.get("unit") and unit is None:
            return Decision(line, Status.CONFLICT, unknown_unit(self.units, said["unit"]))
        if unit and unit.is_new_alias:
            line.warnings.append(
                _("“%(short)s”认作“%(full)s”。") % {"short": said["unit"], "full": unit.organization.name}
            )
        facts = ReportInFacts(
            _person(said),
            community.pk,
            unit.organization.pk if unit else None,
            said["accepted_on"].first(),
            said.get("skills") or (),
            said.get("wanted_posts") or (),
        )
        entry = self._entry(facts.person)
        return self._join(line, facts, community, entry) if entry else self._open(line, facts, community)

    def _entry(self, person: NewPerson) -> Entry | None:
        """The entry of the same person above: by identity number, else by name and telephone."""
        if entry := self._entry_of.get(_by_identity(person)):
            return entry
        entry = self._entry_of.get(_by_mobile(person))
        if entry and person.identity and entry.facts.person.identity:
            return None  # one telephone, one name, two identity numbers: two people
        return entry

    def _community(self, name: str | None) -> Place | None:
        return self.territory.community(name) if name else self.here

    def _missing(self, said: dict, community: Place | None) -> str:
        if not self.territory.places:
            return _("还没有社区，请先导入社区表。")
        if community is None:
            return (
                no_community(said.get("community"))
                if said.get("community")
                else _("看不出是哪个社区，请加一列“报到社区”，或把社区名写在标题里。")
            )
        if not said.get("name"):
            return _("姓名没有填。")
        if not said.get("identity") and not (said.get("phone") and (said["phone"].mobile or said["phone"].others)):
            return _("电话和身份证号都没有填，认不出是谁，请补一项。")
        if said.get("accepted_on") is None:
            return _("报到时间没有填。")
        if said["accepted_on"].first() > self.reading.as_of:
            return _("报到时间%(day)s还没有到，请核对。") % {"day": said["accepted_on"]}
        return ""

    def _open(self, line: Line, facts: ReportInFacts, community: Place) -> Decision:
        decision = Decision(line, Status.NEW)
        entry = Entry(line, facts, decision, community, facts.person.birth)
        decision.payload = entry
        self.entries.append(entry)
        self._index(entry)
        return decision

    def _index(self, entry: Entry) -> None:
        person = entry.facts.person
        for key in (_by_identity(person), _by_mobile(person)):
            if key.identity or key.mobile:
                self._entry_of.setdefault(key, entry)

    def _join(self, line: Line, facts: ReportInFacts, community: Place, entry: Entry) -> Decision:
        """A second line about the same person: merged, unless it contradicts the first."""
        place = {"row": entry.first.row, "community": entry.community.name}
        if community.pk != entry.community.pk:
            return Decision(line, Status.CONFLICT, _("第%(row)s行已在%(community)s报到，请定下留在哪个社区。") % place)
        if _different(entry.birth, facts.person.birth):
            reason = _("与第%(row)s行姓名、电话相同，出生年月不同，请核对是不是同一个人。") % place
            return Decision(line, Status.CONFLICT, reason)
        if facts.unit_id and entry.facts.unit_id and facts.unit_id != entry.facts.unit_id:
            return Decision(line, Status.CONFLICT, _("与第%(row)s行是同一个人，工作单位不同，请核对。") % place)
        entry.facts.absorb(facts)
        self._index(entry)
        reason = _("与第%(row)s行是同一个人。") % place
        return Decision(line, Status.MERGED, reason, payload=entry)

    def hold_against_record(self, street: Place) -> None:
        """Who is known, who has reported in already, and what the table adds; four queries."""
        known = find_wanted(street.pk, [entry.facts.person.wanted for entry in self.entries])
        people = {person.pk for person in known.values()}
        standing = {
            report_in.person_id: report_in
            for report_in in ReportIn.objects.live().filter(person__in=people).select_related("community")
        }
        for entry in self.entries:
            if person := known.get(entry.facts.person.wanted):
                _hold(entry, person, standing.get(person.pk))


def _hold(entry: Entry, person: Person, standing: ReportIn | None) -> None:
    """Decide the first line of a person who is on record."""
    decision, entry.facts.known, entry.standing = entry.decision, person, standing
    on_record = PartialDate(person.birth_year, person.birth_month, person.birth_day) if person.birth_year else None
    if _different(entry.birth, on_record):
        decision.status = Status.CONFLICT
        decision.reason = _("登记里姓名、电话相同的人出生年月不同，请核对是不是同一个人。")
    elif standing is None:
        decision.status = Status.NEW
    elif standing.community_id != entry.community.pk:
        decision.status = Status.CONFLICT
        decision.reason = _("已在%(community)s报到，搬了家请办转接。") % {"community": standing.community.name}
    elif new_in(standing, entry.facts) or entry.identifies:
        decision.status = Status.CHANGED
    else:
        decision.status = Status.SAME
        decision.traces = [Trace("alliance.reportin", standing.pk, Effect.KEPT)]


def _by_identity(person: NewPerson) -> Wanted:
    return Wanted("", identity=person.identity)


def _by_mobile(person: NewPerson) -> Wanted:
    return Wanted(person.name, person.mobile)


def _person(said: dict) -> NewPerson:
    phones, landline = said.get("phone"), said.get("landline")
    numbers = (phones.others if phones else ()) + (landline.others if landline else ())
    mobile = phones.mobile if phones else None
    identity = said.get("identity") or ""
    birth = PartialDate.of(values.identity_birth(identity)) if identity else said.get("birth")
    sex = values.identity_sex(identity) if identity else said.get("sex")
    return NewPerson(
        said["name"],
        mobile or (numbers[0] if numbers else ""),
        numbers,
        identity=identity,
        sex=sex or Sex.UNKNOWN,
        birth=birth,
    )


def _different(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates of birth cannot be the same, each taken as precisely as it is known."""
    if one is None or other is None:
        return False
    return one.last() < other.first() or other.last() < one.first()
