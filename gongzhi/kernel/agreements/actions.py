"""Drafting, sending, signing, ending agreements; taking over those of the past."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

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


def state_on(facts: AgreementFacts, day: dt.date) -> AgreementState:
    """Signed by both sides, it is in force until its last day and finished after it."""
    return AgreementState.FINISHED if facts.ends_on < day else AgreementState.IN_FORCE


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
            state=state_on(fact, as_of),
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
    """Bring the dates of an agreement up to what a newer ledger says; returns the former values."""
    agreement = Agreement.objects.lock(agreement)
    said = {
        "signed_on": fact.signed_on,
        "starts_on": fact.starts_on,
        "ends_on": fact.ends_on,
        "state": state_on(fact, as_of),
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
    """One side signs; when both have, the agreement is in force."""
    agreement = Agreement.objects.lock(agreement)
    demand(may.sign(by, agreement, side))
    agreement.parties.filter(side=side).update(signed_on=on)
    if can_move(agreement, "sign_first"):
        move(agreement, "sign_first")
    else:
        move(agreement, "sign_second", signed_on=on)
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
    for agreement in standing.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        days = setting(REMIND_DAYS.key, on=today, street_id=agreement.street_id)
        if agreement.ends_on and agreement.ends_on <= today + dt.timedelta(days=days):
            agreement.reminded_on = today
            agreement.save(update_fields=["reminded_on"])
            record(by, "agreement.reminded", agreement)
            tell(AgreementEnding(agreement))
            count += 1
    return count


@action
def finish_ended(*, today: dt.date, by: Actor) -> int:
    """Let every agreement whose term is over be finished. Returns how many; the second run finds none."""
    over = list(Agreement.objects.filter(state=AgreementState.IN_FORCE, ends_on__lt=today).values_list("pk", flat=True))
    for agreement in Agreement.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=over).order_by("pk"):
        move(agreement, "finish")
        record(by, "agreement.finished", agreement)
    return len(over)
