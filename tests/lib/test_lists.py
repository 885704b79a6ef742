"""Declared lists: what an address may ask of them, and that whatever else it asks is answered by the default."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib import lists
from gongzhi.lib.actions import ANONYMOUS, Actor, NotThere
from gongzhi.lib.lists import LINES, MOST_LINES, Asked, Column, Filter, Line, List, register
from tests import making
from tests.drill import count

pytestmark = pytest.mark.django_db

KINDS = (("grid", "网格"), ("courtyard", "楼院"))


@register
class TestPlaces(List):
    """Whatever lies in the places of a desk."""

    __test__ = False
    key = "test_places"
    title = "地方"
    right = "see_places"
    columns = (
        Column("name", "名称", lambda place, beside: place.name),
        Column("above", "上级", lambda place, beside: beside[place.parent_id]),
        Column("number", "编号", lambda place, beside: place.pk, sensitive=True),
    )
    sorts = {"name": ("name", "id"), "newest": ("-id",)}
    filters = (Filter("kind", "种类", lambda by: KINDS, lambda places, value: places.filter(kind=value)),)

    def seen_by(self, by: Actor, right: str) -> QuerySet[Place]:
        found = Place.objects.none()
        for path in by.reach(right):
            found = found | Place.objects.filter(path__startswith=path).exclude(path=path)
        return found

    def beside(self, records: Sequence[Place]) -> Mapping[int | None, str]:
        above = Place.objects.filter(pk__in={place.parent_id for place in records})
        return dict(above.values_list("pk", "name"))


PLACES = TestPlaces()


@pytest.fixture
def desk() -> Actor:
    """A desk of a community with two grids and a courtyard in one of them; there is another community."""
    community, sister = making.community(), making.community(name="经一路社区")
    making.courtyard(making.grid(community, "乙网格"), "丙院")
    making.grid(community, "甲网格")
    making.grid(sister, "丁网格")
    return making.community_worker(community)


def asked(said: str, by: Actor) -> Asked:
    return PLACES.ask(QueryDict(said).lists(), by)


def names(said: str, by: Actor) -> list[Any]:
    return [line.cells[0] for line in PLACES.read(by, asked(said, by)).lines]


def test_a_list_shows_what_its_reader_sees_in_its_first_order(desk: Actor) -> None:
    page = PLACES.read(desk, asked("", desk))
    assert [line.cells[0] for line in page.lines] == sorted(["丙院", "乙网格", "甲网格"])
    assert (page.title, page.headings, page.total, page.page, page.pages) == ("地方", ("名称", "上级", "编号"), 3, 1, 1)
    assert not page.is_cut
    courtyard = Place.objects.get(name="丙院")
    assert Line(courtyard.pk, ("丙院", "乙网格", courtyard.pk)) in page.lines


def test_a_list_is_sorted_and_narrowed_by_what_it_knows(desk: Actor) -> None:
    assert names("sort=newest", desk) == ["甲网格", "丙院", "乙网格"]
    assert names("kind=grid&sort=newest", desk) == ["甲网格", "乙网格"]
    page = PLACES.read(desk, asked("kind=grid", desk))
    assert page.total == 2
    assert [(one.key, one.title, one.chosen, one.choices) for one in page.filters] == [
        ("kind", "种类", "grid", [*KINDS])
    ]


@pytest.mark.parametrize(
    "said",
    ["sort=id", "sort=-name", "sort=parent__name", "sort=newest&sort=newest", "sort=%00", "sort=",
     "kind=entrance", "kind=", "kind=grid&kind=courtyard", "kind=grid%00", "kind[]=grid", "kind__in=grid",
     "name=甲网格", "name__startswith=甲", "pk=1", "page=0", "page=-1", "page=x", "page=1.5", "page=１", "page=%00",
     "page=1&page=2", "page=1e3", "page= 1", "lines=0", "lines=-5", "lines=all", "q=" + "甲" * 100_000,
     "page=" + "9" * 4000, "sort=" + "newest" * 20],
)  # fmt: skip
def test_whatever_else_is_asked_is_answered_by_the_default(desk: Actor, said: str) -> None:
    assert asked(said, desk) == Asked()
    assert names(said, desk) == names("", desk) != names("sort=newest", desk) != names("kind=grid", desk)


class WithPlaces(TestPlaces):
    """Narrowed to a place of the desk; one that is named brings those below it."""

    filters = (
        Filter(
            "at",
            "地方",
            lambda by: [("0", "第一")],
            lambda places, value: places.filter(path__contains=f".{value}."),
            lambda by, value: [(value, "它"), ("0", "又是第一"), (f"{value}0", "下面的")] if value.isdigit() else [],
        ),
    )


def test_a_choice_that_is_named_brings_those_near_it(desk: Actor) -> None:
    places, grid = WithPlaces(), Place.objects.get(name="乙网格")
    page = places.read(desk, places.ask(QueryDict(f"at={grid.pk}").lists(), desk))
    assert [line.cells[0] for line in page.lines] == ["丙院", "乙网格"]
    near = [("0", "第一"), (f"{grid.pk}", "它"), (f"{grid.pk}0", "下面的")]
    assert [(one.chosen, one.choices) for one in page.filters] == [(f"{grid.pk}", near)]
    assert places.ask(QueryDict("at=x").lists(), desk).chosen == {}
    assert places.read(desk, Asked()).filters[0].choices == [("0", "第一")]


WORDS = st.sampled_from(["page", "lines", "sort", "kind", "name__gt", ""]) | st.text(max_size=5)
VALUES = st.text() | st.integers().map(str) | st.sampled_from(["grid", "newest", "name", "1", "2", "99", "0"])


@pytest.mark.drill
@settings(max_examples=count(60, 2000), deadline=None)
@given(query=st.dictionaries(WORDS, st.lists(VALUES, max_size=3), max_size=5))
def test_no_address_breaks_a_list(query: dict[str, list[str]]) -> None:
    wanted = PLACES.ask(query.items(), ANONYMOUS)
    assert wanted.sort in ("", *PLACES.sorts)
    assert set(wanted.chosen.values()) <= {"grid", "courtyard"}
    assert 1 <= wanted.lines <= MOST_LINES
    by = Actor.system("tests")
    assert PLACES.read(by, wanted).page == 1
    again = PLACES.ask(QueryDict(wanted.address(page=wanted.page)).lists(), ANONYMOUS)
    assert again == wanted


def test_pages_are_turned_to_the_last_and_not_beyond(desk: Actor) -> None:
    community = Place.objects.get(pk=int(desk.reach("see_places")[0].split(".")[1]))
    for number in range(7):
        making.courtyard(community, f"{number}号院")
    assert names("lines=4&page=1", desk) == ["0号院", "1号院", "2号院", "3号院"]
    assert names("lines=4&page=2", desk)[:3] == ["4号院", "5号院", "6号院"]
    for beyond in ("3", "4", "999999999", "9" * 30):
        page = PLACES.read(desk, asked(f"lines=4&page={beyond}", desk))
        assert (page.page, page.pages) == ((3, 3) if len(beyond) < 30 else (1, 3))
    assert (asked("lines=500", desk).lines, asked("", desk).lines) == (MOST_LINES, LINES) == (100, 50)


def test_an_address_says_what_is_not_the_default(desk: Actor) -> None:
    wanted = asked("sort=newest&kind=grid&page=3&lines=20", desk)
    assert wanted.address(page=4) == "kind=grid&sort=newest&lines=20&page=4"
    assert wanted.address(sort="") == "kind=grid&lines=20"
    assert wanted.address(chosen={}) == "sort=newest&lines=20"
    assert asked(wanted.address(page=3), desk) == wanted


def test_a_list_is_not_there_for_whom_it_is_not(desk: Actor) -> None:
    teacher = making.actor("teacher", making.unit())
    for by in (teacher, ANONYMOUS):
        with pytest.raises(NotThere):
            PLACES.read(by, Asked())
        with pytest.raises(NotThere):
            lists.access("test_places", by)
    with pytest.raises(NotThere):
        lists.access("no_such_list", desk)
    assert lists.access("test_places", desk).read(desk, Asked()).total == 3


def test_some_columns_are_shown_in_the_order_of_the_list(desk: Actor) -> None:
    place = Place.objects.get(name="丙院")
    assert PLACES.lines([place], ("above", "name", "secret")) == [Line(place.pk, ("丙院", "乙网格"))]
    assert PLACES.headings(("above", "name", "secret")) == ("名称", "上级")


def test_a_page_asks_as_much_of_many_lines_as_of_few(desk: Actor) -> None:
    few = queries(desk)
    community = Place.objects.get(name="通信花园社区")
    for number in range(30):
        making.courtyard(community, f"{number}号院")
    assert queries(desk) == few <= 3


def queries(by: Actor) -> int:
    with CaptureQueriesContext(connection) as captured:
        PLACES.read(by, asked("", by))
    return len(captured)


def test_a_key_is_registered_once() -> None:
    with pytest.raises(ValueError, match="test_places"):
        register(TestPlaces)
    assert lists.get("people") is not None
    assert Kind.GRID in dict(KINDS)
