"""What the three sheets of the territory share: deciding a place and its seats, and writing them."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import SeatFacts, take_over_seats
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import OrganizationKind
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.actions import PlaceFacts, revise_place, take_over_places, trace_of
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory, streets
from gongzhi.lib.sheets import Decision, Effect, Line, Reading, Status, Table
from gongzhi.lib.values import BadValue, date


@dataclass(slots=True)
class Chair:
    """A seat as a row tells it, before its place and organisation need exist."""

    role: str
    person: NewPerson
    label: str = ""  # of the place within, where the seat is not over the row's own place


@dataclass(slots=True)
class PlaceRow:
    """What the sheet will write for one row."""

    facts: PlaceFacts
    place: Place | None
    chairs: list[Chair] = field(default_factory=list)
    extra: Any = None


def street_of(reading: Reading) -> Place | None:
    """The street of this import: the one chosen, else the only one."""
    if reading.street_id:
        return Place.objects.filter(pk=reading.street_id).first()
    found = list(streets()[:2])
    if len(found) == 1:
        reading.street_id = found[0].pk
        return found[0]
    return None


def declared_on(table: Table, reading: Reading) -> dt.date:
    """The day the sheet says it was filled in (填报时间:2017年7月), else the day of the import."""
    for title in table.titles:
        words = title.replace("：", ":").split(":")
        for word in (words[-1], title.strip("()（）").removesuffix("更新")):
            try:
                told = date(word)
            except BadValue:
                continue
            if told:
                return min(told.last(), reading.as_of)
    return reading.as_of


def place_stands(place: Place, facts: PlaceFacts, territory: Territory) -> bool:
    """Whether the row says nothing about the place that is not on record."""
    said = {"address": facts.address, "latitude": facts.latitude, "longitude": facts.longitude}
    if any(value not in ("", None) and getattr(place, name) != value for name, value in said.items()):
        return False
    if facts.code and territory.code_of.get(place.pk) != facts.code:
        return False
    return all(territory.counts[place.pk].get(measure) == number for measure, number in facts.counts.items())


def decide_lines(table: Table, key_of: Callable[[Line], Any], decide: Callable[[Line], Decision]) -> list[Decision]:
    """Decide each line; a second line about the same place is merged if it says the same, else a conflict."""
    first: dict[Any, Line] = {}
    decisions = []
    for line in table.lines:
        if line.refusal:
            decisions.append(Decision(line, Status.BLOCKED, line.refusal))
            continue
        key = key_of(line)
        twin = first.setdefault(key, line)
        decisions.append(decide(line) if twin is line else _twin(line, twin))
    return decisions


def _twin(line: Line, twin: Line) -> Decision:
    if all(line.values.get(key) in (None, "", value) for key, value in twin.values.items()):
        return Decision(line, Status.MERGED, _("与第%(row)s行相同。") % {"row": twin.row})
    return Decision(
        line,
        Status.CONFLICT,
        _("第%(row)s行已有同一个地方，内容不一样，请在表里留下对的一行。") % {"row": twin.row},
    )


Holders = dict[tuple[str, int, int | None], Membership]


def chairs_stand(
    row: PlaceRow, committee: Organization, holders: Holders, place_of: Callable[[Chair], Place | None]
) -> bool:
    """Whether everybody the row names sits in that seat already."""
    for chair in row.chairs:
        place = place_of(chair)
        holder = holders.get((chair.role, committee.pk, place.pk)) if place else None
        if holder is None or holder.person.name != chair.person.name:
            return False
    return True


def committees(places: Iterable[Place]) -> dict[int, Organization]:
    """The residents' committee of each community, by the community's id."""
    found = Organization.objects.active().of_kind(OrganizationKind.RESIDENTS_COMMITTEE).filter(place__in=list(places))
    return {committee.place_id: committee for committee in found if committee.place_id}


def holders(organizations: Iterable[Organization]) -> Holders:
    """Who sits in the seats of these organisations today."""
    standing = Membership.objects.filter(until=None, organization__in=list(organizations)).select_related("person")
    return {(m.role, m.organization_id, m.place_id): m for m in standing.order_by("id")}


def write_places(decisions: Sequence[Decision], *, as_of: dt.date, reading: Reading) -> None:
    """Create the new places and revise the changed ones; each row gets its place and its traces."""
    fresh = [d for d in decisions if d.payload.place is None]
    places = take_over_places([d.payload.facts for d in fresh], as_of=as_of, by=reading.by)
    for decision, place in zip(fresh, places, strict=True):
        decision.payload.place = place
        decision.traces.append(trace_of(place, Effect.CREATED))
    for decision in decisions:
        if decision.status == Status.CHANGED:
            row = decision.payload
            decision.traces += revise_place(row.place, row.facts, as_of=as_of, by=reading.by)


def write_seats(seats: Sequence[tuple[Decision, SeatFacts]], *, as_of: dt.date, reading: Reading) -> None:
    """Seat everybody that the rows name, in one set-based action."""
    if not seats:
        return
    traces = take_over_seats([fact for _decision, fact in seats], street_id=reading.street, as_of=as_of, by=reading.by)
    for (decision, _fact), touched in zip(seats, traces, strict=True):
        decision.traces += touched
