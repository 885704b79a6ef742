"""Finding that two records are one human, and taking it back.

One of the staff proposes, another confirms; there is no way for one alone. Nothing is moved: the
record that goes points to the one that stays. What upper apps keep for either stays where it is, and
reads follow the pointer; so the undo is exact.
"""

from typing import cast

from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.notices.actions import tell
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Merge, MergeProposal, Person
from gongzhi.kernel.people.notices import RecordsJoined, RecordsParted
from gongzhi.lib.actions import Actor, action, demand
from gongzhi.lib.states import move


@action
def propose_merge(kept: Person, gone: Person, *, reason: str, by: Actor) -> MergeProposal:
    """Say that ``gone`` is the same human as ``kept``; nothing is joined until somebody else confirms it."""
    kept, gone = _lock_both(kept, gone)
    demand(may.propose_merge(by, kept, gone, reason))
    proposal = MergeProposal.objects.create(
        kept=kept, gone=gone, reason=reason.strip()[:200], proposed_by_id=cast(int, by.person_id)
    )
    record(by, "person.merge_proposed", kept, gone=gone.pk)
    return proposal


@action
def confirm_merge(proposal: MergeProposal, *, by: Actor) -> Merge:
    """Join the record that goes, and whoever was joined to it before, to the one that stays; both are told."""
    proposal = _lock_proposal(proposal)
    demand(may.confirm_merge(by, proposal))
    done = _join(proposal, by)
    move(proposal, "confirm", decided_at=done.merged_at, decided_by_id=by.person_id, merge=done)
    record(by, "person.merged", done.kept, gone=done.gone_id)
    tell(RecordsJoined(done))
    return done


def _join(proposal: MergeProposal, by: Actor) -> Merge:
    kept, gone = proposal.kept, proposal.gone
    followers = list(Person.objects.filter(same_as=gone).values_list("pk", flat=True))
    pointers = [*followers, gone.pk]
    Person.objects.filter(pk__in=pointers).update(same_as=kept)
    return Merge.objects.create(
        kept=kept, gone=gone, pointers=pointers, reason=proposal.reason, merged_by_id=by.person_id
    )


@action
def turn_down_merge(proposal: MergeProposal, *, by: Actor) -> MergeProposal:
    """Leave two records apart that somebody, perhaps oneself, proposed to join."""
    proposal = _lock_proposal(proposal)
    demand(may.turn_down_merge(by, proposal))
    move(proposal, "turn_down", decided_at=timezone.now(), decided_by_id=by.person_id)
    record(by, "person.merge_turned_down", proposal.kept, gone=proposal.gone_id)
    return proposal


@action
def undo_merge(done: Merge, *, by: Actor) -> Merge:
    """Take a merge back within thirty days: every pointer it set stands again where it stood; both are told."""
    done = Merge.objects.select_for_update(no_key=True, of=("self",)).get(pk=done.pk)
    done.kept, done.gone = _lock_both(done.kept, done.gone)
    demand(may.undo_merge(by, done))
    Person.objects.filter(pk__in=set(done.pointers) - {done.gone_id}).update(same_as=done.gone)
    Person.objects.filter(pk=done.gone_id).update(same_as=None)
    done.undone_at, done.undone_by_id = timezone.now(), by.person_id
    done.save(update_fields=["undone_at", "undone_by"])
    record(by, "person.merge_undone", done.kept, gone=done.gone_id)
    tell(RecordsParted(done))
    return done


def _lock_proposal(proposal: MergeProposal) -> MergeProposal:
    proposal = MergeProposal.objects.lock(proposal)
    proposal.kept, proposal.gone = _lock_both(proposal.kept, proposal.gone)
    return proposal


def _lock_both(one: Person, other: Person) -> tuple[Person, Person]:
    """In the order of their ids, so that two merges of the same pair cannot wait for each other."""
    pair = Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=(one.pk, other.pk))
    locked = {person.pk: person for person in pair.order_by("pk")}
    return locked[one.pk], locked[other.pk]
