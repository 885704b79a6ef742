"""Whom a desk sees: its own people, by what ties them to the place, as long as the tie and the seat stand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.actions import end_seat
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people import ties
from gongzhi.kernel.people.actions import (
    NewPerson,
    add_alias,
    hand_over,
    identify,
    move_in,
    move_out,
    register_person,
    undo_merge,
)
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import LOOKED_AT, access_person, gathered, is_within, search, visible_to, within
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib.actions import ANONYMOUS, Actor, NotThere, Refused
from gongzhi.programmes.alliance.actions import ReportInFacts, take_over_report_ins
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.states import ReportInState
from gongzhi.programmes.alliance.ties import units_by_report_in
from tests import making

pytestmark = pytest.mark.django_db

NUMBER = "41010519000101001X"


@dataclass
class Ground:
    """Two streets; in the first two communities, one with two grids, one of which has a courtyard and a building."""

    street: Place
    other_street: Place
    community: Place
    sister: Place
    grid: Place
    other_grid: Place
    courtyard: Place
    building: Place


@pytest.fixture
def ground() -> Ground:
    street, other = making.street(), making.street("别处街道", code="410105003")
    community, sister = making.community(street), making.community(street, "经一路社区")
    grid, other_grid = making.grid(community), making.grid(community, "第二网格")
    courtyard = making.courtyard(grid)
    building = making.place(Kind.BUILDING, courtyard, "1号楼")
    return Ground(street, other, community, sister, grid, other_grid, courtyard, building)


def report_in(person: Person, community: Place, state: str = ReportInState.ACCEPTED) -> None:
    facts = ReportInFacts(NewPerson(person.name), community.pk, None, making.TODAY, known=person)
    take_over_report_ins([facts], street_id=person.street_id, by=making.SYSTEM)
    ended = making.TODAY if state in (ReportInState.TRANSFERRED, ReportInState.DEREGISTERED) else None
    ReportIn.objects.filter(person=person).update(state=state, ended_on=ended)


def sees(by: Actor, person: Person) -> bool:
    """Asked in every way there is; all of them must say the same."""
    root = person.same_as_id or person.pk
    try:
        opened = access_person(by, person.pk).pk == root
    except NotThere:
        opened = False
    answers = {
        opened,
        visible_to(by).filter(pk=root).exists(),
        gathered(by).filter(pk=root).exists(),
        is_within(person, by.reach("see_people_masked")),
        root in [found.pk for found in search(person.name, by=by)],
    }
    assert len(answers) == 1
    return opened


TIED: dict[str, Callable[[Ground, Person], object]] = {
    "a file": lambda ground, person: hand_over(person, community=ground.community, by=making.SYSTEM),
    "a household": lambda ground, person: move_in(person, place=ground.building, door="501", by=making.SYSTEM),
    "a seat over a place": lambda ground, person: making.seat(
        person, Role.GRID_WORKER, making.organization("team", "网格队"), over=ground.grid
    ),
    "a seat at an organisation": lambda ground, person: making.seat(
        person, Role.UNIT_LIAISON, making.unit(place=ground.community)
    ),
    "a report-in": lambda ground, person: report_in(person, ground.community),
}
#: Who of the desks sees somebody with each tie: those of the community, the grid, the building.
SEEN_AT = {
    "a file": (True, False, False),
    "a household": (True, True, True),
    "a seat over a place": (True, True, False),
    "a seat at an organisation": (True, False, False),
    "a report-in": (True, False, False),
}


@pytest.mark.parametrize("tie", TIED)
def test_somebody_is_seen_by_the_desks_of_the_places_they_are_tied_to(ground: Ground, tie: str) -> None:
    person = making.person("周小明")
    own = making.community_worker(ground.community)
    assert not sees(own, person)
    TIED[tie](ground, person)
    grid, building = (over(ground, place) for place in (ground.grid, ground.building))
    assert (sees(own, person), sees(grid, person), sees(building, person)) == SEEN_AT[tie]
    assert sees(making.street_officer(ground.street), person)
    for foreign in (
        making.community_worker(ground.sister),
        making.street_officer(ground.other_street),
        over(ground, ground.other_grid),
        making.resident(making.person("李强")),
        ANONYMOUS,
    ):
        assert not sees(foreign, person)


def over(ground: Ground, place: Place) -> Actor:
    """Somebody whose seat reaches no further than a part of the community."""
    committee = making.organization("team", f"{place.path}{Person.objects.count()}", street=ground.street)
    return making.actor(Role.GRID_WORKER, committee, over=place, name="网格员")


def test_the_street_sees_whoever_is_tied_to_nothing(ground: Ground) -> None:
    person = making.person("周小明")
    assert sees(making.street_officer(ground.street), person)
    assert not sees(making.community_worker(ground.community), person)
    assert not sees(making.street_officer(ground.other_street), person)


def test_a_seat_here_does_not_show_somebody_of_another_street(ground: Ground) -> None:
    stranger = making.person("周小明", street=ground.other_street)
    making.seat(stranger, Role.UNIT_LIAISON, making.unit(place=ground.community))
    assert not sees(making.community_worker(ground.community), stranger)
    assert not sees(making.street_officer(ground.street), stranger)
    assert sees(making.street_officer(ground.other_street), stranger)


@pytest.mark.parametrize("role", [Role.STREET_LEADER, Role.ADMIN, Role.AUDITOR, Role.STREET_FINANCE])
def test_a_seat_without_the_right_shows_nobody(ground: Ground, role: str) -> None:
    person = making.person("周小明")
    assert not sees(making.street_officer(ground.street, role), person)
    assert sees(making.street_officer(ground.street), person)


def test_a_seat_that_has_ended_shows_nobody_from_that_day(ground: Ground) -> None:
    person, clerk = making.neighbour(ground.community, "周小明"), making.person("孙干事")
    seat = making.seat(clerk, Role.COMMUNITY_WORKER, making.committee(ground.community))
    assert sees(actor_for(clerk, on=making.TODAY), person)
    end_seat(seat, on=making.TODAY, by=making.SYSTEM)
    assert not sees(actor_for(clerk, on=making.TODAY), person)
    assert sees(actor_for(clerk, on=making.TODAY - dt.timedelta(days=1)), person)


def test_a_tie_ends_with_what_it_stands_for(ground: Ground) -> None:
    by = making.community_worker(ground.community)
    person = making.person("周小明")
    member = move_in(person, place=ground.building, door="501", by=making.SYSTEM)
    assert sees(by, person)
    move_out(member, on=making.TODAY, by=making.SYSTEM)
    assert not sees(by, person)
    seat = making.seat(person, Role.UNIT_LIAISON, making.unit(place=ground.community))
    assert sees(by, person)
    end_seat(seat, on=making.TODAY, by=making.SYSTEM)
    assert not sees(by, person)
    hand_over(person, community=ground.community, by=making.SYSTEM)
    assert sees(by, person)
    hand_over(person, community=ground.sister, by=making.SYSTEM)
    assert not sees(by, person)


@pytest.mark.parametrize(
    ("state", "seen"),
    [("draft", False), ("submitted", True), ("returned", True), ("accepted", True), ("receipted", True),
     ("transferred", False), ("deregistered", False)],
)  # fmt: skip
def test_a_report_in_ties_while_the_community_has_to_do_with_it(ground: Ground, state: str, seen: bool) -> None:
    person = making.person("周小明")
    report_in(person, ground.community, state)
    assert sees(making.community_worker(ground.community), person) == seen


def test_a_joined_record_is_seen_as_the_one_that_stays(ground: Ground) -> None:
    kept, gone = making.person("周小明", "13800000001"), making.neighbour(ground.community, "周晓明", "13800000002")
    by, sister = making.community_worker(ground.community), making.community_worker(ground.sister)
    assert (sees(by, kept), sees(by, gone)) == (False, True)
    done = making.joined(kept, gone)
    assert access_person(by, gone.pk) == kept
    assert access_person(by, kept.pk) == kept
    for found in (visible_to(by), gathered(by), visible_to(making.street_officer(ground.street))):
        assert set(found.filter(name__startswith="周")) == {kept}
    assert search("周晓明", by=by) == search("周小明", by=by) == search("13800000002", by=by) == [kept]
    assert not sees(sister, Person.objects.get(pk=gone.pk))
    undo_merge(done, by=making.two_officers(ground.street)[0])
    assert (sees(by, kept), sees(by, gone)) == (False, True)


def test_the_record_that_stays_is_tied_to_the_places_of_both(ground: Ground) -> None:
    kept, gone = making.neighbour(ground.community, "周小明"), making.neighbour(ground.sister, "周晓明")
    making.joined(kept, gone)
    for at in (ground.community, ground.sister):
        by = making.community_worker(at)
        assert access_person(by, gone.pk) == kept
        assert search("周小明", by=by) == search("周晓明", by=by) == [kept]


def test_nobody_learns_whether_there_is_somebody(ground: Ground) -> None:
    person = making.neighbour(ground.sister)
    by = making.community_worker(ground.community)
    for pk in (person.pk, person.pk + 1000, 0, -1, 10**30):
        with pytest.raises(NotThere):
            access_person(by, pk)
    assert issubclass(NotThere, LookupError)


def test_a_search_among_very_many_finds_the_desks_own(ground: Ground) -> None:
    many = [NewPerson(f"周小{number:04}") for number in range(LOOKED_AT + 5)]
    for new in many:
        making.person(new.name)
    own, joined = making.neighbour(ground.community, "周小9999"), making.neighbour(ground.community, "周小8888")
    kept = making.person("周晓")
    making.joined(kept, joined)
    by = making.community_worker(ground.community)
    assert search("周小", by=by) == [kept, own]
    assert set(search("zhouxiao", by=by)) == {kept, own}
    assert search("周小", by=making.community_worker(ground.sister)) == []
    assert len(search("周小", by=making.street_officer(ground.street))) == 20


@pytest.mark.parametrize("way", ["list", "gathered", "search", "door"])
def test_the_number_of_queries_does_not_grow(ground: Ground, way: str) -> None:
    by = making.community_worker(ground.community)
    asked: dict[str, Callable[[], object]] = {
        "list": lambda: list(visible_to(by)),
        "gathered": lambda: list(gathered(by)),
        "search": lambda: search("周小", by=by),
        "door": lambda: access_person(by, first.pk),
    }
    first = making.neighbour(ground.community, "周小明", "13800000412")
    few = queries(asked[way])
    for number in range(5):
        person = making.neighbour(ground.community, f"周小{number}", f"1380000{number:04}")
        add_alias(person, f"周小{number}姨", by=making.SYSTEM)
        making.joined(first, making.neighbour(ground.community, f"周小{number}"))
    assert queries(asked[way]) == few <= 10


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_a_desk_registers_into_its_own_files_and_the_street_into_none(ground: Ground) -> None:
    by = making.community_worker(ground.community)
    person = register_person(NewPerson("周小明"), street=ground.street, by=by)
    assert person.community == ground.community
    assert sees(by, person)
    officer = making.street_officer(ground.street)
    assert register_person(NewPerson("李强"), street=ground.street, by=officer).community is None
    there = register_person(NewPerson("张伟"), street=ground.street, community=ground.sister, by=officer)
    assert there.community == ground.sister
    with pytest.raises(PermissionDenied):
        register_person(NewPerson("赵敏"), street=ground.street, community=ground.sister, by=by)
    for wrong in (ground.grid, making.community(ground.other_street, "别处社区")):
        with pytest.raises(Refused, match="本街道的社区"):
            register_person(NewPerson("赵敏"), street=ground.street, community=wrong, by=making.SYSTEM)


def test_whoever_is_known_to_another_desk_is_said_to_be_elsewhere(ground: Ground) -> None:
    new = NewPerson("周小明", "13800000001", identity=NUMBER)
    register_person(new, street=ground.street, by=making.community_worker(ground.sister))
    with pytest.raises(Refused, match="档案在别的社区"):
        register_person(new, street=ground.street, by=making.community_worker(ground.community))
    with pytest.raises(Refused, match="请先查找"):
        register_person(new, street=ground.street, by=making.street_officer(ground.street))


def test_a_file_is_given_and_never_taken(ground: Ground) -> None:
    person = making.neighbour(ground.sister)
    own, sister = making.community_worker(ground.community), making.community_worker(ground.sister)
    with pytest.raises(PermissionDenied):
        hand_over(person, community=ground.community, by=own)
    with pytest.raises(PermissionDenied):
        move_in(person, place=ground.building, door="501", by=own)
    for wrong in (ground.grid, making.community(ground.other_street, "别处社区")):
        with pytest.raises(Refused, match="本街道的社区"):
            hand_over(person, community=wrong, by=sister)
    hand_over(person, community=ground.community, by=sister)
    move_in(person, place=ground.building, door="501", by=own)
    with pytest.raises(PermissionDenied):
        hand_over(person, community=ground.sister, by=sister)
    (entry,) = (entry for entry in entries_about(person) if entry.verb == "person.handed_over")
    assert entry.facts == {"former": ground.sister.pk, "community": ground.community.pk}
    hand_over(person, community=ground.community, by=own)
    assert len([entry for entry in entries_about(person) if entry.verb == "person.handed_over"]) == 1


def test_only_a_desk_that_somebody_belongs_to_changes_the_record(ground: Ground) -> None:
    person = making.neighbour(ground.community)
    for by in (
        making.community_worker(ground.sister),
        making.street_officer(ground.other_street),
        over(ground, ground.grid),
        making.resident(person),
    ):
        with pytest.raises(PermissionDenied):
            add_alias(person, "王阿姨", by=by)
        with pytest.raises(PermissionDenied):
            identify(person, NUMBER, by=by)
    add_alias(person, "王阿姨", by=making.community_worker(ground.community))
    identify(person, NUMBER, by=making.street_officer(ground.street))


def test_places_within_each_other_are_asked_for_once(ground: Ground) -> None:
    person = making.neighbour(ground.community, "周小明")
    paths = (ground.street.path, ground.community.path, ground.grid.path)
    assert list(within(paths).filter(name="周小明")) == [person]
    assert list(within((ground.community.path, ground.sister.path))) == [person]
    both = within((ground.other_street.path, ground.community.path))
    assert set(both) == {person}
    assert not within(()).exists()


def test_a_tie_is_registered_once() -> None:
    with pytest.raises(ValueError, match="households"):
        ties.register("person", "household__place")(ties.households)
    with pytest.raises(ValueError, match="units_by_report_in"):
        ties.register_units(units_by_report_in)


def test_the_unit_of_somebody_comes_from_a_report_in_or_a_seat(ground: Ground) -> None:
    clerk, member, neither = making.person("周小明"), making.person("李强"), making.person("张伟")
    unit, employer = making.unit("郑州市图书馆"), making.unit()
    making.seat(clerk, Role.UNIT_LIAISON, unit)
    facts = ReportInFacts(NewPerson("李强"), ground.community.pk, employer.pk, making.TODAY, known=member)
    take_over_report_ins([facts], street_id=ground.street.pk, by=making.SYSTEM)
    asked = [person.pk for person in (clerk, member, neither)]
    assert ties.units_of(asked) == {clerk.pk: "郑州市图书馆", member.pk: "郑州市第三十中学"}
