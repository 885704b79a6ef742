"""Drafting, sending, signing, ending agreements; taking over those of the past."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from gongzhi.kernel.agreements import may
from gongzhi.kernel.agreements.models import Agreement, Clause, Party
from gongzhi.kernel.agreements.notices import AgreementEnding
from gongzhi.kernel.agreements.states import AgreementState, Side
from gongzhi.kernel.agreements.thresholds import REMIND_DAYS
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.rulebook.queries import setting
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.sheets import Source
from gongzhi.lib.states import can_move, move


@dataclass(slots=True)
class AgreementFacts:
    """What a ledger says of one agreement in force: the parties, the term, the promises in order."""

    kind: str
    number: str
    place: Place
    first: Organization
    second: Organization
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    clauses: tuple[str, ...] = field(default_factory=tuple)

    def state_on(self, day: dt.date) -> AgreementState:
        """Signed by both sides, it is in force until its last day and finished after it."""
        return AgreementState.FINISHED if self.ends_on < day else AgreementState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Promise:
    """One clause of a draft; measurable with an amount, a day and who owes it."""

    text: str
    amount: int | None = None
    due_on: dt.date | None = None
    owner: Organization | None = None


@action
def draft(
    kind: str,
    *,
    number: str,
    place: Place,
    first: Organization,
    second: Organization,
    starts_on: dt.date,
    ends_on: dt.date,
    promises: Sequence[Promise],
    by: Actor,
) -> Agreement:
    """Write down what two organisations are about to agree on, in the order of the text."""
    demand(may.draft(by, kind, number, place, first, second, starts_on, ends_on))
    street_id = place.street_id or place.pk
    agreement = Agreement.objects.create(
        street_id=street_id, place=place, kind=kind, number=number, starts_on=starts_on, ends_on=ends_on
    )
    for side, organization in ((Side.FIRST, first), (Side.SECOND, second)):
        Party.objects.create(agreement=agreement, side=side, organization=organization)
    for position, said in enumerate(promises, start=1):
        terms = {"amount": said.amount, "due_on": said.due_on, "owner": said.owner}
        Clause.objects.create(agreement=agreement, position=position, text=said.text, **terms)
    record(by, "agreement.drafted", agreement)
    return agreement


@action
def take_over_agreements(
    facts: Sequence[AgreementFacts], *, as_of: dt.date, by: Actor
) -> list[tuple[Agreement, list[Clause]]]:
    """Create agreements from a ledger of signed ones, all at once; the journal line is the batch's."""
    agreements = [
        Agreement(
            street_id=fact.place.street_id or fact.place.pk,
            place=fact.place,
            kind=fact.kind,
            number=fact.number,
            state=fact.state_on(as_of),
            signed_on=fact.signed_on,
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            source=Source.TAKEN_OVER,
        )
        for fact in facts
    ]
    bulk.insert(agreements)
    pairs = list(zip(agreements, facts, strict=True))
    bulk.insert([party for agreement, fact in pairs for party in _parties(agreement, fact)])
    clauses = [_clauses(agreement, fact.clauses) for agreement, fact in pairs]
    bulk.insert([clause for promised in clauses for clause in promised])
    return list(zip(agreements, clauses, strict=True))


def _parties(agreement: Agreement, fact: AgreementFacts) -> list[Party]:
    return [
        Party(agreement=agreement, side=side, organization=organization, signed_on=fact.signed_on)
        for side, organization in ((Side.FIRST, fact.first), (Side.SECOND, fact.second))
    ]


def _clauses(agreement: Agreement, texts: Sequence[str]) -> list[Clause]:
    return [Clause(agreement=agreement, position=n, text=text) for n, text in enumerate(texts, start=1)]


@action
def revise_taken_over(agreement: Agreement, fact: AgreementFacts, *, as_of: dt.date, by: Actor) -> dict[str, object]:
    """Bring the dates of an agreement up to what a newer ledger says; returns the former values.

    One that was terminated here stays so; of a new last day both sides are reminded anew.
    """
    agreement = Agreement.objects.lock(agreement)
    terminated = agreement.state == AgreementState.TERMINATED
    said = {
        "signed_on": fact.signed_on,
        "starts_on": fact.starts_on,
        "ends_on": fact.ends_on,
        "state": agreement.state if terminated else fact.state_on(as_of),
        "reminded_on": agreement.reminded_on if agreement.ends_on == fact.ends_on else None,
    }
    new = {name: value for name, value in said.items() if getattr(agreement, name) != value}
    before = {name: getattr(agreement, name) for name in new}
    for name, value in new.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=list(new))
    return before


@action
def send(agreement: Agreement, *, by: Actor) -> Agreement:
    """Hand the draft to both sides."""
    agreement = Agreement.objects.lock(agreement)
    demand(may.send(by, agreement))
    move(agreement, "send")
    record(by, "agreement.sent", agreement)
    return agreement


@action
def sign(agreement: Agreement, side: str, *, on: dt.date, by: Actor) -> Agreement:
    """One side signs; when both have, the agreement is in force, signed on the later of the two days."""
    agreement = Agreement.objects.lock(agreement)
    demand(may.sign(by, agreement, side))
    agreement.parties.filter(side=side).update(signed_on=on, signer=by.person_id)
    if can_move(agreement, "sign_first"):
        move(agreement, "sign_first")
    else:
        move(agreement, "sign_second", signed_on=agreement.parties.aggregate(last=Max("signed_on"))["last"])
    record(by, "agreement.signed", agreement, side=side)
    return agreement


@action
def terminate(agreement: Agreement, *, on: dt.date, by: Actor) -> Agreement:
    """End an agreement before its term."""
    agreement = Agreement.objects.lock(agreement)
    demand(may.terminate(by, agreement, on))
    move(agreement, "terminate", terminated_on=on)
    record(by, "agreement.terminated", agreement)
    return agreement


@action
def remind_of_ending(*, today: dt.date, by: Actor) -> int:
    """Tell both sides of every agreement that ends within the days the street has set; each once."""
    count = 0
    standing = Agreement.objects.filter(state=AgreementState.IN_FORCE, reminded_on=None, ends_on__gte=today)
    for street_id in standing.order_by("street_id").values_list("street_id", flat=True).distinct():
        days = setting(REMIND_DAYS.key, on=today, street_id=street_id)
        due = standing.filter(street_id=street_id, ends_on__lte=today + dt.timedelta(days=days))
        for agreement in due.select_for_update(no_key=True, of=("self",)).order_by("pk"):
            agreement.reminded_on = today
            agreement.save(update_fields=["reminded_on"])
            record(by, "agreement.reminded", agreement)
            tell(AgreementEnding(agreement))
            count += 1
    return count


@action
def finish_ended(*, today: dt.date, by: Actor) -> int:
    """Let every agreement whose term is over be finished. Returns how many; the second run finds none."""
    ended = Agreement.objects.filter(state=AgreementState.IN_FORCE, ends_on__lt=today)
    over = list(ended.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    for agreement in over:
        move(agreement, "finish")
        record(by, "agreement.finished", agreement)
    return len(over)
