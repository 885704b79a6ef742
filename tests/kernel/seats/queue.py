"""A quota and the people who come to it."""

from gongzhi.kernel.people.models import Person
from gongzhi.kernel.seats.actions import take
from gongzhi.kernel.seats.models import Quota, Turn
from gongzhi.lib.actions import Actor
from tests import making


def quota(places: int | None, **options: object) -> Quota:
    return Quota.objects.create(street=making.any_street(), places=places, **options)


def people(count: int) -> list[Person]:
    return [making.person(f"报名人{number}", street=making.any_street()) for number in range(count)]


def comes(to: Quota, person: Person, **options: object) -> Turn:
    """Somebody signs up by themselves."""
    return take(to, person=person, by=making.resident(person), **options).turn  # type: ignore[arg-type]


def states(of: Quota) -> list[str]:
    """The turns of a queue in its order."""
    return list(of.turns.order_by("position").values_list("state", flat=True))


def checked(of: Quota) -> Quota:
    """The quota as it stands, after its counters were compared with its turns."""
    of.refresh_from_db()
    assert of.taken == sum(of.turns.seated().values_list("party", flat=True))
    assert of.waiting == of.turns.waiting().count()
    assert of.places is None or of.taken <= of.places
    return of


WORKER = Actor.system("worker")
