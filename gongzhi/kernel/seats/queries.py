"""How a quota stands, and where somebody stands in it."""

from gongzhi.kernel.seats.models import Quota, Turn


def free(quota: Quota) -> int | None:
    """Places left for who comes now, None if they do not run out; nobody overtakes those who wait."""
    if quota.places is None:
        return None
    return 0 if quota.waiting else quota.places - quota.taken


def turn_of(quota: Quota, person_id: int) -> Turn | None:
    """The turn that a person has in a queue now."""
    return Turn.objects.live().filter(quota=quota, person=person_id).first()


def before(turn: Turn) -> int:
    """How many turns wait before this one."""
    return Turn.objects.waiting().filter(quota=turn.quota_id, position__lt=turn.position).count()
