"""Courtyards with their entrances, their building chiefs and entrance chiefs."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import SeatFacts
from gongzhi.kernel.organizations.sheets.grids import no_community
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
    new_person,
    no_street,
    place_stands,
    proper_name,
    street_of,
    write_places,
    write_seats,
)
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.actions import PlaceFacts, take_over_places
from gongzhi.kernel.places.models import Kind, Measure, Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.search import tidy
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Reading, Sheet, Table, Trace, register
from gongzhi.lib.values import BadValue

#: A courtyard of more entrances than this is a slip of the pen.
MOST_ENTRANCES = 200


def entrance_chiefs(cell: Any) -> list[tuple[str, str]]:
    """“1门洞:吕书燕;2门洞:王欣艳” → [("1门洞", "吕书燕"), …]; an entrance without a name has no chief.

    Raises BadValue for a name without its entrance, and for two names at one.
    """
    chiefs: dict[str, str] = {}
    for part in filter(None, map(str.strip, _BETWEEN.split(values.text(cell) or ""))):
        match = _CHIEF.fullmatch(part)
        if match is None:
            raise BadValue("ENTRANCE", _("“%(text)s”看不出是哪个门洞，请写成“1门洞:姓名”。") % {"text": part[:20]})
        name, label = values.name(match["name"]), entrance_name(match["label"])
        if name and chiefs.setdefault(label, name) != name:
            raise BadValue("ENTRANCE", _("%(label)s写了两个人，请留下一个。") % {"label": label})
    return list(chiefs.items())


_BETWEEN = re.compile(r"[;；,，、\n]")
_CHIEF = re.compile(r"(?P<label>[^:：]{1,20}?)\s*(?:[:：]|(?<=门洞|单元)\s*)(?P<name>[^:：]*)")


def entrance_name(label: str) -> str:
    """“1门洞”, “1 单元” and “第1门洞” are the same staircase."""
    number = re.search(r"\d{1,4}", unicodedata.normalize("NFKC", label))
    return f"{int(number.group())}门洞" if number else label.strip()


def latitude(cell: Any) -> Decimal | None:
    return _within(cell, 90)


def longitude(cell: Any) -> Decimal | None:
    return _within(cell, 180)


def _within(cell: Any, degrees: int) -> Decimal | None:
    found = values.decimal(cell)
    if found is not None and abs(found) > degrees:
        raise BadValue("DEGREES", _("%(number)s不是经纬度，请核对。") % {"number": found})
    return found


@register
class Courtyards(Sheet):
    key = "places.courtyards"
    title = "楼院及楼长、门洞长花名册"
    words = ("楼院", "楼长", "门洞长")
    after = ("places.communities", "places.grids")
    columns = (
        Column("name", "楼院名称", proper_name, ("楼院", "小区", "小区名称", "院名", "院落名称"), needed=True),
        Column("community", "所属社区", values.text, ("社区", "所在社区", "社区名称"), needed=True),
        Column("grid", "网格编码", values.division_code, ("所属网格编码", "网格代码", "网格编号"), lenient=True),
        Column("buildings", "楼栋数", count, ("栋数", "楼数", "楼栋"), lenient=True),
        Column("entrances", "单元数", count, ("门洞数", "单元", "楼门数"), lenient=True),
        Column("households", "户数", count, ("总户数", "居民户数"), lenient=True),
        Column("chief", "楼长/姓名", values.name, ("楼长", "楼长姓名", "楼栋长", "楼院长"), lenient=True),
        Column(
            "phone",
            "楼长/电话",
            values.phone,
            ("楼长电话", "楼长/手机", "联系电话", "电话", "楼长/联系电话"),
            lenient=True,
        ),
        Column("entrance_chiefs", "门洞长", entrance_chiefs, ("门洞长名单", "单元长"), lenient=True),
        Column("longitude", "坐标/经度", longitude, ("经度",), lenient=True),
        Column("latitude", "坐标/纬度", latitude, ("纬度",), lenient=True),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        reading.declared_on = declared_on(table, reading)
        desk = _Desk(street_of(reading), reading)
        return decide_places(table, desk.check, desk.key_of, desk.decide)

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        decisions = [d for d in decisions if d.payload]
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


class _Desk:
    """What is on record for the lines of one table to be held against."""

    def __init__(self, street: Place | None, reading: Reading) -> None:
        self.reading = reading
        self.nowhere = "" if street else no_street()
        self.territory = Territory(street.pk if street else None)
        self.committees = committees(self.territory.places.values())
        self.seated = Seated(self.committees.values())
        self.community_of: dict[int, Place] = {}  # by row, of lines that were checked

    def check(self, line: Line) -> str:
        if self.nowhere:
            return self.nowhere
        if not line.values.get("name"):
            return _("楼院名称没有填。")
        community = self.territory.community(line.values["community"] or "")
        if community is None:
            return no_community(line.values["community"])
        self.community_of[line.row] = community
        return ""

    def key_of(self, line: Line) -> tuple[int, str]:
        return self.community_of[line.row].pk, tidy(line.values["name"])

    def decide(self, line: Line) -> Decision:
        community = self.community_of[line.row]
        place = self.territory.courtyard(community.pk, line.values["name"])
        facts = _facts(line, self._parent(line, community, place))
        committee = self.committees.get(community.pk)
        row = PlaceRow(facts, place, _chairs(line.values) if committee else [], committee)
        stands = place is not None and place_stands(place, facts, self.territory) and self._sit(row, place)
        return against(line, row, self.territory, self.reading, stands=stands)

    def _parent(self, line: Line, community: Place, place: Place | None) -> Place:
        """The grid by its code if it lies in the community, else the community itself, with a word about it."""
        code = line.values.get("grid")
        grid = self.territory.grid(code) if code else None
        if code and (grid is None or grid.parent_id != community.pk):
            line.warnings.append(
                _("%(community)s没有网格%(code)s，网格先不填。") % {"community": community.name, "code": code}
            )
            return community
        if grid and place and place.parent_id != grid.pk:
            there = self.territory.places.get(place.parent_id or 0)
            line.warnings.append(_("登记在%(name)s，没有移动。") % {"name": there.name if there else community.name})
        return grid or community

    def _sit(self, row: PlaceRow, courtyard: Place) -> bool:
        def place_of(chair: Chair) -> Place | None:
            return self.territory.named(Kind.ENTRANCE, courtyard.pk, chair.label) if chair.label else courtyard

        as_of = self.reading.declared_on or self.reading.as_of
        return row.extra is None or chairs_stand(row, row.extra, self.seated, place_of, as_of)


def _facts(line: Line, parent: Place) -> PlaceFacts:
    said = line.values
    counts = {
        Measure.BUILDINGS: said.get("buildings"),
        Measure.ENTRANCES: said.get("entrances"),
        Measure.HOUSEHOLDS: said.get("households"),
    }
    both = said.get("latitude") is not None and said.get("longitude") is not None
    return PlaceFacts(
        kind=Kind.COURTYARD,
        name=said["name"],
        parent=parent,
        position=line.row,
        latitude=float(said["latitude"]) if both else None,
        longitude=float(said["longitude"]) if both else None,
        counts={measure: number for measure, number in counts.items() if number is not None},
    )


def _chairs(said: dict[str, Any]) -> list[Chair]:
    chairs = []
    if said.get("chief"):
        chairs.append(Chair(Role.BUILDING_CHIEF, new_person(said["chief"], said.get("phone"))))
    for label, name in said.get("entrance_chiefs") or []:
        chairs.append(Chair(Role.ENTRANCE_CHIEF, NewPerson(name), label))
    return chairs


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
        decision.traces.append(Trace.of(place, Effect.CREATED))
    return entrances
