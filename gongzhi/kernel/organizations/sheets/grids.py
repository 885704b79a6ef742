"""Grids with their workers and their Party branches."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import OrganizationFacts, SeatFacts, take_over_organizations
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
    new_person,
    no_street,
    place_stands,
    proper_name,
    street_of,
    without_code,
    write_places,
    write_seats,
)
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.places.actions import PlaceFacts
from gongzhi.kernel.places.models import CodeSystem, Kind, Measure, Place
from gongzhi.kernel.places.queries import Territory, places_with_codes
from gongzhi.lib import values
from gongzhi.lib.search import tidy
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Question, Reading, Sheet, Table, Trace, register


@register
class Grids(Sheet):
    key = "places.grids"
    title = "网格一览表"
    words = ("网格",)
    after = ("places.communities",)
    columns = (
        Column("code", "网格编码", values.division_code, ("网格代码", "网格编号", "编码"), needed=True),
        Column("community", "所属社区", values.text, ("社区", "所在社区", "社区名称"), needed=True),
        Column("name", "网格名称", proper_name, ("网格", "网格名"), needed=True),
        Column("worker", "网格员", values.name, ("网格员姓名", "专职网格员", "网格员/姓名"), lenient=True),
        Column(
            "phone", "联系电话", values.phone, ("电话", "手机", "手机号", "网格员电话", "网格员/电话"), lenient=True
        ),
        Column("branch", "网格党支部", proper_name, ("党支部", "党组织", "网格党组织")),
        Column("households", "户数", count, ("总户数", "居民户数"), lenient=True),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        reading.declared_on = declared_on(table, reading)
        desk = _Desk(table, street_of(reading), reading)
        return decide_places(table, desk.check, desk.key_of, desk.decide)

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        decisions = [d for d in decisions if d.payload]
        as_of = reading.declared_on or reading.as_of
        write_places(decisions, as_of=as_of, reading=reading)
        _write_branches(decisions, reading)
        seats = [
            (decision, SeatFacts(chair.role, decision.payload.extra[0], chair.person, decision.payload.place))
            for decision in decisions
            for chair in decision.payload.chairs
        ]
        write_seats(seats, as_of=as_of, reading=reading)


def no_community(name: str | None) -> str:
    """Why a row cannot be placed: registers do not create communities (contracts.md)."""
    if not name:
        return _("社区没有填。")
    return _("没有“%(name)s”这个社区，请核对社区名称，或先导入社区表。") % {"name": name}


class _Desk:
    """What is on record for the lines of one table to be held against."""

    def __init__(self, table: Table, street: Place | None, reading: Reading) -> None:
        self.reading = reading
        self.nowhere = "" if street else no_street()
        self.territory = Territory(street.pk if street else None)
        self.committees = committees(self.territory.places.values())
        self.seated = Seated(self.committees.values())
        self.branches = _branches(self.territory.places)
        self.holders = places_with_codes(line.values["code"] or "" for line in table.lines)
        self.community_of: dict[int, Place] = {}  # by row, of lines that were checked
        self.claims: dict[str, Line] = {}  # by code

    def check(self, line: Line) -> str:
        if self.nowhere:
            return self.nowhere
        if not line.values.get("name"):
            return _("网格名称没有填。")
        community = self.territory.community(line.values["community"] or "")
        if community is None:
            return no_community(line.values["community"])
        self.community_of[line.row] = community
        return ""

    def key_of(self, line: Line) -> tuple[int, str]:
        return self.community_of[line.row].pk, tidy(line.values["name"])

    def decide(self, line: Line) -> Decision:
        community, chosen = self.community_of[line.row], line.answers.get("code")
        code = "" if chosen == "without" else line.values["code"] or ""
        named = self.territory.named(Kind.GRID, community.pk, line.values["name"])
        coded = self.holders.get((CodeSystem.GRID, code))
        if clash := self._clash(line, code, community, named, coded):
            return Decision.asking(line, clash)
        place = named or coded
        if place and place.name != line.values["name"] and not named:
            line.warnings.append(_("登记的网格名称是%(name)s，没有改名。") % {"name": place.name})
        row = _row(line, code, community, place, self.committees.get(community.pk))
        stands = place is not None and self._stands(row, place)
        return against(line, row, self.territory, self.reading, stands=stands)

    def _clash(
        self, line: Line, code: str, community: Place, named: Place | None, coded: Place | None
    ) -> Question | None:
        """A code belongs to one grid, and a grid to one community."""
        if not code:
            return None
        if coded and (coded.parent_id != community.pk or (named and named != coded)):
            where = f"{coded.parent.name if coded.parent else ''}{coded.name}"
            taken = _("编码%(code)s已经是%(name)s的，请核对。") % {"code": code, "name": where}
            return Question(taken, (without_code(),))
        claim = self.claims.setdefault(code, line)
        if claim is line:
            return None
        return Question(_("编码与第%(row)s行相同，请核对。") % {"row": claim.row}, (without_code(),))

    def _stands(self, row: PlaceRow, place: Place) -> bool:
        committee, branch = row.extra
        if branch and (place.pk, branch) not in self.branches:
            return False
        if not place_stands(place, row.facts, self.territory):
            return False
        as_of = self.reading.declared_on or self.reading.as_of
        return committee is None or chairs_stand(row, committee, self.seated, lambda _chair: place, as_of)


def _row(line: Line, code: str, community: Place, place: Place | None, committee: Organization | None) -> PlaceRow:
    said = line.values
    facts = PlaceFacts(
        kind=Kind.GRID,
        name=said["name"],
        parent=community,
        position=line.row,
        code=code,
        counts={Measure.HOUSEHOLDS: said["households"]} if said.get("households") is not None else {},
    )
    chairs = []
    if said.get("worker") and committee:
        chairs.append(Chair(Role.GRID_WORKER, new_person(said["worker"], said.get("phone"))))
    return PlaceRow(facts, place, chairs, (committee, said.get("branch") or ""))


def _branches(places: Iterable[Any]) -> set[tuple[int, str]]:
    """The Party branches that stand at these places already, as (place, name)."""
    organizations = Organization.objects.active().of_kind(OrganizationKind.PARTY_ORGANIZATION)
    found = organizations.filter(place__in=list(places)).values_list("place_id", "name")
    return {(place_id, name) for place_id, name in found if place_id}


def _write_branches(decisions: Sequence[Decision], reading: Reading) -> None:
    """The Party branch of a grid is an organisation of its own: the other of the two networks."""
    named = [(d, d.payload.extra[1]) for d in decisions if d.payload.extra[1]]
    standing = _branches(d.payload.place.pk for d, _name in named)
    missing = [(d, name) for d, name in named if (d.payload.place.pk, name) not in standing]
    if not missing:
        return
    facts = [OrganizationFacts(OrganizationKind.PARTY_ORGANIZATION, name, place=d.payload.place) for d, name in missing]
    created = take_over_organizations(facts, street_id=reading.street, by=reading.by)
    for (decision, _name), branch in zip(missing, created, strict=True):
        decision.traces.append(Trace.of(branch, Effect.CREATED))
