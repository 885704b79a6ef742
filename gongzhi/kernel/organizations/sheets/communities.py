"""Communities with their residents' committees and secretaries; the sheet that brings a street."""

import re
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
    Holders,
    PlaceRow,
    chairs_stand,
    committees,
    decide_lines,
    declared_on,
    holders,
    place_stands,
    write_places,
    write_seats,
)
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.actions import PlaceFacts, take_over_places
from gongzhi.kernel.places.models import CodeSystem, Kind, Measure, Place, PlaceCode, short
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Reading, Sheet, Status, Table, Trace, register

#: Province, prefecture, county, sub-district: nine of the twelve digits (domain.md 2.0.2).
STREET_DIGITS = 9


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
        Column("name", "社区名称", values.text, ("社区", "社区名", "居委会", "社区(居委会)名称"), needed=True),
        Column(
            "code", "社区代码", values.division_code, ("代码", "区划代码", "统计用区划代码", "社区编码"), needed=True
        ),
        Column("households", "总户数", values.whole, ("户数", "居民户数", "户籍户数"), lenient=True),
        Column("population", "总人口", values.whole, ("人口", "人口数", "常住人口"), lenient=True),
        Column("address", "办公地址", values.text, ("地址", "居委会地址", "办公地点")),
        Column("telephone", "服务电话", values.text, ("电话", "办公电话", "联系电话", "值班电话")),
        Column(
            "secretary",
            "党委书记",
            values.name,
            ("书记", "社区书记", "党组织书记", "支部书记", "党总支书记"),
            lenient=True,
        ),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        street = _street(table, reading)
        if isinstance(street, str):
            return [Decision(line, Status.BLOCKED, line.refusal or street) for line in table.lines]
        territory = Territory(street.pk)
        known = committees(territory.places.values())
        seats, telephone = holders(known.values()), _telephone(table)

        def decide(line: Line) -> Decision:
            row = _row(line, street, territory, known)
            row.extra.street_telephone = telephone
            if row.place is None:
                return Decision(line, Status.NEW, payload=row)
            stands = place_stands(row.place, row.facts, territory) and _office_stands(row, seats)
            traces = [Trace("places.place", row.place.pk, Effect.KEPT)] if stands else []
            return Decision(line, Status.SAME if stands else Status.CHANGED, payload=row, traces=traces)

        return decide_lines(table, lambda line: short(line.values["name"]), decide)

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        if not decisions:
            return
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
    reading.declared_on = declared_on(table, reading)
    code = next((line.values["code"][:STREET_DIGITS] for line in table.lines if line.values.get("code")), "")
    coded = (
        PlaceCode.objects.filter(system=CodeSystem.DIVISION, code=code, valid_to=None).select_related("place").first()
    )
    if coded:
        reading.street_id = coded.place_id
        return coded.place
    if reading.street_id:
        return _("社区代码不属于这个街道，请核对。")
    name = next((m.group() for text in table.titles if (m := re.search(r"[\u4e00-\u9fff]{2,12}?街道", text))), "")
    if not (name and code):
        return _("看不出是哪个街道，请在标题里写上街道名称，例如“花园路街道社区基本情况”。")
    return Place(kind=Kind.SUBDISTRICT, name=name)


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


def _office_stands(row: PlaceRow, seats: Holders) -> bool:
    committee = row.extra.organization
    if committee is None or row.extra.facts.new_in(committee):
        return False
    return chairs_stand(row, committee, seats, lambda _chair: row.place)


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
        Trace("places.place", founded.pk, Effect.CREATED),
        Trace("organizations.organization", organization.pk, Effect.CREATED),
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
        decision.traces.append(Trace("organizations.organization", committee.pk, Effect.CREATED))
    for decision in decisions:
        if decision.status == Status.CHANGED and decision not in missing:
            extra = decision.payload.extra
            decision.traces += revise_organization(extra.organization, extra.facts, by=reading.by)
