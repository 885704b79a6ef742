"""What the pages of a street and a community say, in as many queries for one line as for many."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongzhi.kernel.organizations.actions import end_organization, end_seat
from gongzhi.kernel.organizations.queries import community_cards, community_page, street_card
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.places.actions import end_place
from gongzhi.kernel.places.models import Kind, Measure, Place
from tests import making

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 3, 1)
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def test_an_empty_system_has_no_street() -> None:
    assert street_card() is None
    assert community_page(1) is None


def test_the_street_is_shown_with_its_office_and_where_it_lies() -> None:
    street = making.street("花园路街道", code="410105002")
    making.office(street, telephone="0371-65900000", address="花园路126号")
    card = street_card()
    assert card
    assert (card.id, card.name, card.path) == (street.pk, "花园路街道", street.path)
    assert (card.telephone, card.address, card.region) == ("0371-65900000", "花园路126号", "河南省郑州市金水区")


def test_a_street_of_which_little_is_known_is_shown_all_the_same() -> None:
    making.street(code="")
    card = street_card()
    assert card
    assert (card.telephone, card.address, card.region) == ("", "", "")


def test_communities_come_in_administrative_order_with_their_numbers() -> None:
    street = making.street()
    counts = {Measure.HOUSEHOLDS: 2315, Measure.POPULATION: 7644}
    second = making.community(street, "乙社区", position=2)
    first = making.community(street, "甲社区", position=1, counts=counts)
    making.committee(first, telephone="0371-65900001", address="经一路10号")
    grid = making.grid(first)
    for parent, name in ((grid, "东院"), (first, "西院")):
        making.courtyard(parent, name)
    one, other = community_cards(street.pk)
    assert (one.id, one.telephone, one.address) == (first.pk, "0371-65900001", "经一路10号")
    assert (one.households, one.population, one.grids, one.courtyards) == (2315, 7644, 1, 2)
    assert (other.id, other.telephone, other.households, other.grids, other.courtyards) == (second.pk, "", None, 0, 0)


def test_what_has_ended_is_not_shown() -> None:
    street = making.street()
    community, ended = making.community(street, "甲社区"), making.community(street, "乙社区")
    committee = making.committee(community, telephone="0371-65900001")
    end_place(making.grid(community), on=DAY, by=making.SYSTEM)
    end_place(ended, on=DAY, by=making.SYSTEM)
    end_organization(committee, on=DAY, by=making.SYSTEM)
    (card,) = community_cards(street.pk)
    assert (card.name, card.grids, card.telephone) == ("甲社区", 0, "")
    assert community_page(ended.pk) is None
    assert community_page(street.pk) is None
    page = community_page(community.pk)
    assert page
    assert page.grids == []


def furnished() -> Place:
    """A community with a grid, two courtyards and everybody who answers for them."""
    community = making.community(name="通信花园社区")
    committee = making.committee(community)
    grid = making.grid(community, code="410105002091001", counts={Measure.HOUSEHOLDS: 487})
    making.organization(OrganizationKind.PARTY_ORGANIZATION, "第一网格党支部", place=grid)
    counts = {Measure.BUILDINGS: 2, Measure.ENTRANCES: 6, Measure.HOUSEHOLDS: 72}
    east = making.courtyard(grid, "东院", counts=counts, latitude=34.79, longitude=113.67, position=1)
    making.courtyard(community, "西院", position=2)
    direct = making.place(Kind.ENTRANCE, east, "1门洞")
    deep = making.place(Kind.ENTRANCE, making.place(Kind.BUILDING, east, "1号楼"), "2门洞")
    making.seat(making.person("卢雅华"), Role.COMMUNITY_SECRETARY, committee)
    making.seat(making.person("雷秀轩"), Role.GRID_WORKER, committee, over=grid)
    making.seat(making.person("吕书燕"), Role.BUILDING_CHIEF, committee, over=east)
    for entrance in (direct, deep):
        making.seat(making.person("王欣艳"), Role.ENTRANCE_CHIEF, committee, over=entrance)
    return community


def test_the_page_of_a_community_names_those_on_duty_and_masks_residents() -> None:
    page = community_page(furnished().pk)
    assert page
    assert (page.card.name, page.secretary) == ("通信花园社区", "卢雅华")
    (grid,) = page.grids
    assert (grid.name, grid.code, grid.worker) == ("第一网格", "410105002091001", "雷秀轩")
    assert (grid.party_branch, grid.households, grid.courtyards) == ("第一网格党支部", 487, 1)
    east, west = page.courtyards
    assert (east.name, east.grid, east.chief, east.entrance_chiefs) == ("东院", "第一网格", "吕*燕", 2)
    assert (east.buildings, east.entrances, east.households) == (2, 6, 72)
    assert (east.latitude, east.longitude) == (34.79, 113.67)
    assert (west.name, west.grid, west.chief, west.entrance_chiefs, west.households) == ("西院", "", "", 0, None)
    assert "吕书燕" not in repr(page)


def test_only_those_who_sit_there_today_are_named() -> None:
    community = furnished()
    committee = community.organizations.get()
    grid = Place.objects.of_kind(Kind.GRID).get()
    for seat in committee.memberships.exclude(role=Role.COMMUNITY_SECRETARY):
        end_seat(seat, on=DAY, by=making.SYSTEM)
    making.seat(making.person("未到任"), Role.GRID_WORKER, committee, over=grid, since=TOMORROW)
    page = community_page(community.pk)
    assert page
    assert (page.secretary, page.grids[0].worker) == ("卢雅华", "")
    assert (page.courtyards[0].chief, page.courtyards[0].entrance_chiefs) == ("", 0)


def test_nobody_of_the_neighbouring_community_is_named() -> None:
    community = furnished()
    neighbour = making.community(community.street, "乙社区")
    making.grid(neighbour)
    page = community_page(neighbour.pk)
    assert page
    assert (page.secretary, page.grids[0].worker, page.courtyards) == ("", "", [])


def test_pages_ask_as_much_of_ten_communities_as_of_one() -> None:
    community = furnished()
    few = queries(community)
    for number in range(9):
        other = making.community(community.street, f"第{number}社区")
        making.committee(other)
        grid = making.grid(community, f"第{number}网格", code=f"41010500209110{number}")
        courtyard = making.courtyard(grid, f"{number}号院")
        making.seat(making.person(), Role.BUILDING_CHIEF, community.organizations.get(), over=courtyard)
    assert queries(community) == few
    assert max(few) <= 10


def queries(community: Place) -> list[int]:
    numbers = []
    for read in (street_card, lambda: community_cards(community.street_id), lambda: community_page(community.pk)):
        with CaptureQueriesContext(connection) as captured:
            read()
        numbers.append(len(captured))
    return numbers
