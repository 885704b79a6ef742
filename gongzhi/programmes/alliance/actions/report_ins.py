"""Report-in of employed members: whole registers taken over and revised at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.kernel.people.actions import NewPerson, take_over_people
from gongzhi.kernel.people.models import Person
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action
from gongzhi.lib.sheets import Effect, Source, Trace
from gongzhi.lib.states import move
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.states import ReportInState


@dataclass(slots=True)
class ReportInFacts:
    """What a register says of one person's report-in, all rows about the person taken together."""

    person: NewPerson
    community_id: int
    unit_id: int | None
    accepted_on: dt.date
    skills: tuple[str, ...] = ()
    wanted_posts: tuple[str, ...] = ()
    known: Person | None = None
    unit_is_news: bool = False  # a clerk said that it counts, not the one on record

    def absorb(self, other: "ReportInFacts") -> None:
        """Take in a second row about the same person: the first day, and everything offered."""
        self.accepted_on = min(self.accepted_on, other.accepted_on)
        self.unit_id = self.unit_id or other.unit_id
        self.person = self.person.completed_by(other.person)
        self.skills = _union(self.skills, other.skills)
        self.wanted_posts = _union(self.wanted_posts, other.wanted_posts)

    def new_for(self, standing: ReportIn) -> dict[str, object]:
        """The fields in which a register says more than is on record: nothing offered is ever taken back.

        A register is of those accepted, so one that was only handed in is accepted by it.
        """
        said: dict[str, object] = {
            "state": ReportInState.ACCEPTED if standing.state == ReportInState.SUBMITTED else standing.state,
            "accepted_on": min(standing.accepted_on or self.accepted_on, self.accepted_on),
            "unit_id": self.unit_id if self.unit_is_news else standing.unit_id or self.unit_id,
            "skills": list(_union(standing.skills, self.skills)),
            "wanted_posts": list(_union(standing.wanted_posts, self.wanted_posts)),
        }
        return {name: value for name, value in said.items() if getattr(standing, name) != value}


def _union(some: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


@action
def take_over_report_ins(facts: Sequence[ReportInFacts], *, street_id: int, by: Actor) -> list[list[Trace]]:
    """Enter report-ins from a register as accepted, with the people who are not on record yet.

    What was made of each fact: its person, known or new, and its report-in. The register proves the
    acceptance (contracts.md, registers of the past); the journal line is the batch's. Five
    statements whatever the number of rows.
    """
    new = iter(take_over_people([fact.person for fact in facts if fact.known is None], street_id=street_id, by=by))
    people = [next(new) if fact.known is None else fact.known.pk for fact in facts]
    made = list(zip(facts, people, bulk.next_ids(ReportIn, len(facts)), strict=True))
    with bulk.copying(ReportIn, _ENTERED, [_entered(fact, person_id, pk, street_id) for fact, person_id, pk in made]):
        return [_traces(fact, person_id, pk) for fact, person_id, pk in made]


_ENTERED = (
    *("id", "street_id", "community_id", "person_id", "unit_id", "state"),
    *("submitted_on", "accepted_on", "skills", "wanted_posts", "source"),
)


def _entered(fact: ReportInFacts, person_id: int, pk: int, street_id: int) -> tuple[object, ...]:
    """An accepted report-in as it stands in the table."""
    return (
        *(pk, street_id, fact.community_id, person_id, fact.unit_id, ReportInState.ACCEPTED.value),
        *(fact.accepted_on, fact.accepted_on, bulk.array(fact.skills), bulk.array(fact.wanted_posts)),
        Source.TAKEN_OVER.value,
    )


def _traces(fact: ReportInFacts, person_id: int, pk: int) -> list[Trace]:
    effect = Effect.CREATED if fact.known is None else Effect.KEPT
    return [Trace("people.person", person_id, effect), Trace("alliance.reportin", pk, Effect.CREATED)]


@action
def revise_report_ins(pairs: Sequence[tuple[int, ReportInFacts]], *, by: Actor) -> list[list[Trace]]:
    """Bring standing report-ins, given by their ids, up to what a newer register adds, in one statement."""
    if not pairs:
        return []
    asked = [standing for standing, _facts in pairs]
    rows = ReportIn.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=asked)
    locked = {standing.pk: standing for standing in rows.order_by("pk")}
    traces = []
    for standing, facts in pairs:
        current = locked[standing]
        new = facts.new_for(current)
        before = {name: getattr(current, name) for name in new}
        for name, value in new.items():
            setattr(current, name, value)
        traces.append([Trace.of(current, Effect.CHANGED if new else Effect.KEPT, before)])
    bulk.update(list(locked.values()), ("state", "accepted_on", "unit", "skills", "wanted_posts"))
    return traces


@action
def transfer_report_ins(moves: Sequence[tuple[int, dt.date]], *, by: Actor) -> list[Trace]:
    """End report-ins, given by their ids, because their people reported in elsewhere on that day.

    Called before the new ones are entered: nobody has two at a time.
    """
    rows = ReportIn.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=[pk for pk, _on in moves])
    locked = {standing.pk: standing for standing in rows.order_by("pk")}
    traces = []
    for pk, on in moves:
        standing = locked[pk]
        traces.append(Trace.of(standing, Effect.CHANGED, {"state": standing.state, "ended_on": standing.ended_on}))
        move(standing, "transfer", ended_on=max(on, standing.accepted_on or on))
    return traces
