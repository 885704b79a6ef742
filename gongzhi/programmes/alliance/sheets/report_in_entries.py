"""The people of a report-in register: everything its rows say of one, and whether they are one."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongzhi.kernel.places.models import Place
from gongzhi.lib.sheets import Answers, Decision, Line, Question, Status
from gongzhi.lib.values import PartialDate
from gongzhi.programmes.alliance.actions import ReportInFacts
from gongzhi.programmes.alliance.sheets import report_in_questions as questions


@dataclass(slots=True)
class Entry:
    """One person of the table: everything its rows say, and what is on record."""

    first: Line
    facts: ReportInFacts
    decision: Decision
    community: Place
    merged: list[Decision] = field(default_factory=list)
    standing: int | None = None  # the id of the report-in
    moved_from: int | None = None  # the id of the report-in in another community that this one follows
    new_name: bool = False  # the register has another name for somebody on record
    apart: bool = False  # somebody else of the same name and telephone, as a clerk says

    @property
    def answers(self) -> Answers:
        """The clerk's to what was asked about the person."""
        return self.first.answers

    def contradiction(self, facts: ReportInFacts, line: Line, community: Place) -> Question | None:
        """Why a row, though it names the same person, cannot be joined without a word of the clerk."""
        row, answers = self.first.row, line.answers
        if facts.person.name != self.facts.person.name and answers.get("who") != "same":
            return questions.other_name(row, facts.person)
        if facts.community_id != self.community.pk and "place" not in answers:
            return questions.two_communities(row, self.community, community)
        if different(self.facts.person.birth, facts.person.birth) and answers.get("birth") != "same":
            return questions.other_birth(row)
        units = {facts.unit_id, self.facts.unit_id} - {None}
        return questions.two_units(row) if len(units) > 1 and "job" not in answers else None

    def is_another(self, facts: ReportInFacts, line: Line) -> bool:
        """Whether a clerk said that the row is about somebody else."""
        return line.answers.get("birth") == "another" and different(self.facts.person.birth, facts.person.birth)

    def take(self, facts: ReportInFacts, answers: Answers, community: Place) -> None:
        """Take in what another row says, and let it speak where a clerk said so."""
        self.facts.absorb(facts)
        if answers.get("place") == "this":
            self.community, self.facts.community_id = community, community.pk
        if answers.get("job") == "this":
            self.facts.unit_id = facts.unit_id

    def join(self, decision: Decision) -> None:
        """Let a row about the same person go with the first."""
        decision.status, decision.payload = Status.MERGED, self
        decision.reason = _("与第%(row)s行是同一个人。") % {"row": self.first.row}
        self.merged.append(decision)

    def fuse(self, other: "Entry") -> None:
        """Take in another entry that turned out to be the same person."""
        self.take(other.facts, other.answers, other.community)
        for decision in (other.decision, *other.merged):
            self.join(decision)

    def ask(self, question: Question) -> None:
        """Let the whole entry wait for a clerk."""
        self.decision.status, self.decision.reason = Status.CONFLICT, question.sentence
        self.decision.options = question.options
        for decision in self.merged:
            decision.status = Status.CONFLICT
            decision.reason = _("与第%(row)s行是同一个人，那一行还要核对。") % {"row": self.first.row}


def different(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates of birth cannot be the same, each taken as precisely as it is known."""
    if one is None or other is None:
        return False
    return one.last() < other.first() or other.last() < one.first()
