"""The street as plain facts: its size, that nobody in it exists, and that it holds together."""

import datetime as dt
import math
import re
from itertools import combinations
from random import Random

import pytest

from gongzhi.demo import numbers
from gongzhi.demo.facts import Courtyard, Person, Street
from gongzhi.demo.members import members, register
from gongzhi.demo.names import person_name
from gongzhi.demo.street import figures, make
from gongzhi.lib.values import PartialDate, month_span

TODAY = dt.date(2026, 11, 22)
MADE_UP = re.compile(r"1380000\d{4}")


def everybody(street: Street) -> list[Person]:
    """All people with a place on a list; those of the entrances have only a name."""
    people = [community.secretary for community in street.communities]
    people += [grid.worker for _community, grid in street.grids]
    people += [yard.chief for _community, _grid, yard in street.courtyards if yard.chief]
    people += [unit.liaison for unit in street.units]
    return people + [entry.member.person for community in street.communities for entry in register(street, community)]


def metres(one: Courtyard, other: Courtyard) -> float:
    east = (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return math.hypot(east, one.latitude - other.latitude) * 111_320


def test_the_street_is_as_large_as_that_of_the_article() -> None:
    size = figures(make(1, TODAY))

    assert size.pop("agreements_valid") < size["agreements"]
    assert size == {
        "communities": 10,
        "grids": 27,
        "courtyards": 62,
        "member_units": 35,
        "members_checked_in": 1126,
        "agreements": 35,
    }


def test_twice_the_street_is_twice_of_everything() -> None:
    once, twice = figures(make(1, TODAY)), figures(make(2, TODAY))

    assert twice == {key: 2 * number for key, number in once.items()}


def test_beyond_the_codes_of_a_street_people_and_units_grow_on() -> None:
    large = figures(make(40, TODAY))

    assert (large["communities"], large["member_units"], large["members_checked_in"]) == (190, 1400, 45040)


def test_the_figure_of_people_is_that_of_the_registers() -> None:
    street = make(2, TODAY)
    reported = [(one.person.name, one.person.mobile) for c in street.communities for one in members(street, c)]

    assert len(reported) == len(set(reported)) == figures(street)["members_checked_in"]


def test_the_same_day_makes_the_same_street() -> None:
    one, other = make(1, TODAY), make(1, TODAY)

    assert one == other
    assert [register(one, c) for c in one.communities] == [register(other, c) for c in other.communities]


def test_every_telephone_is_made_up() -> None:
    street = make(1, TODAY)
    mobiles = [person.mobile for person in everybody(street) if person.mobile]

    assert len(mobiles) > 1200
    assert [mobile for mobile in mobiles if not MADE_UP.fullmatch(mobile)] == []
    assert all(re.fullmatch(r"0371-4400\d{4}", community.telephone) for community in street.communities)


def test_telephones_come_again_only_when_all_are_given_out() -> None:
    given = {numbers.mobile(place) for place in range(numbers.WIDE)}

    assert len(given) == numbers.WIDE
    assert all(re.fullmatch(r"138000\d{5}", mobile) for mobile in given)
    assert numbers.mobile(numbers.WIDE) == numbers.mobile(0)


def test_codes_say_where_a_place_belongs() -> None:
    street = make(2, TODAY)
    codes = [community.code for community in street.communities]

    assert codes[0] == "410105099001"
    assert len(set(codes)) == len(codes)
    assert all(grid.code.startswith(community.code) and len(grid.code) == 15 for community, grid in street.grids)
    assert len({grid.code for _community, grid in street.grids}) == 54


def test_names_of_communities_courtyards_and_units_are_used_once() -> None:
    street = make(10, TODAY)
    for names in (
        [community.name for community in street.communities],
        [yard.name for _community, _grid, yard in street.courtyards],
        [unit.name for unit in street.units],
    ):
        assert len(set(names)) == len(names)


def test_no_community_is_named_inside_the_name_of_the_street() -> None:
    street = make(10, TODAY)

    assert [community.name for community in street.communities if community.name in street.name] == []


def test_courtyards_lie_beside_each_other_and_their_own_neighbours_are_near() -> None:
    street = make(1, TODAY)
    yards = [yard for _community, _grid, yard in street.courtyards]
    of_a_community = [[yard for grid in c.grids for yard in grid.courtyards] for c in street.communities]

    assert min(metres(one, other) for one, other in combinations(yards, 2)) > 40
    assert max(metres(one, other) for one, other in combinations(yards, 2)) > 2000
    assert all(metres(one, other) < 1100 for some in of_a_community for one, other in combinations(some, 2))


def test_households_add_up_and_some_chiefs_are_still_looked_for() -> None:
    street = make(1, TODAY)
    yards = [yard for _community, _grid, yard in street.courtyards]

    assert all(grid.households > sum(yard.households for yard in grid.courtyards) for _community, grid in street.grids)
    assert 0 < sum(yard.chief is None for yard in yards) < 15
    assert any("" in yard.entrance_chiefs for yard in yards)


def test_people_are_named_as_in_the_year_of_their_birth() -> None:
    random = Random(1)
    old = [person_name(random, "女", 1950) for _number in range(500)]
    young = [person_name(random, "女", 1998) for _number in range(500)]

    assert sum(name[1:] in {"秀英", "桂兰", "玉珍", "秀兰", "淑芳"} for name in old) > 5
    assert not any("秀" in name or "桂" in name for name in young)
    assert sum(name.startswith(("王", "李", "张")) for name in old + young) > 200


def test_employed_members_are_of_working_age_and_reported_in_before_today() -> None:
    street = make(1, TODAY)
    reported = [member for community in street.communities for member in members(street, community)]

    assert all(22 <= (TODAY - member.person.born).days / 365.25 <= 59 for member in reported)
    assert all(member.accepted_on < TODAY for member in reported)
    assert all((member.unit.declared or 0) > 0 for member in reported)


@pytest.mark.parametrize("today", [TODAY, dt.date(2027, 1, 1), dt.date(2028, 2, 29), dt.date(2026, 3, 31)])
def test_on_any_day_most_agreements_are_valid_some_over_and_some_about_to_end(today: dt.date) -> None:
    agreements = [one for one in make(1, today).agreements if one.unit]
    over = [one for one in agreements if one.ends_on < today]
    ending = [one for one in agreements if 0 <= (one.ends_on - today).days <= 30]

    assert (len(over), len(ending), len(agreements)) == (5, 3, 35)
    assert all(one.signed_on <= today for one in agreements)
    assert len({one.number for one in agreements}) == 35


def test_terms_say_from_which_day_to_which() -> None:
    for one in make(2, TODAY).agreements:
        span = month_span(one.term, PartialDate.of(one.signed_on))
        assert span
        assert (span[0].first(), span[1].last()) == (one.starts_on, one.ends_on), one.term
