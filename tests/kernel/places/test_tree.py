"""The governance tree: what may stand in what, moving, ending, and who may."""

import datetime as dt
from contextlib import nullcontext

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.actions import PlaceFacts, add_place, end_place, move_place, take_over_places
from gongzhi.kernel.places.models import Kind, Place, Placement
from gongzhi.kernel.places.states import PlaceState
from gongzhi.lib.actions import ANONYMOUS, Actor, Refused
from tests import making

pytestmark = pytest.mark.django_db

BEFORE, DAY, AFTER = dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 6, 1)
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def chain(*kinds: str) -> Place | None:
    """The last of some places that stand in each other, named by their kind."""
    last = None
    for kind in kinds:
        last = making.place(kind, last, f"一{kind}")
    return last


STREET, COMMUNITY, GRID = Kind.SUBDISTRICT, Kind.COMMUNITY, Kind.GRID
COURTYARD, BUILDING, ENTRANCE = Kind.COURTYARD, Kind.BUILDING, Kind.ENTRANCE


@pytest.mark.parametrize(
    "kinds",
    [
        (STREET, COMMUNITY, GRID, COURTYARD, BUILDING, ENTRANCE),
        (STREET, COMMUNITY, COURTYARD, ENTRANCE),
        (STREET, COMMUNITY, GRID, BUILDING),
        (STREET, COMMUNITY, BUILDING, ENTRANCE),
    ],
)
def test_the_tree_is_as_deep_as_the_place_is(kinds: tuple[str, ...]) -> None:
    last = chain(*kinds)
    assert last is not None
    steps = last.path.rstrip(".").split(".")
    assert [Place.objects.get(pk=step).kind for step in steps] == list(kinds)
    assert last.street_id == int(steps[0])


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        ((STREET,), GRID),
        ((STREET,), COURTYARD),
        ((STREET, COMMUNITY), COMMUNITY),
        ((STREET, COMMUNITY), ENTRANCE),
        ((STREET, COMMUNITY, COURTYARD), GRID),
        ((STREET, COMMUNITY), STREET),
        ((), COMMUNITY),
    ],
)
def test_a_register_puts_nothing_where_it_cannot_stand(above: tuple[str, ...], kind: str) -> None:
    parent = chain(*above)
    with pytest.raises(Refused, match="这里下面不能设这一级"):
        making.place(kind, parent, "乱放的")
    assert Place.objects.count() == len(above)


def test_the_database_keeps_a_parent_for_everything_below_a_street() -> None:
    street = making.street()
    with pytest.raises(IntegrityError, match="place_root"), transaction.atomic():
        Place.objects.create(kind=COMMUNITY, name="孤儿社区", path="9.", street=street)
    with pytest.raises(IntegrityError, match="place_root"):
        Place.objects.create(kind=STREET, name="街中街", path="9.", parent=street)


def test_one_name_stands_once_below_a_parent_until_it_is_ended() -> None:
    community = making.community()
    first = making.grid(community, "第一网格")
    with pytest.raises(IntegrityError, match="place_name_once"), transaction.atomic():
        making.grid(community, "第一网格")
    end_place(first, on=DAY, by=making.SYSTEM)
    assert making.grid(community, "第一网格").pk != first.pk


@pytest.mark.parametrize(
    ("latitude", "longitude", "stands"), [(34.79, 113.67, True), (None, None, True), (34.79, None, False),
    (None, 113.67, False), (91.0, 113.67, False), (34.79, -181.0, False)],
)  # fmt: skip
def test_coordinates_come_in_pairs_on_this_earth(latitude: float | None, longitude: float | None, stands: bool) -> None:
    refused = nullcontext() if stands else pytest.raises(IntegrityError, match="place_coordinates")
    community = making.community()
    with refused:
        making.courtyard(community, latitude=latitude, longitude=longitude)


def street_with_grids() -> tuple[Place, Place, Place]:
    """Two communities, and a grid in the first in which a courtyard with an entrance stands."""
    street = making.street()
    old, new = making.community(street, "甲社区"), making.community(street, "乙社区")
    grid = making.grid(old)
    making.place(ENTRANCE, making.courtyard(grid), "1门洞")
    return old, new, grid


def test_a_place_moves_with_everything_in_it() -> None:
    old, new, grid = street_with_grids()
    moved = move_place(grid, new, on=DAY, by=making.SYSTEM)
    assert (moved.parent_id, moved.path) == (new.pk, f"{new.path}{grid.pk}.")
    below = Place.objects.within(new.path).exclude(pk=new.pk)
    assert sorted(below.values_list("kind", flat=True)) == [COURTYARD, ENTRANCE, GRID]
    assert all(place.path == f"{place.parent.path}{place.pk}." for place in below.select_related("parent"))
    assert not Place.objects.within(old.path).exclude(pk=old.pk).exists()
    (entry,) = entries_about(grid)
    assert (entry.verb, entry.facts) == ("place.moved", {"parent": new.pk})


def test_a_moved_place_remembers_where_it_stood() -> None:
    old, new, grid = street_with_grids()
    move_place(grid, new, on=DAY, by=making.SYSTEM)
    move_place(grid, old, on=AFTER, by=making.SYSTEM)
    history = list(grid.placements.order_by("id").values_list("parent", "since", "until"))
    assert history == [(old.pk, None, DAY), (new.pk, DAY, AFTER), (old.pk, AFTER, None)]


def test_a_place_can_move_twice_on_one_day() -> None:
    old, new, grid = street_with_grids()
    move_place(grid, new, on=DAY, by=making.SYSTEM)
    move_place(grid, old, on=DAY, by=making.SYSTEM)
    assert Place.objects.get(pk=grid.pk).parent_id == old.pk


def test_nothing_else_moves_along() -> None:
    old, new, grid = street_with_grids()
    making.grid(old, "第二网格")
    before = dict(Place.objects.exclude(path__startswith=grid.path).values_list("pk", "path"))
    move_place(grid, new, on=DAY, by=making.SYSTEM)
    assert before.items() <= dict(Place.objects.values_list("pk", "path")).items()


def test_the_database_refuses_two_parents_on_one_day() -> None:
    _old, new, grid = street_with_grids()
    with pytest.raises(IntegrityError, match="placement_one_at_a_time"):
        Placement.objects.create(place=grid, parent=new, since=DAY)


def test_the_day_of_the_move_belongs_to_the_new_parent() -> None:
    _old, new, grid = street_with_grids()
    Placement.objects.filter(place=grid).update(until=DAY)
    Placement.objects.create(place=grid, parent=new, since=DAY, until=AFTER)
    with pytest.raises(DatabaseError, match="placement_one_at_a_time"):
        Placement.objects.create(place=grid, parent=new, since=BEFORE, until=DAY)


def test_a_place_stays_where_it_cannot_go() -> None:
    old, new, grid = street_with_grids()
    courtyard = Place.objects.of_kind(COURTYARD).get()
    elsewhere = making.community(making.street("别处街道", code="410105003"), "丙社区")
    making.grid(making.community(old.street, "丁社区"), "第二网格")
    namesake = making.community(old.street, "戊社区")
    making.grid(namesake, "第一网格")
    for parent, reason in (
        (elsewhere, "另一个街道"),
        (old, "已经在这里"),
        (courtyard, "不能设这一级"),
        (grid, "不能设这一级"),
        (old.street, "不能设这一级"),
        (namesake, "已经有这个名称"),
    ):
        with pytest.raises(Refused, match=reason):
            move_place(grid, parent, on=DAY, by=making.SYSTEM)
    assert move_place(grid, new, on=DAY, by=making.SYSTEM).parent_id == new.pk


def test_history_goes_forward_and_not_beyond_today() -> None:
    old, new, grid = street_with_grids()
    move_place(grid, new, on=DAY, by=making.SYSTEM)
    for action, reason in (
        (lambda: move_place(grid, old, on=BEFORE, by=making.SYSTEM), "不能早于"),
        (lambda: move_place(grid, old, on=TOMORROW, by=making.SYSTEM), "还没有到"),
        (lambda: end_place(Place.objects.of_kind(ENTRANCE).get(), on=TOMORROW, by=making.SYSTEM), "还没有到"),
    ):
        with pytest.raises(Refused, match=reason):
            action()
    move_place(grid, old, on=DAY, by=making.SYSTEM)


def test_a_place_ends_with_its_codes_and_placements_and_its_history_stays() -> None:
    community = making.community()
    grid = making.grid(community, code="410105002001001")
    ended = end_place(grid, on=DAY, by=making.SYSTEM)
    assert (ended.state, ended.until) == (PlaceState.ENDED, DAY)
    assert list(grid.codes.values_list("code", "valid_to")) == [("410105002001001", DAY)]
    assert list(grid.placements.values_list("parent", "until")) == [(community.pk, DAY)]
    assert [entry.verb for entry in entries_about(grid)] == ["place.ended"]


def test_a_place_ends_once_and_only_when_nothing_stands_in_it() -> None:
    community = making.community()
    grid = making.grid(community)
    with pytest.raises(Refused, match="下面还有在用的地方"):
        end_place(community, on=DAY, by=making.SYSTEM)
    end_place(grid, on=DAY, by=making.SYSTEM)
    end_place(community, on=DAY, by=making.SYSTEM)
    with pytest.raises(Refused, match="已撤销"):
        end_place(community, on=DAY, by=making.SYSTEM)


def test_nothing_is_put_into_or_taken_out_of_what_has_ended() -> None:
    old, new, grid = street_with_grids()
    empty = making.community(old.street, "空社区")
    end_place(empty, on=DAY, by=making.SYSTEM)
    with pytest.raises(Refused, match="上级已经撤销"):
        move_place(grid, empty, on=DAY, by=making.SYSTEM)
    with pytest.raises(Refused, match="上级已经撤销"):
        making.grid(empty)
    with pytest.raises(Refused, match="不能移动"):
        move_place(empty, new, on=DAY, by=making.SYSTEM)
    move_place(grid, new, on=DAY, by=making.SYSTEM)


def test_a_place_ended_in_memory_only_does_not_take_anything_in() -> None:
    """The parent is read again under the lock: a list made an hour ago may be old."""
    community = making.community()
    stale = Place.objects.get(pk=community.pk)
    end_place(community, on=DAY, by=making.SYSTEM)
    with pytest.raises(Refused, match="上级已经撤销"):
        making.grid(stale)


def test_a_place_is_put_where_its_parent_stands_now() -> None:
    _old, new, grid = street_with_grids()
    stale = Place.objects.get(pk=grid.pk)
    move_place(grid, new, on=DAY, by=making.SYSTEM)
    assert making.courtyard(stale, "西院").path.startswith(new.path)


def test_the_database_refuses_an_end_before_the_beginning() -> None:
    community = making.community()
    Place.objects.filter(pk=community.pk).update(since=DAY)
    end = Place.objects.filter(pk=community.pk)
    with pytest.raises(IntegrityError, match="place_dates"), transaction.atomic():
        end.update(state=PlaceState.ENDED, until=BEFORE)
    with pytest.raises(IntegrityError, match="place_state"), transaction.atomic():
        end.update(state=PlaceState.ENDED)
    assert end.update(state=PlaceState.ENDED, until=DAY) == 1


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.STREET_CITY_OFFICER, Role.ADMIN])
def test_the_street_keeps_its_tree(role: Role) -> None:
    old, new, grid = street_with_grids()
    officer = making.street_officer(old.street, role)
    added = add_place(PlaceFacts(GRID, "新网格", old), as_of=DAY, by=officer)
    assert (added.source, added.path) == ("live", f"{old.path}{added.pk}.")
    assert [entry.actor_id for entry in entries_about(added)] == [officer.person_id]
    move_place(grid, new, on=DAY, by=officer)
    end_place(added, on=DAY, by=officer)


def test_nobody_else_touches_the_tree() -> None:
    old, new, grid = street_with_grids()
    for by in (
        making.community_worker(old),
        making.street_officer(old.street, Role.STREET_FINANCE),
        making.street_officer(making.street("别处街道", code="410105003"), Role.STREET_LEADER),
        making.resident(making.person()),
        ANONYMOUS,
    ):
        check_nothing_is_allowed(by, old, new, grid)
    move_place(grid, new, on=DAY, by=making.street_officer(old.street, Role.STREET_CITY_OFFICER))


def check_nothing_is_allowed(by: Actor, old: Place, new: Place, grid: Place) -> None:
    with pytest.raises(PermissionDenied):
        add_place(PlaceFacts(GRID, "新网格", old), as_of=DAY, by=by)
    with pytest.raises(PermissionDenied):
        move_place(grid, new, on=DAY, by=by)
    with pytest.raises(PermissionDenied):
        end_place(Place.objects.of_kind(ENTRANCE).get(), on=DAY, by=by)


def test_a_right_over_one_community_takes_nothing_to_another() -> None:
    old, new, grid = street_with_grids()
    office = making.office(old.street)
    here = making.actor(Role.STREET_CITY_OFFICER, office, over=old)
    with pytest.raises(PermissionDenied):
        move_place(grid, new, on=DAY, by=here)
    officer = Person.objects.get(pk=here.person_id)
    making.seat(officer, Role.STREET_CITY_OFFICER, office, over=new)
    both = actor_for(officer, on=making.TODAY)
    assert move_place(grid, new, on=DAY, by=both).parent_id == new.pk


def test_a_street_is_founded_by_the_system_alone() -> None:
    leader = making.street_officer(making.street(), Role.STREET_LEADER)
    with pytest.raises(PermissionDenied, match="新的街道"):
        add_place(PlaceFacts(STREET, "新街道"), as_of=DAY, by=leader)
    founded = add_place(PlaceFacts(STREET, "新街道"), as_of=DAY, by=making.SYSTEM)
    assert (founded.path, founded.street_id) == (f"{founded.pk}.", founded.pk)


def test_a_place_is_not_added_under_a_name_that_stands_there() -> None:
    community = making.community()
    by = making.street_officer(community.street, Role.STREET_CITY_OFFICER)
    add_place(PlaceFacts(GRID, "第一网格", community), as_of=DAY, by=by)
    with pytest.raises(Refused, match="已经有这个名称"):
        add_place(PlaceFacts(GRID, "第一网格", community), as_of=DAY, by=by)
    add_place(PlaceFacts(COURTYARD, "第一网格", community), as_of=DAY, by=by)


def test_a_register_is_written_whole_or_not_at_all() -> None:
    community = making.community()
    facts = [PlaceFacts(GRID, "第一网格", community), PlaceFacts(ENTRANCE, "1门洞", community)]
    with pytest.raises(Refused):
        take_over_places(facts, as_of=DAY, by=making.SYSTEM)
    assert not Place.objects.of_kind(GRID).exists()
