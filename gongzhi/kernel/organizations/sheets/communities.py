"""Communities with their residents' committees and secretaries; the sheet that brings a street."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import (
    OrganizationFacts,
    SeatFacts,
    revise_organization,
    take_over_organizations,
)
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.sheets.territory import (
    Chair,
    PlaceRow,
    Seated,
    against,
    chairs_stand,
    committees,
    count,
    decide_places,
    declared_on,
    place_stands,
    proper_name,
    short_text,
    street_of,
    without_code,
    write_places,
    write_seats,
)
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.actions import PlaceFacts, take_over_places
from gongzhi.kernel.places.models import CodeSystem, Kind, Measure, Place, short
from gongzhi.kernel.places.queries import Territory, places_with_codes, streets
from gongzhi.lib import values
from gongzhi.lib.divisions import Region, region_of
from gongzhi.lib.search import tidy
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Question, Reading, Sheet, Status, Table, Trace, register

#: Province, prefecture, county, sub-district: nine of a community's twelve digits (domain.md 2.0.2).
STREET_DIGITS, CODE_DIGITS = 9, 12

_STREET = re.compile(r"[\u4e00-\u9fff]{2,20}?街道")


@dataclass(slots=True)
class Committee:
    """The residents' committee of a row: what the row says, and the one on record.

    ``street_telephone`` is that of the street office, where the title names one.
    """

    facts: OrganizationFacts
    organization: Organization | None
    street_telephone: str = ""


@register
class Communities(Sheet):
    key = "places.communities"
    title = "社区基本情况"
    words = ("社区基本情况", "社区一览")
    columns = (
        Column("name", "社区名称", proper_name, ("社区", "社区名", "居委会", "社区(居委会)名称"), needed=True),
        Column(
            "code", "社区代码", values.division_code, ("代码", "区划代码", "统计用区划代码", "社区编码"), needed=True
        ),
        Column("households", "总户数", count, ("户数", "居民户数", "户籍户数"), lenient=True),
        Column("population", "总人口", count, ("人口", "人口数", "常住人口"), lenient=True),
        Column("address", "办公地址", values.text, ("地址", "居委会地址", "办公地点"), lenient=True),
        Column("telephone", "服务电话", short_text, ("电话", "办公电话", "联系电话", "值班电话"), lenient=True),
        Column(
            "secretary",
            "党委书记",
            values.name,
            ("书记", "社区书记", "党组织书记", "支部书记", "党总支书记"),
            lenient=True,
        ),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        reading.declared_on = declared_on(table, reading)
        street = _street(table, reading)
        if isinstance(street, str):
            return [Decision(line, Status.BLOCKED, line.refusal or street) for line in table.lines]
        desk = _Desk(table, street, reading)
        return decide_places(table, desk.check, lambda line: short(tidy(line.values["name"])), desk.decide)

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        decisions = [d for d in decisions if d.payload]
        street: Place = decisions[0].payload.facts.parent
        if street._state.adding:
            _found_street(street, decisions, reading)
        as_of = reading.declared_on or reading.as_of
        write_places(decisions, as_of=as_of, reading=reading)
        _write_committees(decisions, reading)
        seats = [
            (decision, SeatFacts(chair.role, decision.payload.extra.organization, chair.person, decision.payload.place))
            for decision in decisions
            for chair in decision.payload.chairs
        ]
        write_seats(seats, as_of=as_of, reading=reading)


def _street(table: Table, reading: Reading) -> Place | str:
    """The street these communities belong to, known or about to be founded; or why there is none."""
    code = _street_code(table)
    coded = places_with_codes([code]).get((CodeSystem.DIVISION, code))
    if reading.street_id:
        chosen = Place.objects.get(pk=reading.street_id)
        return chosen if coded is None or coded == chosen else _not_of(chosen)
    name = _street_name(table.titles, code)
    if known := coded or streets().filter(name=name).first() or (None if code else street_of(reading)):
        reading.street_id = known.pk
        return known
    if not (name and code):
        return _("看不出是哪个街道，请在标题里写上街道名称，例如“花园路街道社区基本情况”。")
    return Place(kind=Kind.SUBDISTRICT, name=name)


def _street_code(table: Table) -> str:
    """The street's part of most of the codes: one of them may be a slip of the pen."""
    codes = [line.values["code"] or "" for line in table.lines]
    found = Counter(code[:STREET_DIGITS] for code in codes if len(code) == CODE_DIGITS)
    return max(found, key=found.__getitem__, default="")


def _not_of(street: Place) -> str:
    return _("社区代码不属于%(street)s，请核对代码。") % {"street": street.name}


def _street_name(titles: Sequence[str], code: str) -> str:
    """花园路街道 for 河南省郑州市金水区花园路街道社区基本情况."""
    region = region_of(code) if code else Region()
    for title in titles:
        if found := _STREET.search(title):
            name = found.group()
            for above in (region.province, region.city, region.county):
                name = name.removeprefix(above)
            return name if len(name) > len("街道") else ""
    return ""


class _Desk:
    """What is on record for the lines of one table to be held against."""

    def __init__(self, table: Table, street: Place, reading: Reading) -> None:
        self.street, self.reading = street, reading
        self.territory = Territory(street.pk)
        self.committees = committees(self.territory.places.values())
        self.seated = Seated(self.committees.values())
        self.telephone = _telephone(table)
        self.street_code = self.territory.code_of.get(street.pk, "")[:STREET_DIGITS] or _street_code(table)
        self.holders = places_with_codes(line.values["code"] or "" for line in table.lines)
        self.named = {short(tidy(line.values["name"] or "")) for line in table.lines}
        self.claims: dict[str, Line] = {}

    def check(self, line: Line) -> str:
        name, code = line.values.get("name"), line.values.get("code")
        if not name:
            return _("社区名称没有填。")
        if code and len(code) != CODE_DIGITS:
            return _("社区代码应是12位，请核对。")
        if code and not code.startswith(self.street_code):
            return _not_of(self.street)
        return ""

    def decide(self, line: Line) -> Decision:
        row = _row(line, self.street, self.territory, self.committees)
        row.extra.street_telephone = self.telephone
        if clash := self._clash(line, row):
            return Decision.asking(line, clash)
        stands = row.place is not None and place_stands(row.place, row.facts, self.territory) and self._sits(row)
        return against(line, row, self.territory, self.reading, stands=stands)

    def _clash(self, line: Line, row: PlaceRow) -> Question | None:
        """A code belongs to one community. A clerk may leave it out, or say that the row means the one that has it."""
        code, chosen = row.facts.code, line.answers.get("code")
        if chosen == "without":
            row.facts.code = ""
        holder = self.holders.get((CodeSystem.DIVISION, row.facts.code))
        if chosen == "that" and holder and self._may_be(holder):
            row.place, row.extra.organization = holder, self.committees.get(holder.pk)
            line.warnings.append(_("按%(name)s更新，没有改名。") % {"name": holder.name})
        elif holder and holder != row.place:
            that = [("code:that", _("就是%(name)s，按它更新") % {"name": holder.name})] if self._may_be(holder) else []
            taken = _("代码%(code)s已经是%(name)s的，请核对。") % {"code": code, "name": holder.name}
            return Question(taken, (*that, without_code()))
        claim = self.claims.setdefault(row.facts.code, line) if row.facts.code else line
        if claim is line:
            return None
        return Question(_("代码与第%(row)s行相同，请核对。") % {"row": claim.row}, (without_code(),))

    def _may_be(self, holder: Place) -> bool:
        """Whether a row may mean the community that has its code: one of this street that no other row names."""
        return holder.pk in self.territory.places and short(tidy(holder.name)) not in self.named

    def _sits(self, row: PlaceRow) -> bool:
        committee = row.extra.organization
        if committee is None or row.extra.facts.new_in(committee):
            return False
        as_of = self.reading.declared_on or self.reading.as_of
        return chairs_stand(row, committee, self.seated, lambda _chair: row.place, as_of)


def _telephone(table: Table) -> str:
    """The street office's number, if a line above the table tells it (联系电话：0371-65900000)."""
    found = (re.search(r"电话[:：]\s*([\d-]{7,20})", title) for title in table.titles)
    return next((match[1] for match in found if match), "")


def _row(line: Line, street: Place, territory: Territory, known: dict[int, Organization]) -> PlaceRow:
    said = line.values
    name = said["name"] if said["name"].endswith("社区") else f"{said['name']}社区"
    counts = {Measure.HOUSEHOLDS: said.get("households"), Measure.POPULATION: said.get("population")}
    place = territory.community(name)
    facts = PlaceFacts(
        kind=Kind.COMMUNITY,
        name=name,
        parent=street,
        position=line.row,
        code=said.get("code") or "",
        counts={measure: number for measure, number in counts.items() if number is not None},
    )
    office = OrganizationFacts(
        OrganizationKind.RESIDENTS_COMMITTEE,
        f"{name}居民委员会",
        address=said.get("address") or "",
        telephone=said.get("telephone") or "",
    )
    chairs = [Chair(Role.COMMUNITY_SECRETARY, NewPerson(said["secretary"]))] if said.get("secretary") else []
    return PlaceRow(facts, place, chairs, Committee(office, known.get(place.pk) if place else None))


def _found_street(street: Place, decisions: Sequence[Decision], reading: Reading) -> None:
    """Create the street that the first workbook brings, with its office."""
    code = next(d.payload.facts.code for d in decisions if d.payload.facts.code)[:STREET_DIGITS]
    facts = PlaceFacts(Kind.SUBDISTRICT, street.name, code=code)
    (founded,) = take_over_places([facts], as_of=reading.as_of, by=reading.by)
    reading.street_id = founded.pk
    telephone = decisions[0].payload.extra.street_telephone
    office = OrganizationFacts(
        OrganizationKind.SUBDISTRICT_OFFICE,
        f"{street.name}办事处",
        place=founded,
        telephone=telephone,
    )
    (organization,) = take_over_organizations([office], street_id=founded.pk, by=reading.by)
    decisions[0].traces += [
        Trace.of(founded, Effect.CREATED),
        Trace.of(organization, Effect.CREATED),
    ]
    for decision in decisions:
        decision.payload.facts.parent = founded


def _write_committees(decisions: Sequence[Decision], reading: Reading) -> None:
    missing = [d for d in decisions if d.payload.extra.organization is None]
    for decision in missing:
        decision.payload.extra.facts.place = decision.payload.place
    created = take_over_organizations([d.payload.extra.facts for d in missing], street_id=reading.street, by=reading.by)
    for decision, committee in zip(missing, created, strict=True):
        decision.payload.extra.organization = committee
        decision.traces.append(Trace.of(committee, Effect.CREATED))
    for decision in decisions:
        if decision.status == Status.CHANGED and decision not in missing:
            extra = decision.payload.extra
            decision.traces += revise_organization(extra.organization, extra.facts, by=reading.by)
