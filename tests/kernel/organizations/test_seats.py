"""Seats are the only source of rights: given, ended, taken over, and read on a day."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.actions import SeatFacts, end_organization, end_seat, give_seat, take_over_seats
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import OrganizationState, Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.actions import move_place
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import ANONYMOUS, Actor, Refused
from gongzhi.lib.sheets import Effect
from tests import making

pytestmark = pytest.mark.django_db

SINCE, UNTIL = dt.date(2024, 3, 1), dt.date(2024, 9, 1)
DAY = dt.timedelta(days=1)
PHONE, OTHER_PHONE = "13800000001", "13800000002"


@pytest.mark.parametrize(
    ("on", "holds"),
    [(SINCE - DAY, False), (SINCE, True), (UNTIL - DAY, True), (UNTIL, False), (UNTIL + DAY, False)],
)
def test_a_seat_gives_rights_from_its_first_day_and_none_on_its_last(on: dt.date, holds: bool) -> None:
    community, person = making.community(), making.person()
    making.seat(person, Role.COMMUNITY_WORKER, making.committee(community), since=SINCE, until=UNTIL)
    assert actor_for(person, on=on).can("keep_people", community.path) is holds


def test_a_seat_of_a_register_without_dates_stands() -> None:
    community, person = making.community(), making.person()
    seat = making.seat(person, Role.COMMUNITY_WORKER, making.committee(community))
    Membership.objects.filter(pk=seat.pk).update(since=None)
    assert actor_for(person, on=dt.date(1999, 1, 1)).can("keep_people")


def test_an_actor_is_that_person_with_every_standing_seat() -> None:
    community, person = making.community(), making.person("王小红")
    committee, unit = making.committee(community), making.unit()
    making.seat(person, Role.COMMUNITY_WORKER, committee)
    making.seat(person, Role.UNIT_LIAISON, unit)
    making.seat(making.person("李强"), Role.COMMUNITY_SECRETARY, committee)
    by = actor_for(person, on=making.TODAY, account_id=9)
    assert (by.name, by.person_id, by.account_id, by.is_system) == ("王小红", person.pk, 9, False)
    assert [(seat.role, seat.organization_id, seat.place_path) for seat in by.seats] == [
        (Role.COMMUNITY_WORKER, committee.pk, community.path),
        (Role.UNIT_LIAISON, unit.pk, ""),
    ]


def test_a_seat_reaches_its_own_place_before_that_of_its_organisation() -> None:
    community = making.community()
    grid = making.grid(community)
    worker = making.actor(Role.GRID_WORKER, making.committee(community), over=grid)
    assert worker.can("see_people_masked", grid.path)
    assert not worker.can("see_people_masked", community.path)


def test_the_street_office_reaches_the_whole_street_and_no_other() -> None:
    community = making.community()
    leader = making.street_officer(community.street, Role.STREET_LEADER)
    assert leader.can("keep_places", community.street.path)
    assert leader.can("keep_places", community.path)
    elsewhere = making.community(making.street("别处街道", code="410105003"), "乙社区")
    assert not leader.can("keep_places", elsewhere.path)


def test_rights_follow_a_place_that_moves() -> None:
    street = making.street()
    old, new = making.community(street, "甲社区"), making.community(street, "乙社区")
    grid = making.grid(old)
    secretary = Person.objects.get(pk=making.community_worker(new, Role.COMMUNITY_SECRETARY).person_id)
    path = move_place(grid, new, on=SINCE, by=making.SYSTEM).path
    assert actor_for(secretary, on=making.TODAY).can("keep_people", path)


def test_an_actor_is_read_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    community = making.community()
    committee, person = making.committee(community), making.person()
    for number in range(5):
        making.seat(person, Role.GRID_WORKER, committee, over=making.grid(community, f"第{number}网格"))
    with django_assert_num_queries(1):
        assert len(actor_for(person, on=making.TODAY).seats) == 5


def test_a_seat_is_ended_on_a_day_and_with_it_the_right() -> None:
    community, person = making.community(), making.person()
    seat = making.seat(person, Role.COMMUNITY_WORKER, making.committee(community), since=SINCE)
    by = making.street_officer(community.street)
    end_seat(seat, on=UNTIL, by=by)
    assert not actor_for(person, on=UNTIL).seats
    assert [(e.verb, e.street_id) for e in entries_about(seat)] == [
        ("seat.ended", community.street_id),
        ("seat.given", community.street_id),
    ]
    with pytest.raises(Refused, match="已经结束"):
        assert end_seat(seat, on=UNTIL, by=by).until == UNTIL


def test_a_fixed_term_can_be_cut_short_and_not_before_it_began() -> None:
    community, person = making.community(), making.person()
    seat = making.seat(person, Role.COMMUNITY_WORKER, making.committee(community), since=SINCE, until=UNTIL)
    with pytest.raises(Refused, match="不能早于开始"):
        end_seat(seat, on=SINCE - DAY, by=making.SYSTEM)
    assert end_seat(seat, on=UNTIL - DAY, by=making.SYSTEM).until == UNTIL - DAY
    with pytest.raises(Refused, match="已经结束"):
        end_seat(seat, on=UNTIL, by=making.SYSTEM)


def test_a_seat_is_given_to_one_person_once() -> None:
    committee, person = making.committee(making.community()), making.person()
    seat = making.seat(person, Role.COMMUNITY_WORKER, committee)
    with pytest.raises(Refused, match="已经在任"):
        making.seat(person, Role.COMMUNITY_WORKER, committee)
    with pytest.raises(IntegrityError, match="membership_once"), transaction.atomic():
        Membership.objects.create(person=person, organization=committee, role=Role.COMMUNITY_WORKER)
    making.seat(making.person("李强"), Role.COMMUNITY_WORKER, committee)
    end_seat(seat, on=UNTIL, by=making.SYSTEM)
    making.seat(person, Role.COMMUNITY_WORKER, committee)


def test_a_seat_that_makes_no_sense_is_refused() -> None:
    community, person = making.community(), making.person()
    committee = making.committee(community)
    elsewhere = making.community(making.street("别处街道", code="410105003"), "乙社区")
    closed = making.unit("关门公司")
    end_organization(closed, on=SINCE, by=making.SYSTEM)
    for at, over, until, reason in (
        (committee, elsewhere, None, "不在同一个街道"),
        (committee, community, SINCE - DAY, "不能早于开始"),
        (closed, None, None, "已经注销"),
    ):
        with pytest.raises(Refused, match=reason):
            making.seat(person, Role.COMMUNITY_WORKER, at, over=over, since=SINCE, until=until)
    making.seat(person, Role.COMMUNITY_WORKER, committee, over=community, since=SINCE, until=SINCE)
    with pytest.raises(IntegrityError, match="membership_dates"):
        Membership.objects.update(until=SINCE - DAY)


def appoint(role: str, at: Organization, by: Actor, over: Place | None = None) -> Membership:
    return give_seat(making.person(), organization=at, role=role, place=over, since=SINCE, by=by)


def test_who_gives_which_seats() -> None:
    community = making.community()
    office, committee = making.office(community.street), making.committee(community)
    courtyard = making.courtyard(community)
    leader, officer = (
        making.street_officer(community.street, role) for role in (Role.STREET_LEADER, Role.STREET_CIVIL_OFFICER)
    )
    worker = making.community_worker(community)
    for by, role, at, over in (
        (leader, Role.STREET_PARTY_OFFICER, office, None),
        (leader, Role.ADMIN, office, None),
        (officer, Role.COMMUNITY_SECRETARY, committee, None),
        (officer, Role.UNIT_LIAISON, making.unit(), None),
        (worker, Role.BUILDING_CHIEF, committee, courtyard),
        (worker, Role.CLASS_MONITOR, committee, None),
    ):
        seat = appoint(role, at, by, over)
        assert end_seat(seat, on=UNTIL, by=by).until == UNTIL


def test_who_gives_no_seats() -> None:
    community = making.community()
    office, committee = making.office(community.street), making.committee(community)
    neighbour = making.community(community.street, "乙社区")
    officer, worker = making.street_officer(community.street), making.community_worker(community)
    stranger = making.street_officer(making.street("别处街道", code="410105003"), Role.STREET_LEADER)
    for by, role, at, over in (
        (officer, Role.STREET_LEADER, office, None),
        (officer, Role.ADMIN, office, None),
        (officer, Role.AUDITOR, office, None),
        (worker, Role.COMMUNITY_WORKER, committee, None),
        (worker, Role.BUILDING_CHIEF, committee, making.courtyard(neighbour)),
        (stranger, Role.BUILDING_CHIEF, committee, None),
        (making.actor(Role.BUILDING_CHIEF, committee), Role.ENTRANCE_CHIEF, committee, None),
        (ANONYMOUS, Role.ENTRANCE_CHIEF, committee, None),
    ):
        with pytest.raises(PermissionDenied):
            appoint(role, at, by, over)
        with pytest.raises(PermissionDenied):
            end_seat(appoint(role, at, making.SYSTEM, over), on=UNTIL, by=by)


def test_nobody_seats_themselves() -> None:
    community = making.community()
    leader = making.street_officer(community.street, Role.STREET_LEADER)
    with pytest.raises(PermissionDenied, match="要由别人来安排"):
        give_seat(
            Person.objects.get(pk=leader.person_id),
            organization=making.committee(community),
            role=Role.COMMUNITY_SECRETARY,
            since=SINCE,
            by=leader,
        )
    appoint(Role.COMMUNITY_SECRETARY, Organization.objects.get(place=community), leader)


def test_an_organisation_ends_with_every_seat_in_it() -> None:
    unit = making.unit(street=making.street())
    office = making.office(unit.street)
    open_, fixed, over, ahead = (
        making.seat(making.person(), Role.UNIT_LIAISON, unit, since=since, until=until)
        for since, until in ((SINCE, None), (SINCE, UNTIL + DAY), (SINCE, SINCE + DAY), (UNTIL + DAY, None))
    )
    other = making.seat(making.person(), Role.STREET_LEADER, office)
    ended = end_organization(unit, on=UNTIL, by=making.street_officer(unit.street))
    assert (ended.state, ended.until) == (OrganizationState.ENDED, UNTIL)
    untils = dict(Membership.objects.values_list("pk", "until"))
    assert [untils[seat.pk] for seat in (open_, fixed, over, ahead, other)] == [
        UNTIL,
        UNTIL,
        SINCE + DAY,
        UNTIL + DAY,
        None,
    ]
    assert not any(actor_for(seat.person, on=UNTIL + DAY).seats for seat in (open_, fixed, over, ahead))
    with pytest.raises(Refused, match="已注销"):
        end_organization(unit, on=UNTIL, by=making.SYSTEM)


def test_an_organisation_is_ended_by_the_street_and_not_ahead_of_time() -> None:
    unit = making.unit()
    for by in (making.community_worker(making.community(unit.street)), making.actor(Role.UNIT_LIAISON, unit)):
        with pytest.raises(PermissionDenied):
            end_organization(unit, on=SINCE, by=by)
    with pytest.raises(Refused, match="还没有到"):
        end_organization(unit, on=timezone.localdate() + DAY, by=making.street_officer(unit.street))
    end_organization(unit, on=SINCE, by=making.street_officer(unit.street))


def register(*facts: SeatFacts, on: dt.date = SINCE) -> list[list[tuple[str, Effect]]]:
    """What a register of a day did: per seat the kinds of record it touched and how."""
    street_id = facts[0].organization.street_id
    traces = take_over_seats(facts, street_id=street_id, as_of=on, by=making.SYSTEM)
    return [[(trace.kind, trace.effect) for trace in some] for some in traces]


def worker(committee: Organization, grid: Place, name: str, phone: str = "") -> SeatFacts:
    return SeatFacts(Role.GRID_WORKER, committee, NewPerson(name, phone), grid)


def holders(place: Place) -> list[tuple[str, dt.date | None, dt.date | None]]:
    return list(place.seats.order_by("id").values_list("person__name", "since", "until"))


def two_grids() -> tuple[Organization, Place, Place]:
    community = making.community()
    return making.committee(community), making.grid(community, "第一网格"), making.grid(community, "第二网格")


PERSON, SEAT = "people.person", "organizations.membership"
NEW = [(PERSON, Effect.CREATED), (SEAT, Effect.CREATED)]


def test_a_register_seats_a_newcomer_since_ever() -> None:
    committee, grid, _other = two_grids()
    assert register(worker(committee, grid, "王小红", PHONE)) == [NEW]
    assert holders(grid) == [("王小红", None, None)]


def test_the_same_register_again_changes_nothing() -> None:
    committee, grid, _other = two_grids()
    register(worker(committee, grid, "王小红", PHONE))
    assert register(worker(committee, grid, "王小红", PHONE), on=UNTIL) == [[(SEAT, Effect.KEPT)]]
    assert register(worker(committee, grid, "王小红"), on=UNTIL) == [[(SEAT, Effect.KEPT)]]
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_replaced_holder_leaves_on_the_day() -> None:
    committee, grid, _other = two_grids()
    register(worker(committee, grid, "王小红"))
    assert register(worker(committee, grid, "李强"), on=UNTIL) == [[*NEW, (SEAT, Effect.CHANGED)]]
    assert holders(grid) == [("王小红", None, UNTIL), ("李强", UNTIL, None)]
    former, present = Person.objects.order_by("id")
    assert [bool(actor_for(p, on=UNTIL).seats) for p in (former, present)] == [False, True]
    assert [bool(actor_for(p, on=UNTIL - DAY).seats) for p in (former, present)] == [True, False]


def test_an_old_register_does_not_undo_a_newer_one() -> None:
    committee, grid, _other = two_grids()
    register(worker(committee, grid, "王小红"), on=SINCE)
    register(worker(committee, grid, "李强"), on=UNTIL)
    before = holders(grid)
    assert register(worker(committee, grid, "张伟"), on=SINCE) == [[(SEAT, Effect.KEPT)]]
    assert holders(grid) == before
    register(worker(committee, grid, "张伟"), on=UNTIL)
    assert [name for name, _since, until in holders(grid) if until is None] == ["张伟"]


def test_one_person_with_a_telephone_holds_two_seats() -> None:
    committee, one, other = two_grids()
    facts = [worker(committee, grid, "王小红", PHONE) for grid in (one, other)]
    assert register(*facts) == [NEW, [(SEAT, Effect.CREATED)]]
    assert Person.objects.count() == 1
    assert len(actor_for(Person.objects.get(), on=SINCE).seats) == 2


def test_two_of_one_name_without_a_telephone_are_two_people() -> None:
    committee, one, other = two_grids()
    assert register(worker(committee, one, "张伟"), worker(committee, other, "张伟")) == [NEW, NEW]
    assert Person.objects.count() == 2


def test_a_known_person_is_seated_and_not_made_anew() -> None:
    committee, grid, _other = two_grids()
    person = making.person("王小红", PHONE)
    assert register(worker(committee, grid, "王小红", PHONE)) == [[(SEAT, Effect.CREATED)]]
    assert grid.seats.get().person == person


def test_two_holders_of_one_seat_stand_beside_each_other() -> None:
    committee, grid, _other = two_grids()
    both = [worker(committee, grid, "王小红", PHONE), worker(committee, grid, "李强", OTHER_PHONE)]
    assert register(*both) == [NEW, NEW]
    assert register(*both, on=UNTIL) == [[(SEAT, Effect.KEPT)]] * 2
    register(both[0], worker(committee, grid, "张伟"), on=UNTIL)
    assert [name for name, _since, until in holders(grid) if until is None] == ["王小红", "张伟"]


def test_one_name_written_twice_on_a_seat_sits_there_once() -> None:
    committee, grid, _other = two_grids()
    register(worker(committee, grid, "王小红", PHONE), worker(committee, grid, "王小红"))
    assert holders(grid) == [("王小红", None, None)]
    assert Person.objects.count() == 1


def test_a_seat_that_the_register_does_not_speak_of_stays() -> None:
    committee, one, other = two_grids()
    register(worker(committee, one, "王小红"), worker(committee, other, "李强"))
    register(worker(committee, one, "张伟"), on=UNTIL)
    assert holders(other) == [("李强", None, None)]


def test_many_seats_take_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    community = making.community()
    committee = making.committee(community)
    grids = [making.grid(community, f"第{n}网格") for n in range(12)]
    register(*(worker(committee, grid, "王小红") for grid in grids))
    with django_assert_max_num_queries(16):
        register(*(worker(committee, grid, f"李{n}", f"1380000{n:04}") for n, grid in enumerate(grids)), on=UNTIL)
    assert Membership.objects.filter(until=None).count() == len(grids)
