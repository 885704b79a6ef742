"""The places in which somebody may live, as a desk chooses among them."""

from gongzhi.kernel.people.may import LIVED_IN
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.record import homes_of
from gongzhi.kernel.people.requests import KEEP
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import communities_in
from gongzhi.lib.actions import Actor


def community_of_home(person: Person, *, by: Actor) -> int:
    """The community in which somebody lives, else that of their file, else the first of the desk; 0 for none."""
    lived = [int(home.household.place.path.split(".")[1]) for home in homes_of(person)]
    known = [*lived, *([person.community_id] if person.community_id else [])]
    paths = by.reach(KEEP)
    within = [*communities_in(paths), *(int(path.split(".")[1]) for path in paths if path.count(".") > 1)]
    return next((pk for pk in (*known, *within) if pk in within), 0)


def homes_to_choose(person: Person, community: int, *, by: Actor) -> list[Place]:
    """The places with doors of one community within reach, and where somebody lives today."""
    inside = Place.objects.active().filter(street=person.street_id, kind__in=LIVED_IN)
    found = inside.filter(path__startswith=f"{person.street_id}.{community}.").select_related("parent")
    chosen = [place for place in found.order_by("path") if by.can(KEEP, place.path)]
    lived = [home.household.place for home in homes_of(person)]
    return [place for place in lived if place not in chosen] + chosen
