"""Finding that two records are one human, and taking it back.

Nothing is moved: the record that goes points to the one that stays. What upper apps keep for
either stays where it is, and reads follow the pointer; so the undo is exact.
"""

from django.utils import timezone

from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.people import may
from gongzhi.kernel.people.models import Merge, Person
from gongzhi.lib.actions import Actor, action, demand


@action
def merge(kept: Person, gone: Person, *, reason: str, by: Actor) -> Merge:
    """Join ``gone`` to ``kept``, and with it whoever was joined to ``gone`` before."""
    kept, gone = _lock_both(kept, gone)
    demand(may.merge(by, kept, gone))
    followers = list(Person.objects.filter(same_as=gone).values_list("pk", flat=True))
    pointers = [*followers, gone.pk]
    Person.objects.filter(pk__in=pointers).update(same_as=kept)
    done = Merge.objects.create(kept=kept, gone=gone, pointers=pointers, reason=reason, merged_by_id=by.person_id)
    record(by, "person.merged", kept, gone=gone.pk)
    return done


@action
def undo_merge(done: Merge, *, by: Actor) -> Merge:
    """Take a merge back: every pointer it set stands again where it stood."""
    done = Merge.objects.select_for_update(no_key=True, of=("self",)).get(pk=done.pk)
    done.kept, done.gone = _lock_both(done.kept, done.gone)
    demand(may.undo_merge(by, done))
    Person.objects.filter(pk__in=set(done.pointers) - {done.gone_id}).update(same_as=done.gone)
    Person.objects.filter(pk=done.gone_id).update(same_as=None)
    done.undone_at, done.undone_by_id = timezone.now(), by.person_id
    done.save(update_fields=["undone_at", "undone_by"])
    record(by, "person.merge_undone", done.kept, gone=done.gone_id)
    return done


def _lock_both(one: Person, other: Person) -> tuple[Person, Person]:
    """In the order of their ids, so that two merges of the same pair cannot wait for each other."""
    pair = Person.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=(one.pk, other.pk))
    locked = {person.pk: person for person in pair.order_by("pk")}
    return locked[one.pk], locked[other.pk]
