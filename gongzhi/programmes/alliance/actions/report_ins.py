"""Report-in of employed members: whole registers taken over and revised at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.kernel.people.actions import NewPerson, take_over_people
from gongzhi.kernel.people.models import Person
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action
from gongzhi.lib.sheets import Effect, Source, Trace
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
            "unit_id": standing.unit_id or self.unit_id,
            "skills": list(_union(standing.skills, self.skills)),
            "wanted_posts": list(_union(standing.wanted_posts, self.wanted_posts)),
        }
        return {name: value for name, value in said.items() if getattr(standing, name) != value}


def _union(some: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *more)))


@action
def take_over_report_ins(
    facts: Sequence[ReportInFacts], *, street_id: int, by: Actor
) -> list[tuple[ReportIn, list[Trace]]]:
    """Enter report-ins from a register as accepted, with the people who are not on record yet.

    The register proves the acceptance (contracts.md, registers of the past); the journal line is
    the batch's. Six statements whatever the number of rows.
    """
    newcomers = [fact for fact in facts if fact.known is None]
    created = take_over_people([fact.person for fact in newcomers], street_id=street_id, by=by)
    for fact, person in zip(newcomers, created, strict=True):
        fact.known = person
    new = {person.pk for person in created}
    report_ins = [
        ReportIn(
            street_id=street_id,
            community_id=fact.community_id,
            person=fact.known,
            unit_id=fact.unit_id,
            state=ReportInState.ACCEPTED,
            submitted_on=fact.accepted_on,
            accepted_on=fact.accepted_on,
            skills=list(fact.skills),
            wanted_posts=list(fact.wanted_posts),
            source=Source.TAKEN_OVER,
        )
        for fact in facts
    ]
    bulk.insert(report_ins)
    return [(report_in, _traces(report_in, new)) for report_in in report_ins]


def _traces(report_in: ReportIn, new: set[int]) -> list[Trace]:
    effect = Effect.CREATED if report_in.person_id in new else Effect.KEPT
    return [
        Trace("people.person", report_in.person_id, effect),
        Trace.of(report_in, Effect.CREATED),
    ]


@action
def revise_report_ins(pairs: Sequence[tuple[ReportIn, ReportInFacts]], *, by: Actor) -> list[list[Trace]]:
    """Bring standing report-ins up to what a newer register adds, in one statement."""
    if not pairs:
        return []
    asked = [standing.pk for standing, _facts in pairs]
    rows = ReportIn.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=asked)
    locked = {standing.pk: standing for standing in rows.order_by("pk")}
    traces = []
    for standing, facts in pairs:
        current = locked[standing.pk]
        new = facts.new_for(current)
        before = {name: getattr(current, name) for name in new}
        for name, value in new.items():
            setattr(current, name, value)
        traces.append([Trace.of(current, Effect.CHANGED if new else Effect.KEPT, before)])
    fields = ["state", "accepted_on", "unit", "skills", "wanted_posts"]
    ReportIn.objects.bulk_update(locked.values(), fields, batch_size=1000)
    return traces
