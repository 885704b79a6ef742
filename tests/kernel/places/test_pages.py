"""The tree two steps at a time with what lies deeper counted, places found by name or reading, and what moves along."""

from typing import Any

import pytest

from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.places.actions import end_place
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.pages import Node, homes_for, look_up, moves_along, tree
from tests import making

pytestmark = pytest.mark.django_db

DAY = making.TODAY


def street_with_everything() -> Place:
    """Uneven: a courtyard right below a community, one in a grid with a building and entrances of both depths."""
    street = making.street()
    first = making.community(street, "杏林社区", position=2)
    making.community(street, "重庆路社区", position=1)
    making.courtyard(first, "独院")
    grid = making.grid(first, "第一网格")
    yard = making.courtyard(grid, "东院")
    making.place(Kind.ENTRANCE, making.place(Kind.BUILDING, yard, "3号楼"), "1门洞")
    making.place(Kind.ENTRANCE, yard, "9门洞")
    end_place(making.grid(first, "旧网格"), on=DAY, by=making.SYSTEM)
    return street


def written(nodes: list[Node]) -> list[Any]:
    return [(n.name, n.inside, written(n.children)) if n.children or n.inside else n.name for n in nodes]


def test_a_street_shows_communities_and_what_is_in_them() -> None:
    assert written(tree(street_with_everything())) == [
        "重庆路社区",
        (
            "杏林社区",
            {"grid": 1, "courtyard": 2, "building": 1, "entrance": 2},
            ["独院", ("第一网格", {"courtyard": 1, "building": 1, "entrance": 2}, [])],
        ),
    ]


def test_the_tree_goes_on_at_every_place() -> None:
    street_with_everything()
    assert written(tree(Place.objects.get(name="第一网格"))) == [
        ("东院", {"building": 1, "entrance": 2}, [("3号楼", {"entrance": 1}, []), "9门洞"])
    ]
    assert tree(Place.objects.get(name="9门洞")) == []


def test_what_has_ended_is_shown_on_wish_and_never_counted() -> None:
    street_with_everything()
    community = Place.objects.get(name="杏林社区")
    assert [node.name for node in tree(community)] == ["独院", "第一网格"]
    assert [(node.name, node.ended) for node in tree(community, ended=True)][-1] == ("旧网格", True)
    assert tree(community.street, ended=True)[1].inside["grid"] == 1


def test_a_tree_takes_three_queries_whatever_its_size(django_assert_num_queries: Any) -> None:
    street = street_with_everything()
    for number in range(20):
        making.courtyard(making.community(street, f"{number}社区"), f"{number}院")
    with django_assert_num_queries(3):
        assert len(tree(street)) == 22


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("杏林", ["杏林社区"]),
        ("xinglin", ["杏林社区"]),
        ("XL", ["杏林社区"]),
        ("xing lin", ["杏林社区"]),
        ("dong", ["东院"]),
        ("院", ["独院", "东院"]),
        ("门洞", ["1门洞", "9门洞"]),
        ("旧", []),
        ("men", []),
        ("  ", []),
        ("%", []),
    ],
)
def test_a_place_is_found_by_a_part_of_its_name_or_by_its_reading(typed: str, names: list[str]) -> None:
    street = street_with_everything()
    assert sorted(found.name for found in look_up(typed, [street.path])) == sorted(names)


def test_what_is_found_says_where_it_stands_and_stays_within_reach() -> None:
    street = street_with_everything()
    making.courtyard(making.community(making.street("别处街道", code="410105003"), "别处社区"), "东院")
    (found,) = look_up("东院", [street.path])
    assert found.trail == ("第一网格", "杏林社区", "花园路街道")
    assert look_up("东院", []) == []
    assert [each.name for each in look_up("旧网格", [street.path], ended=True)] == ["旧网格"]


def test_of_many_fifty_are_shown() -> None:
    community = making.community()
    for number in range(55):
        making.courtyard(community, f"{number}号院")
    assert len(look_up("号院", [community.path])) == len(look_up("haoyuan", [community.path])) == 50


def test_a_place_can_go_where_its_kind_stands_and_somebody_may_keep_both() -> None:
    street = street_with_everything()
    yard = Place.objects.get(name="东院")
    assert set(dict(homes_for(yard, by=making.SYSTEM)).values()) == {"杏林社区", "重庆路社区", "杏林社区 第一网格"}
    here = making.actor(Role.STREET_CITY_OFFICER, making.office(street), over=Place.objects.get(name="杏林社区"))
    assert set(dict(homes_for(yard, by=here)).values()) == {"杏林社区", "杏林社区 第一网格"}
    assert homes_for(yard, by=making.community_worker(Place.objects.get(name="杏林社区"))) == []


def test_what_stands_in_a_place_moves_along() -> None:
    street_with_everything()
    assert moves_along(Place.objects.get(name="第一网格")) == {"courtyard": 1, "building": 1, "entrance": 2}
    assert moves_along(Place.objects.get(name="独院")) == {}
