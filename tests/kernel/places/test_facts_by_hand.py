"""Names, codes and coordinates changed by hand: what was said before stays, and nobody overwrites in silence."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.places.actions import (
    PlaceFacts,
    add_place,
    correct_place,
    end_place,
    give_code,
    move_place,
    rename_place,
    reorder_places,
)
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.queries import (
    Territory,
    order_below,
    what_code_it_has,
    what_it_is_called,
    where_it_lies,
    where_it_stands,
)
from gongzhi.lib.actions import Refused
from gongzhi.lib.versions import Overtaken, version_of
from tests import making

pytestmark = pytest.mark.django_db

BEFORE, DAY, AFTER = dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2024, 3, 2)
TOMORROW = timezone.localdate() + dt.timedelta(days=1)
BY = making.SYSTEM


def verbs(place: Place) -> list[str]:
    return [entry.verb for entry in entries_about(place)]


def test_a_name_that_changes_stays_on_record_with_its_last_day() -> None:
    yard = making.courtyard(making.community(), "东院")
    rename_place(yard, " 梧桐院 ", on=DAY, by=BY)
    rename_place(yard, "银杏院", on=AFTER, by=BY)
    yard.refresh_from_db()
    assert yard.name == "银杏院"
    assert list(yard.former_names.values_list("name", "until")) == [("梧桐院", AFTER), ("东院", DAY)]
    assert verbs(yard) == ["place.renamed", "place.renamed"]


@pytest.mark.parametrize(
    ("name", "on", "reason"),
    [
        ("梧桐院", DAY, "就叫这个名称"),
        ("西院", DAY, "已经有这个名称"),
        ("  ", DAY, "写新名称"),
        ("银杏院", BEFORE, "上一次改名"),
        ("银杏院", TOMORROW, "还没有到"),
    ],
)
def test_a_name_is_refused_with_the_reason(name: str, on: dt.date, reason: str) -> None:
    community = making.community()
    yard = making.courtyard(community, "东院")
    making.courtyard(community, "西院")
    rename_place(yard, "梧桐院", on=DAY, by=BY)
    with pytest.raises(Refused, match=reason):
        rename_place(yard, name, on=on, by=BY)
    rename_place(yard, "银杏院", on=DAY, by=BY)


def test_registers_of_the_past_still_mean_a_place_by_its_former_name() -> None:
    street = making.street()
    community = making.community(street, "通信花园社区")
    grid, other = making.grid(community, "第一网格"), making.community(street, "经一路社区")
    yard = making.courtyard(grid, "东院")
    making.courtyard(other, "南院")
    rename_place(community, "花园北社区", on=DAY, by=BY)
    rename_place(grid, "北一网格", on=DAY, by=BY)
    rename_place(yard, "梧桐院", on=DAY, by=BY)
    known = Territory(street.pk)
    assert (
        known.community("通信花园") == known.community("通信花园社区居委会") == known.community("花园北") == community
    )
    assert known.named(Kind.GRID, community.pk, "第一网格") == grid
    assert known.courtyard(community.pk, "东院") == yard
    assert known.courtyard(other.pk, "东院") is None
    assert known.named(Kind.GRID, other.pk, "第一网格") is None


def test_a_name_of_today_goes_before_a_former_one_and_a_doubtful_one_means_nobody() -> None:
    community = making.community()
    first, second = making.courtyard(community, "东院"), making.courtyard(community, "西院")
    rename_place(first, "梧桐院", on=DAY, by=BY)
    rename_place(second, "东院", on=DAY, by=BY)
    assert Territory(community.street_id).courtyard(community.pk, "东院") == second
    rename_place(second, "银杏院", on=DAY, by=BY)
    assert Territory(community.street_id).courtyard(community.pk, "东院") is None
    assert Territory(community.street_id).courtyard(community.pk, "西院") == second


def test_where_a_place_lies_is_corrected_and_the_journal_names_the_fields() -> None:
    yard = making.courtyard(making.community(), address="经一路10号", latitude=34.77, longitude=113.67)
    correct_place(yard, address="经一路12号", latitude=34.77, longitude=113.68, by=BY)
    correct_place(yard, address=" 经一路12号 ", latitude=34.77, longitude=113.68, by=BY)
    yard.refresh_from_db()
    assert where_it_lies(yard) == {"address": "经一路12号", "latitude": 34.77, "longitude": 113.68}
    (entry,) = entries_about(yard)
    assert (entry.verb, entry.facts) == ("place.corrected", {"fields": ["address", "longitude"]})
    correct_place(yard, address="", latitude=None, longitude=None, by=BY)
    yard.refresh_from_db()
    assert where_it_lies(yard) == {"address": "", "latitude": None, "longitude": None}


def test_a_new_code_begins_on_its_day_and_ends_the_one_before() -> None:
    community = making.community(making.street(), code="410105002091")
    give_code(community, "410105002001", since=DAY, by=BY)
    give_code(community, "410105002002", since=AFTER, by=BY)
    codes = list(community.codes.order_by("id").values_list("code", "valid_from", "valid_to"))
    assert codes == [("410105002091", None, DAY), ("410105002001", DAY, AFTER), ("410105002002", AFTER, None)]
    assert verbs(community) == ["place.code_given"] * 2


@pytest.mark.parametrize(
    ("code", "since", "reason"),
    [
        ("410105002091", DAY, "就是这个代码"),
        ("4101050020", DAY, "12位"),
        ("41010500209x", DAY, "12位"),
        ("410105003001", DAY, "开头"),
        ("410105002092", DAY, "乙社区"),
        ("410105002001", BEFORE, "起用日期"),
        ("410105002001", TOMORROW, "还没有到"),
    ],
)
def test_a_code_is_refused_with_the_reason(code: str, since: dt.date, reason: str) -> None:
    street = making.street()
    community = making.community(street, "甲社区", code="410105002090")
    making.community(street, "乙社区", code="410105002092")
    give_code(community, "410105002091", since=DAY, by=BY)
    with pytest.raises(Refused, match=reason):
        give_code(community, code, since=since, by=BY)
    give_code(community, "410105002001", since=DAY, by=BY)


def test_a_grid_has_a_code_that_goes_on_from_that_of_its_community() -> None:
    community = making.community(making.street(), code="410105002001")
    grid = making.grid(community)
    with pytest.raises(Refused, match="410105002001开头"):
        give_code(grid, "410105002002001", since=DAY, by=BY)
    assert give_code(grid, "410105002001001", since=DAY, by=BY).system == "grid"
    fact = PlaceFacts(Kind.GRID, "第二网格", community, code="410105002001001")
    with pytest.raises(Refused, match="第一网格"):
        add_place(fact, as_of=DAY, by=BY)
    fact.code = "410105002001002"
    assert what_code_it_has(add_place(fact, as_of=DAY, by=BY)) == {"code": "410105002001002"}


def test_places_stand_in_the_order_they_are_put_in() -> None:
    community = making.community()
    yards = [making.courtyard(community, name) for name in ("甲院", "乙院", "丙院")]
    ended = making.courtyard(community, "旧院")
    end_place(ended, on=DAY, by=BY)
    order = [yards[2].pk, yards[0].pk, yards[1].pk]
    reorder_places(community, order, version=version_of(order_below(community)), by=BY)
    assert order_below(community) == {"order": order}
    assert verbs(community) == ["place.reordered"]
    for wrong in (order[:2], [*order, order[0]], [*order, ended.pk]):
        with pytest.raises(Refused, match="有变化"):
            reorder_places(community, wrong, by=BY)


def change_each(yard: Place, elsewhere: Place, version: dict[str, str]) -> list[object]:
    """Everything a form can do to a courtyard, as if shown a while ago."""
    return [
        lambda: rename_place(yard, "银杏院", on=DAY, version=version["name"], by=BY),
        lambda: correct_place(yard, address="", latitude=1.0, longitude=1.0, version=version["place"], by=BY),
        lambda: give_code(yard, "410105002001009", since=DAY, version=version["code"], by=BY),
        lambda: reorder_places(elsewhere, [], version=version["order"], by=BY),
        lambda: move_place(yard, elsewhere, on=AFTER, version=version["parent"], by=BY),
    ]


def test_who_saves_second_learns_what_the_first_wrote() -> None:
    street = making.street()
    home, elsewhere = making.community(street, "甲社区"), making.community(street, "乙社区")
    yard = making.courtyard(home, "东院")
    shown = {
        "name": version_of(what_it_is_called(yard)),
        "place": version_of(where_it_lies(yard)),
        "code": version_of(what_code_it_has(yard)),
        "order": version_of(order_below(elsewhere)),
        "parent": version_of(where_it_stands(yard)),
    }
    making.courtyard(elsewhere, "北院")
    third = making.community(street, "丙社区")
    rename_place(yard, "梧桐院", on=DAY, version=shown["name"], by=BY)
    correct_place(yard, address="经一路1号", latitude=34.0, longitude=113.0, version=shown["place"], by=BY)
    give_code(yard, "410105002001008", since=DAY, version=shown["code"], by=BY)
    move_place(yard, third, on=DAY, version=shown["parent"], by=BY)
    now = []
    for change in change_each(yard, elsewhere, shown):
        with pytest.raises(Overtaken) as overtaken:
            change()
        now.append(overtaken.value.now)
    assert now == [
        {"name": "梧桐院"},
        {"address": "经一路1号", "latitude": 34.0, "longitude": 113.0},
        {"code": "410105002001008"},
        order_below(elsewhere),
        {"parent": third.pk},
    ]


def test_what_has_ended_is_changed_no_more() -> None:
    community = making.community()
    yard = making.courtyard(community, "东院")
    end_place(yard, on=DAY, by=BY)
    for change in (
        lambda: rename_place(yard, "梧桐院", on=AFTER, by=BY),
        lambda: correct_place(yard, address="x", latitude=None, longitude=None, by=BY),
        lambda: give_code(yard, "410105002001009", since=AFTER, by=BY),
        lambda: reorder_places(yard, [], by=BY),
    ):
        with pytest.raises(Refused, match="已撤销"):
            change()


def test_only_the_street_changes_what_is_said_of_a_place() -> None:
    community = making.community()
    yard = making.courtyard(community, "东院")
    for by in (making.community_worker(community), making.street_officer(community.street, Role.STREET_FINANCE)):
        for change in (
            lambda by=by: rename_place(yard, "梧桐院", on=DAY, by=by),
            lambda by=by: correct_place(yard, address="x", latitude=None, longitude=None, by=by),
            lambda by=by: give_code(yard, "410105002001009", since=DAY, by=by),
            lambda by=by: reorder_places(community, [yard.pk], by=by),
        ):
            with pytest.raises(PermissionDenied):
                change()
    officer = making.street_officer(community.street, Role.STREET_CITY_OFFICER)
    rename_place(yard, "梧桐院", on=DAY, by=officer)
    assert entries_about(yard)[0].actor_id == officer.person_id
