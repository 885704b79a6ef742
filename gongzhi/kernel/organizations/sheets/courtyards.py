"""Courtyards with their entrances, their building chiefs and entrance chiefs."""

import re
from collections.abc import Sequence
from typing import Any

from gongzhi.kernel.organizations.actions import SeatFacts
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.sheets.grids import no_community
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
    street_of,
    write_places,
    write_seats,
)
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.actions import PlaceFacts, take_over_places, trace_of
from gongzhi.kernel.places.models import Kind, Measure, Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Reading, Sheet, Status, Table, Trace, register

#: A courtyard of more entrances than this is a slip of the pen.
MOST_ENTRANCES = 200


def entrance_chiefs(cell: Any) -> list[tuple[str, str]]:
    """“1门洞:吕书燕;2门洞:王欣艳” → [("1门洞", "吕书燕"), …]; an entrance without a name has no chief."""
    chiefs = []
    for part in re.split(r"[;；,，、\n]", values.text(cell) or ""):
        label, _colon, name = part.replace("：", ":").partition(":")
        if label.strip() and (chief := values.name(name)):
            chiefs.append((entrance_name(label), chief))
    return chiefs


def entrance_name(label: str) -> str:
    """“1门洞”, “1 单元” and “第1门洞” are the same staircase."""
    number = re.search(r"\d+", values.text(label) or "")
    return f"{int(number.group())}门洞" if number else label.strip()


@register
class Courtyards(Sheet):
    key = "places.courtyards"
    title = "楼院及楼长、门洞长花名册"
    words = ("楼院", "楼长", "门洞长")
    after = ("places.communities", "places.grids")
    columns = (
        Column("name", "楼院名称", values.text, ("楼院", "小区", "小区名称", "院名", "院落名称"), needed=True),
        Column("community", "所属社区", values.text, ("社区", "所在社区", "社区名称"), needed=True),
        Column("grid", "网格编码", values.division_code, ("所属网格编码", "网格代码", "网格编号"), lenient=True),
        Column("buildings", "楼栋数", values.whole, ("栋数", "楼数", "楼栋"), lenient=True),
        Column("entrances", "单元数", values.whole, ("门洞数", "单元", "楼门数"), lenient=True),
        Column("households", "户数", values.whole, ("总户数", "居民户数"), lenient=True),
        Column("chief", "楼长/姓名", values.name, ("楼长", "楼长姓名", "楼栋长", "楼院长"), lenient=True),
        Column(
            "phone",
            "楼长/电话",
            values.phone,
            ("楼长电话", "楼长/手机", "联系电话", "电话", "楼长/联系电话"),
            lenient=True,
        ),
        Column("entrance_chiefs", "门洞长", entrance_chiefs, ("门洞长名单", "单元长"), lenient=True),
        Column("longitude", "坐标/经度", values.decimal, ("经度",), lenient=True),
        Column("latitude", "坐标/纬度", values.decimal, ("纬度",), lenient=True),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        street = street_of(reading)
        reading.declared_on = declared_on(table, reading)
        territory = Territory(street.pk if street else None)
        known = committees(territory.places.values())
        seats = holders(known.values())

        def decide(line: Line) -> Decision:
            community = territory.community(line.values["community"] or "")
            if community is None:
                return Decision(line, Status.BLOCKED, no_community(line.values["community"]))
            row = _row(line, community, territory, known.get(community.pk))
            if row.place is None:
                return Decision(line, Status.NEW, payload=row)
            stands = place_stands(row.place, row.facts, territory) and _seats_stand(row, row.place, territory, seats)
            traces = [Trace("places.place", row.place.pk, Effect.KEPT)] if stands else []
            return Decision(line, Status.SAME if stands else Status.CHANGED, payload=row, traces=traces)

        return decide_lines(table, lambda line: (line.values["community"], line.values["name"]), decide)

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        as_of = reading.declared_on or reading.as_of
        write_places(decisions, as_of=as_of, reading=reading)
        entrances = _write_entrances(decisions, reading)
        seats = []
        for decision in decisions:
            row = decision.payload
            for chair in row.chairs:
                place = entrances[row.place.pk, chair.label] if chair.label else row.place
                seats.append((decision, SeatFacts(chair.role, row.extra, chair.person, place)))
        write_seats(seats, as_of=as_of, reading=reading)


def _row(line: Line, community: Place, territory: Territory, committee: Organization | None) -> PlaceRow:
    said = line.values
    counts = {
        Measure.BUILDINGS: said.get("buildings"),
        Measure.ENTRANCES: said.get("entrances"),
        Measure.HOUSEHOLDS: said.get("households"),
    }
    both = said.get("latitude") is not None and said.get("longitude") is not None
    facts = PlaceFacts(
        kind=Kind.COURTYARD,
        name=said["name"],
        parent=_parent(line, community, territory),
        position=line.row,
        latitude=float(said["latitude"]) if both else None,
        longitude=float(said["longitude"]) if both else None,
        counts={measure: number for measure, number in counts.items() if number is not None},
    )
    chairs = _chairs(said) if committee else []
    return PlaceRow(facts, territory.courtyard(community.pk, said["name"]), chairs, committee)


def _parent(line: Line, community: Place, territory: Territory) -> Place:
    """The grid by its code if it lies in the community, else the community itself, with a word about it."""
    code = line.values.get("grid")
    grid = territory.grid(code) if code else None
    if grid and grid.parent_id == community.pk:
        return grid
    if code:
        line.warnings.append(f"网格编码{code}不在{community.name}，先归在社区下。")
    return community


def _chairs(said: dict[str, Any]) -> list[Chair]:
    chairs = []
    if said.get("chief"):
        phones = said.get("phone")
        numbers = {"mobile": phones.mobile or "", "other_numbers": phones.others} if phones else {}
        chairs.append(Chair(Role.BUILDING_CHIEF, NewPerson(said["chief"], **numbers)))
    for label, name in said.get("entrance_chiefs") or []:
        chairs.append(Chair(Role.ENTRANCE_CHIEF, NewPerson(name), label))
    return chairs


def _seats_stand(row: PlaceRow, courtyard: Place, territory: Territory, seats: Holders) -> bool:
    def place_of(chair: Chair) -> Place | None:
        return territory.named(Kind.ENTRANCE, courtyard.pk, chair.label) if chair.label else courtyard

    return row.extra is None or chairs_stand(row, row.extra, seats, place_of)


def _write_entrances(decisions: Sequence[Decision], reading: Reading) -> dict[tuple[int, str], Place]:
    """The staircases of each courtyard: as many as it counts, and every one that has a chief."""
    courtyards = [d.payload.place for d in decisions]
    standing = Place.objects.active().of_kind(Kind.ENTRANCE).filter(parent__in=courtyards)
    entrances = {(place.parent_id, place.name): place for place in standing if place.parent_id}
    missing: list[tuple[Decision, PlaceFacts]] = []
    for decision in decisions:
        row = decision.payload
        number = min(row.facts.counts.get(Measure.ENTRANCES, 0), MOST_ENTRANCES)
        labels = [f"{n}门洞" for n in range(1, number + 1)] + [c.label for c in row.chairs if c.label]
        for position, label in enumerate(dict.fromkeys(labels)):
            if (row.place.pk, label) not in entrances:
                missing.append((decision, PlaceFacts(Kind.ENTRANCE, label, row.place, position)))
    created = take_over_places([facts for _d, facts in missing], as_of=reading.as_of, by=reading.by)
    for (decision, facts), place in zip(missing, created, strict=True):
        entrances[decision.payload.place.pk, facts.name] = place
        decision.traces.append(trace_of(place, Effect.CREATED))
    return entrances
