"""Grids with their workers and their Party branches."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import OrganizationFacts, SeatFacts, take_over_organizations
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
    street_of,
    write_places,
    write_seats,
)
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.actions import PlaceFacts
from gongzhi.kernel.places.models import Kind, Measure, Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Effect, Line, Reading, Sheet, Status, Table, Trace, register


@register
class Grids(Sheet):
    key = "places.grids"
    title = "网格一览表"
    words = ("网格",)
    after = ("places.communities",)
    columns = (
        Column("code", "网格编码", values.division_code, ("网格代码", "网格编号", "编码"), needed=True),
        Column("community", "所属社区", values.text, ("社区", "所在社区", "社区名称"), needed=True),
        Column("name", "网格名称", values.text, ("网格", "网格名"), needed=True),
        Column("worker", "网格员", values.name, ("网格员姓名", "专职网格员", "网格员/姓名"), lenient=True),
        Column(
            "phone", "联系电话", values.phone, ("电话", "手机", "手机号", "网格员电话", "网格员/电话"), lenient=True
        ),
        Column("branch", "网格党支部", values.text, ("党支部", "党组织", "网格党组织")),
        Column("households", "户数", values.whole, ("总户数", "居民户数"), lenient=True),
    )

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        street = street_of(reading)
        reading.declared_on = declared_on(table, reading)
        territory = Territory(street.pk if street else None)
        known = committees(territory.places.values())
        seats, branches = holders(known.values()), _branches(territory.places)

        def decide(line: Line) -> Decision:
            community = territory.community(line.values["community"] or "")
            if community is None:
                return Decision(line, Status.BLOCKED, no_community(line.values["community"]))
            row = _row(line, community, territory, known.get(community.pk))
            if row.place is None:
                return Decision(line, Status.NEW, payload=row)
            stands = _stands(row, row.place, territory, seats, branches)
            traces = [Trace("places.place", row.place.pk, Effect.KEPT)] if stands else []
            return Decision(line, Status.SAME if stands else Status.CHANGED, payload=row, traces=traces)

        return decide_lines(table, lambda line: line.values["code"], decide)

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
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
    return _("没有“%(name)s”这个社区，请核对社区名称，或先导入社区表。") % {"name": name or ""}


def _row(line: Line, community: Place, territory: Territory, committee: Organization | None) -> PlaceRow:
    said = line.values
    facts = PlaceFacts(
        kind=Kind.GRID,
        name=said["name"],
        parent=community,
        position=line.row,
        code=said["code"],
        counts={Measure.HOUSEHOLDS: said["households"]} if said.get("households") is not None else {},
    )
    place = territory.grid(said["code"]) or territory.named(Kind.GRID, community.pk, said["name"])
    chairs = []
    if said.get("worker") and committee:
        phones = said.get("phone")
        numbers = {"mobile": phones.mobile or "", "other_numbers": phones.others} if phones else {}
        chairs.append(Chair(Role.GRID_WORKER, NewPerson(said["worker"], **numbers)))
    return PlaceRow(facts, place, chairs, (committee, said.get("branch") or ""))


def _branches(places: Iterable[Any]) -> set[tuple[int, str]]:
    """The Party branches that stand at these places already, as (place, name)."""
    organizations = Organization.objects.active().of_kind(OrganizationKind.PARTY_ORGANIZATION)
    found = organizations.filter(place__in=list(places)).values_list("place_id", "name")
    return {(place_id, name) for place_id, name in found if place_id}


def _stands(row: PlaceRow, place: Place, territory: Territory, seats: Holders, branches: set[tuple[int, str]]) -> bool:
    committee, branch = row.extra
    if not place_stands(place, row.facts, territory) or (branch and (place.pk, branch) not in branches):
        return False
    return committee is None or chairs_stand(row, committee, seats, lambda _chair: place)


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
        decision.traces.append(Trace("organizations.organization", branch.pk, Effect.CREATED))
