"""The tree as the desk looks at it: two steps at a time, what lies deeper counted; and places found by name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Func, Value

from gongzhi.kernel.places import may
from gongzhi.kernel.places.models import PARENTS, Kind, Place, PlaceQuerySet, short
from gongzhi.kernel.places.queries import names_of
from gongzhi.kernel.places.states import PlaceState
from gongzhi.lib.actions import Actor
from gongzhi.lib.reach import within
from gongzhi.lib.search import query_kind, reading

#: What a search shows; more is narrowed by another letter.
MOST = 50
#: Kinds whose names are numbers (3号楼, 2门洞): nobody looks for the reading of one.
NUMBERED = (Kind.BUILDING, Kind.ENTRANCE)


@dataclass(slots=True)
class Node:
    """A place in the tree; ``inside`` says how many of each kind lie in it, directly or deeper."""

    id: int
    name: str
    kind: str
    ended: bool
    inside: dict[str, int] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        """Whether there is something below that this tree does not show."""
        return bool(self.inside) and not self.children


@dataclass(frozen=True, slots=True)
class Found:
    """A place that fits, and the names of those above it, the nearest first."""

    id: int
    name: str
    kind: str
    ended: bool
    trail: tuple[str, ...]


class _Step(Func):
    """The n-th step of a path ``"1.4.31."``, counted from 1; empty past its end."""

    function = "SPLIT_PART"

    def __init__(self, path: Any, step: int) -> None:
        super().__init__(path, Value("."), Value(step), output_field=CharField())


def tree(root: Place, *, ended: bool = False) -> list[Node]:
    """What stands right below a place, and below that, in administrative order; three queries whatever the size."""
    below = _standing(Place.objects.filter(parent=root), ended).get(root.pk, [])
    deeper = _standing(Place.objects.filter(parent__in=[node.id for node in below]), ended)
    inside = _inside(root)
    for node in below:
        node.children = deeper.get(node.id, [])
        for each in (node, *node.children):
            each.inside = _without(each, inside.get(each.id, {}))
    return below


def _standing(places: PlaceQuerySet, ended: bool) -> dict[int, list[Node]]:
    """Nodes by the id of their parent; ended places only on wish."""
    found: dict[int, list[Node]] = defaultdict(list)
    rows = (places if ended else places.active()).order_by("position", "id")
    for parent, pk, name, kind, state in rows.values_list("parent_id", "pk", "name", "kind", "state"):
        found[parent].append(Node(pk, name, kind, state == PlaceState.ENDED))
    return found


def _inside(root: Place) -> dict[int, dict[str, int]]:
    """How many of each kind lie in the places one and two steps below, these themselves too."""
    depth = root.path.count(".")
    steps = {"one": _Step("path", depth + 1), "two": _Step("path", depth + 2)}
    standing: Any = Place.objects.active().within(root.path).exclude(pk=root.pk).annotate(**steps).order_by()
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one, two, kind, number in standing.values_list("one", "two", "kind").annotate(number=Count("pk")):
        for step in filter(None, (one, two)):
            found[int(step)][kind] += number
    return found


def _without(node: Node, inside: dict[str, int]) -> dict[str, int]:
    """What lies in a place, without itself, the larger kinds first."""
    itself = 0 if node.ended else 1
    counted = ((kind, inside.get(kind, 0) - (itself if kind == node.kind else 0)) for kind in Kind.values)
    return {kind: number for kind, number in counted if number}


def look_up(text: str, paths: Sequence[str], *, ended: bool = False) -> list[Found]:
    """Places in those at ``paths`` by a part of their name or its reading: 杏林, xinglin, xl. At most fifty."""
    kind, typed = query_kind(text)
    standing = Place.objects.filter(within(paths, "path")).order_by("path")
    standing = standing if ended else standing.active()
    if kind == "latin":
        named = [p for p in standing.exclude(kind__in=NUMBERED) if _is_read(p.name, typed)]
    elif text.strip():
        named = list(standing.filter(name__icontains=text.strip())[:MOST])
    else:
        named = []
    return _with_trails(named[:MOST])


def _is_read(name: str, typed: str) -> bool:
    keys = reading(short(name))
    return keys.pinyin.startswith(typed) or keys.initials.startswith(typed) or typed in name.lower()


def _with_trails(places: Sequence[Place]) -> list[Found]:
    above = {place.pk: [int(step) for step in place.path.rstrip(".").split(".")][-2::-1] for place in places}
    names = names_of({pk for steps in above.values() for pk in steps})
    return [
        Found(p.pk, p.name, p.kind, p.state == PlaceState.ENDED, tuple(names[pk] for pk in above[p.pk])) for p in places
    ]


def homes_for(place: Place, *, by: Actor) -> list[tuple[int, str]]:
    """Where a place can stand, where it does today among them: id, and name with that of the place above."""
    above = PARENTS[place.kind]
    homes = Place.objects.active().filter(street=place.street_id, kind__in=above).exclude(path__startswith=place.path)
    seen = [home for home in homes.select_related("parent").order_by("path") if may.keep_the_tree(by, home.path)]
    return [(home.pk, called(home)) for home in seen]


def called(home: Place) -> str:
    """Its name with that of the place above, where names of its kind come again elsewhere."""
    return f"{home.parent.name} {home.name}" if home.parent and home.kind != Kind.COMMUNITY else home.name


def below(parent: Place) -> list[tuple[int, str]]:
    """The places in use right below another, in their order."""
    return list(parent.children.active().order_by("position", "id").values_list("pk", "name"))


def moves_along(place: Place) -> dict[str, int]:
    """How many places of each kind go with one that moves."""
    inside = Place.objects.active().within(place.path).exclude(pk=place.pk).order_by()
    counted = dict(inside.values_list("kind").annotate(number=Count("pk")))
    return {kind: counted[kind] for kind in Kind.values if kind in counted}
