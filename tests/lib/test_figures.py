"""A figure is what it opens to: value, split and rows are read from the same records."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F, QuerySet

from gongzhi.kernel.places.models import Kind, Place
from gongzhi.lib import figures
from gongzhi.lib.figures import GROUPS, PAGE, STOCK, Figure, Period, Shown, register
from tests import making

pytestmark = pytest.mark.django_db

TODAY = Period(making.TODAY)


class Counted(Figure):
    """Courtyards by name, not registered with the others."""

    key = "counted"
    title = definition = unit = "楼院"
    kind = STOCK
    place_path = "path"
    shown = (Shown("楼院", "name"), Shown("地址", "address"))

    def counted(self, period: Period) -> QuerySet[Any]:
        return Place.objects.of_kind(Kind.COURTYARD).order_by("name")


class ByAddress(Counted):
    """The same address is counted once, and the public sees groups."""

    distinct = F("address")
    opens_to = GROUPS
    shown = (Shown("社区", "parent__name"), Shown("种类", "kind"))


class ByName(ByAddress):
    distinct = F("name")
    listed = (Shown("楼院", "name", lambda name: name[0] + "*"),)


def courtyards(community: Place, *names: str, address: str = "") -> None:
    for name in names:
        making.courtyard(community, name, address=address)


def many(community: Place, number: int) -> None:
    courtyards(community, *(f"{n:03}号院" for n in range(number)))


def two_communities() -> tuple[Place, Place]:
    street = making.street()
    return making.community(street, "甲社区"), making.community(street, "乙社区")


def test_the_value_is_the_number_of_rows_and_the_sum_of_the_communities() -> None:
    one, other = two_communities()
    many(one, 3)
    courtyards(making.grid(other), "西院")
    figure = Counted()
    assert figure.read(TODAY).value == figure.rows(TODAY).total == len(figure.opened(TODAY)) == 4
    splits = {split.place_id: split.value for split in figure.by_community(TODAY)}
    assert splits == {one.pk: 3, other.pk: 1}


def test_a_figure_is_told_for_one_place_alone() -> None:
    one, other = two_communities()
    many(one, 3)
    courtyards(other, "西院")
    figure = Counted()
    assert figure.read(TODAY, other.path).value == figure.rows(TODAY, other.path).total == 1
    assert [opened.cells for opened in figure.opened(TODAY, other.path)] == [["西院", "—"]]
    assert [(s.place_id, s.value) for s in figure.by_community(TODAY, one.path)] == [(one.pk, 3)]


def test_a_path_that_only_begins_alike_is_another_place() -> None:
    one, _other = two_communities()
    many(one, 1)
    assert Counted().read(TODAY, one.path).value == 1
    assert Counted().read(TODAY, one.path.removesuffix(".") + "0.").value == 0


def test_what_stands_in_no_community_is_in_no_share() -> None:
    class Streets(Counted):
        def counted(self, period: Period) -> QuerySet[Any]:
            return Place.objects.order_by("id")

    one, other = two_communities()
    assert Streets().read(TODAY).value == 3
    assert sorted(split.place_id for split in Streets().by_community(TODAY)) == [one.pk, other.pk]


def test_what_is_the_same_is_counted_once_in_all_and_in_each_community() -> None:
    one, other = two_communities()
    courtyards(one, "东院", "西院", address="经一路10号")
    courtyards(other, "东院", address="经一路10号")
    figure = ByAddress()
    assert figure.read(TODAY).value == 1
    assert {split.place_id: split.value for split in figure.by_community(TODAY)} == {one.pk: 1, other.pk: 1}


def test_nothing_counted_is_nought_and_one_empty_page() -> None:
    figure = Counted()
    assert figure.read(TODAY).value == 0
    assert figure.by_community(TODAY) == figure.opened(TODAY) == []
    page = figure.rows(TODAY)
    assert (page.rows, page.total, page.page, page.pages) == ([], 0, 1, 1)
    assert ByName().rows(TODAY).rows == []


def test_a_reading_knows_its_day() -> None:
    day = dt.date(2017, 7, 14)
    assert Counted().read(Period(day)).as_of == day
    assert Counted().read(Period(day)).remark == ""


def test_rows_come_in_pages_that_miss_and_repeat_nothing() -> None:
    one, _other = two_communities()
    many(one, PAGE + 2)
    figure = Counted()
    pages = [figure.rows(TODAY, page=page) for page in (1, 2)]
    assert [(p.page, p.pages, p.total, len(p.rows)) for p in pages] == [(1, 2, PAGE + 2, PAGE), (2, 2, PAGE + 2, 2)]
    names = [row[0] for page in pages for row in page.rows]
    assert names == sorted(set(names))
    assert pages[0].headings == ["楼院", "地址"]


@pytest.mark.parametrize(("asked", "shown"), [(0, 1), (-3, 1), (2, 2), (3, 2), (99999, 2)])
def test_a_page_that_does_not_exist_shows_the_nearest(asked: int, shown: int) -> None:
    one, _other = two_communities()
    many(one, PAGE + 1)
    assert Counted().rows(TODAY, page=asked).page == shown


def test_the_office_reads_past_the_last_page_to_nothing() -> None:
    one, _other = two_communities()
    many(one, PAGE + 1)
    pages = [Counted().opened(TODAY, page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [PAGE, 1, 0]
    assert len({opened.id for page in pages for opened in page}) == PAGE + 1


def test_the_office_sees_which_record_masked_as_listed() -> None:
    one, _other = two_communities()
    place = making.courtyard(one, "东院")
    (opened,) = ByName().opened(TODAY)
    assert (opened.kind, opened.id, opened.cells) == ("places.place", place.pk, ["东*"])


def test_groups_of_five_are_told_and_smaller_ones_stand_together() -> None:
    street = making.street()
    for name, number in (("甲社区", 5), ("乙社区", 4), ("丙社区", 3)):
        many(making.community(street, name), number)
    page = ByName().rows(TODAY)
    assert page.headings == ["社区", "种类", "人数"]
    assert page.rows == [["甲社区", "courtyard", "5"], ["其他", "", "7"]]


def test_the_public_is_not_told_of_a_few_people_in_one_community() -> None:
    one, other = two_communities()
    many(one, 5)
    many(other, 4)

    class InGroups(Counted):
        opens_to = GROUPS

    assert {split.place_id: split.told for split in InGroups().by_community(TODAY)} == {one.pk: 5, other.pk: "不足5"}
    assert {split.place_id: split.value for split in InGroups().by_community(TODAY)} == {one.pk: 5, other.pk: 4}
    assert [InGroups().read(TODAY, path).told for path in (one.path, other.path, "")] == [5, "不足5", 9]
    assert [Counted().read(TODAY, path).told for path in (one.path, other.path, "")] == [5, 4, 9]


def test_a_small_rest_stays_coarse() -> None:
    one, other = two_communities()
    many(one, 5)
    many(other, 4)
    assert ByName().rows(TODAY).rows == [["甲社区", "courtyard", "5"], ["其他", "", "不足5"]]


def test_groups_are_counted_in_people_and_not_in_rows() -> None:
    one, _other = two_communities()
    many(one, 6)
    for number in range(6):
        making.grid(one, f"{number}号网格", position=number)
    courtyards(Place.objects.of_kind(Kind.GRID).earliest("id"), "000号院")
    assert ByName().rows(TODAY).rows == [["甲社区", "courtyard", "6"], ["其他", "", "不足5"]]


def test_declared_figures_come_in_the_order_of_the_page() -> None:
    known = figures.known()
    assert [figure.key for figure in known[:3]] == ["communities", "grids", "courtyards"]
    assert [(f.position, f.key) for f in known] == sorted((f.position, f.key) for f in known)
    assert figures.get("communities") is known[0]
    assert figures.get("nonsense") is None


def test_two_figures_cannot_have_one_key() -> None:
    taken = figures.known()[0].key
    with pytest.raises(ValueError, match=f"two figures with the key {taken}"):
        register(type("Twin", (Counted,), {"key": taken}))
    assert figures.get(taken).__class__.__name__ == "Communities"
