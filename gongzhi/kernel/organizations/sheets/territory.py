"""What the three sheets of the territory share: deciding a place and its seats, and writing them."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.organizations.actions import SeatFacts, take_over_seats
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import OrganizationKind
from gongzhi.kernel.people.actions import NewPerson, complete_people
from gongzhi.kernel.people.gaps import gaps, marks_of
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import records_of
from gongzhi.kernel.places.actions import PlaceFacts, revise_place, take_over_places
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory, streets
from gongzhi.lib.sheets import Decision, Effect, Line, Reading, Status, Table, Trace
from gongzhi.lib.twins import decide_lines, says_no_more, which
from gongzhi.lib.values import BadValue, Cell, Phones, date, text, whole

#: More households or people than this in one place is a slip of the pen.
MOST = 9_999_999
FEW_WORDS, LONGEST_NAME = 40, 60  # characters

SeatKey = tuple[str, int, int | None]


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


def no_street() -> str:
    """Why nothing can be taken in without a street."""
    if streets().exists():
        return _("登记里有几个街道，请先选定是哪个街道。")
    return _("还没有社区，请先导入社区表。")


_ANSWERS = re.compile(r"[:：]([^:：]+)$|[(（]([^()（）]+?)(?:更新|填报|统计)?[)）]")


def declared_on(table: Table, reading: Reading) -> dt.date:
    """The day the sheet says it was filled in (填报时间:2017年7月), else the day of the import."""
    for title in table.titles:
        for answer, remark in _ANSWERS.findall(title.strip()):
            try:
                told = date(answer or remark)
            except BadValue:
                continue
            if told:
                return min(told.last(), reading.as_of)
    return reading.as_of


def count(cell: Cell) -> int | None:
    """A number of households, people, buildings. Raises BadValue also for one that no place has."""
    number = whole(cell)
    if number is not None and number > MOST:
        raise BadValue("NUMBER_LARGE", _("%(number)d太大了，请核对。") % {"number": number})
    return number


def short_text(cell: Cell) -> str | None:
    """A few words. Raises BadValue for more."""
    found = text(cell)
    if found and len(found) > FEW_WORDS:
        raise BadValue("TEXT_LONG", _("“%(text)s…”太长，请写短些。") % {"text": found[:10]})
    return found


def proper_name(cell: Cell) -> str | None:
    """The name of a place or an organisation; blanks between Chinese characters are padding. Raises BadValue."""
    found = text(cell)
    if found and len(found) > LONGEST_NAME:
        raise BadValue("NAME_LONG", _("“%(text)s…”太长，不像名称，请核对。") % {"text": found[:10]})
    return "".join(found.split()) if found and not found.isascii() else found


def new_person(named: str, phones: Phones | None) -> NewPerson:
    return NewPerson(named, phones.mobile or "", phones.others) if phones else NewPerson(named)


def place_stands(place: Place, facts: PlaceFacts, territory: Territory) -> bool:
    """Whether the row says nothing about the place that is not on record."""
    said = {"address": facts.address, "latitude": facts.latitude, "longitude": facts.longitude}
    if any(value not in ("", None) and getattr(place, field) != value for field, value in said.items()):
        return False
    if facts.code and territory.code_of.get(place.pk) != facts.code:
        return False
    return all(territory.counts[place.pk].get(measure) == number for measure, number in facts.counts.items())


def against(line: Line, row: PlaceRow, territory: Territory, reading: Reading, *, stands: bool) -> Decision:
    """New, the same, or changed; a register older than what is on record changes nothing."""
    place = row.place
    if place is None:
        return Decision(line, Status.NEW, payload=row)
    newest = territory.counted_on.get(place.pk)
    if not stands and newest and reading.declared_on and reading.declared_on < newest:
        line.warnings.append(_("登记里有%(day)s的情况，比这份表新，没有改动。") % {"day": newest})
        stands = True
    traces = [Trace.of(place, Effect.KEPT)] if stands else []
    return Decision(line, Status.SAME if stands else Status.CHANGED, payload=row, traces=traces)


def decide_places(
    table: Table, check: Callable[[Line], str], key_of: Callable[[Line], Any], decide: Callable[[Line], Decision]
) -> list[Decision]:
    """Decide each line about a place; ``check`` and ``key_of`` as :func:`gongzhi.lib.twins.decide_lines` has them."""
    return decide_lines(table.lines, check, key_of, decide, _twin)


def _twin(line: Line, twin: Line) -> Decision:
    """What names the place may be spelled in another way."""
    if says_no_more(line, twin, but=("name", "community")):
        return Decision(line, Status.MERGED, _("与第%(row)s行相同。") % {"row": twin.row})
    sentence = _("第%(row)s行已有同一个地方，内容不一样，请在表里留下对的一行。") % {"row": twin.row}
    return Decision.asking(line, which(sentence, twin))


def without_code() -> tuple[str, str]:
    """The way out for a row whose code belongs to another place."""
    return "code:without", _("代码先不填，其余照写")


def elsewhere(community: Place) -> str:
    """Why a community's desk does not take a row in."""
    return _("这一行是%(community)s的，请由%(community)s或街道导入。") % {"community": community.name}


class Seated:
    """Who sits in the seats of some organisations today, and by which telephones they are known."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        standing = Membership.objects.filter(until=None, organization__in=list(organizations)).select_related("person")
        self._holders: dict[SeatKey, list[Membership]] = defaultdict(list)
        for holder in standing.order_by("id"):
            self._holders[holder.role, holder.organization_id, holder.place_id].append(holder)
        people = records_of(holder.person_id for holders in self._holders.values() for holder in holders)
        self._marks = marks_of(people)

    def sitting(self, seat: SeatKey, person: NewPerson) -> Person | None:
        """Whoever of that name sits there."""
        return next((h.person for h in self._holders.get(seat, ()) if h.person.name == person.name), None)

    def stands(self, seat: SeatKey, person: NewPerson, as_of: dt.date) -> bool:
        """Whether a register of that day says nothing new: the person sits there, or somebody who came later."""
        if sitting := self.sitting(seat, person):
            return not gaps(sitting, self._marks[sitting.pk], person)
        return any(holder.since and holder.since > as_of for holder in self._holders.get(seat, ()))


def chairs_stand(
    row: PlaceRow, committee: Organization, seated: Seated, place_of: Callable[[Chair], Place | None], as_of: dt.date
) -> bool:
    """Whether everybody the row names sits in that seat already."""
    for chair in row.chairs:
        place = place_of(chair)
        if place is None or not seated.stands((chair.role, committee.pk, place.pk), chair.person, as_of):
            return False
    return True


def committees(places: Iterable[Place]) -> dict[int, Organization]:
    """The residents' committee of each community, by the community's id."""
    found = Organization.objects.active().of_kind(OrganizationKind.RESIDENTS_COMMITTEE).filter(place__in=list(places))
    return {committee.place_id: committee for committee in found if committee.place_id}


def write_places(decisions: Sequence[Decision], *, as_of: dt.date, reading: Reading) -> None:
    """Create the new places and revise the changed ones; each row gets its place and its traces."""
    fresh = [d for d in decisions if d.payload.place is None]
    places = take_over_places([d.payload.facts for d in fresh], as_of=as_of, by=reading.by)
    for decision, place in zip(fresh, places, strict=True):
        decision.payload.place = place
        decision.traces.append(Trace.of(place, Effect.CREATED))
    for decision in decisions:
        if decision.status == Status.CHANGED:
            row = decision.payload
            decision.traces += revise_place(row.place, row.facts, as_of=as_of, by=reading.by)


def write_seats(seats: Sequence[tuple[Decision, SeatFacts]], *, as_of: dt.date, reading: Reading) -> None:
    """Seat everybody that the rows name, and add what they say of those who sit there already."""
    if not seats:
        return
    facts = [fact for _decision, fact in seats]
    seated = Seated(fact.organization for fact in facts)
    traces = take_over_seats(facts, street_id=reading.street, as_of=as_of, by=reading.by)
    for (decision, _fact), touched in zip(seats, traces, strict=True):
        decision.traces += touched
    known = [(d, person, fact.person) for d, fact in seats if (person := seated.sitting(fact.seat, fact.person))]
    completed = complete_people([(person, new) for _d, person, new in known], by=reading.by)
    for (decision, _person, _new), touched in zip(known, completed, strict=True):
        decision.traces += touched
