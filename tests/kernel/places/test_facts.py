"""Codes that are reissued, numbers that are declared anew, and finding places by either or by name."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from gongzhi.kernel.places.actions import PlaceFacts, end_place, revise_place
from gongzhi.kernel.places.models import CodeSystem, Kind, Measure, Place, PlaceCode, PlaceCount, short
from gongzhi.kernel.places.queries import Territory, names_of, newest_count, place_with_code, streets
from gongzhi.lib.sheets import Effect
from tests import making

pytestmark = pytest.mark.django_db

Y2017, Y2023, Y2024 = dt.date(2017, 7, 14), dt.date(2023, 10, 31), dt.date(2024, 10, 31)


def revise(place: Place, on: dt.date, **facts: object) -> list[Effect]:
    """What became of a place and its parts by what a register of a day says."""
    traces = revise_place(place, PlaceFacts(place.kind, place.name, **facts), as_of=on, by=making.SYSTEM)
    return [trace.effect for trace in traces]


def codes(place: Place) -> list[tuple[str, dt.date | None, dt.date | None]]:
    return list(place.codes.order_by("id").values_list("code", "valid_from", "valid_to"))


def counts(place: Place, measure: str = Measure.HOUSEHOLDS) -> dict[dt.date, int]:
    return dict(place.counts.filter(measure=measure).values_list("as_of", "number"))


def test_a_place_is_found_by_the_code_it_has_today() -> None:
    community = making.community(code="410105002091")
    assert place_with_code("410105002091") == community
    assert place_with_code("410105002") == community.street
    assert place_with_code("410105002099") is None


def test_a_new_code_ends_the_old_one_on_that_day() -> None:
    community = making.community(code="410105002091")
    revise(community, Y2023, code="410105002001")
    assert codes(community) == [("410105002091", None, Y2023), ("410105002001", Y2023, None)]
    assert place_with_code("410105002091") is None
    assert place_with_code("410105002001") == community


def test_a_code_can_be_given_to_another_place_after_its_end() -> None:
    street = making.street()
    first, second = making.community(street, "甲社区", code="410105002091"), making.community(street, "乙社区")
    with pytest.raises(IntegrityError, match="placecode_valid_once"), transaction.atomic():
        revise(second, Y2023, code="410105002091")
    end_place(first, on=Y2023, by=making.SYSTEM)
    revise(second, Y2024, code="410105002091")
    assert place_with_code("410105002091") == second
    assert codes(first) == [("410105002091", None, Y2023)]


def test_an_older_register_does_not_take_a_newer_code_back() -> None:
    community = making.community(code="410105002091")
    revise(community, Y2023, code="410105002001")
    before = codes(community)
    revise(community, Y2017, code="410105002077")
    assert codes(community) == before
    revise(community, Y2024, code="410105002077")
    assert place_with_code("410105002077") == community


def test_the_database_keeps_one_valid_code_of_a_system_and_its_days_in_order() -> None:
    community = making.community(code="410105002091")
    with pytest.raises(IntegrityError, match="placecode_one_per_system"), transaction.atomic():
        PlaceCode.objects.create(place=community, system=CodeSystem.DIVISION, code="410105002001")
    with pytest.raises(IntegrityError, match="placecode_dates"), transaction.atomic():
        PlaceCode.objects.create(
            place=community, system=CodeSystem.DIVISION, code="1", valid_from=Y2024, valid_to=Y2023
        )
    PlaceCode.objects.create(place=community, system=CodeSystem.GRID, code="410105002091000")


def test_numbers_are_kept_by_day_and_the_newest_is_todays() -> None:
    community = making.community()
    revise(community, Y2017, counts={Measure.HOUSEHOLDS: 1200})
    revise(community, Y2024, counts={Measure.HOUSEHOLDS: 1500})
    revise(community, Y2023, counts={Measure.HOUSEHOLDS: 1400})
    assert counts(community) == {Y2017: 1200, Y2023: 1400, Y2024: 1500}
    assert Place.objects.annotate(now=newest_count(Measure.HOUSEHOLDS)).get(pk=community.pk).now == 1500


def test_the_same_number_again_is_not_written_again() -> None:
    community = making.community()
    assert revise(community, Y2023, counts={Measure.HOUSEHOLDS: 0}) == [Effect.CHANGED, Effect.CREATED]
    assert revise(community, Y2024, counts={Measure.HOUSEHOLDS: 0}) == [Effect.KEPT]
    assert counts(community) == {Y2023: 0}


def test_a_number_corrected_on_its_day_is_replaced() -> None:
    community = making.community()
    revise(community, Y2017, counts={Measure.HOUSEHOLDS: 1200})
    revise(community, Y2024, counts={Measure.HOUSEHOLDS: 1500})
    assert revise(community, Y2017, counts={Measure.HOUSEHOLDS: 1210}) == [Effect.CHANGED, Effect.CHANGED]
    assert counts(community) == {Y2017: 1210, Y2024: 1500}


def test_an_older_register_read_twice_says_nothing_new() -> None:
    community = making.community()
    revise(community, Y2024, counts={Measure.HOUSEHOLDS: 1500})
    assert revise(community, Y2017, counts={Measure.HOUSEHOLDS: 1200}) == [Effect.CHANGED, Effect.CREATED]
    assert revise(community, Y2017, counts={Measure.HOUSEHOLDS: 1200}) == [Effect.KEPT]


def test_the_database_keeps_one_number_a_day() -> None:
    community = making.community(counts={Measure.HOUSEHOLDS: 1})
    with pytest.raises(IntegrityError, match="placecount_once_a_day"):
        PlaceCount.objects.create(place=community, measure=Measure.HOUSEHOLDS, number=2, as_of=making.TODAY)


def test_empty_cells_change_nothing_and_what_is_said_comes_back_for_undoing() -> None:
    community = making.community(address="经一路10号", latitude=34.79, longitude=113.67)
    assert revise(community, Y2024) == [Effect.KEPT]
    fact = PlaceFacts(community.kind, community.name, address="经一路12号", latitude=34.80, longitude=113.67)
    (trace,) = revise_place(community, fact, as_of=Y2024, by=making.SYSTEM)
    assert (trace.effect, trace.before) == (Effect.CHANGED, {"address": "经一路10号", "latitude": 34.79})
    community.refresh_from_db()
    assert (community.address, community.latitude) == ("经一路12号", 34.80)


def test_places_are_named_in_administrative_order() -> None:
    street = making.street()
    last, first = (making.community(street, name, position=n) for name, n in (("乙社区", 2), ("甲社区", 1)))
    assert list(names_of([last.pk, first.pk, 0]).values()) == ["甲社区", "乙社区"]
    assert list(streets()) == [street]


@pytest.mark.parametrize(
    ("name", "said"), [("通信花园社区", "通信花园"), ("花园路街道", "花园路"), ("社区", "社区"), ("东院", "东院")]
)
def test_a_place_has_a_name_as_people_say_it(name: str, said: str) -> None:
    assert short(name) == said


def territory() -> tuple[Territory, dict[str, Place]]:
    street = making.street()
    one, other = making.community(street, "通信花园社区"), making.community(street, "花园路社区")
    grid = making.grid(one, code="410105002091001")
    places = {
        "street": street,
        "one": one,
        "other": other,
        "grid": grid,
        "direct": making.courtyard(one, "东院"),
        "deep": making.courtyard(grid, "西院"),
        "namesake": making.courtyard(other, "东院"),
    }
    ended = making.community(street, "撤销社区")
    end_place(ended, on=Y2024, by=making.SYSTEM)
    making.community(making.street("别处街道", code="410105003"), "别处社区")
    return Territory(street.pk), places


def test_a_community_is_known_by_its_full_or_short_name() -> None:
    found, places = territory()
    assert found.community("通信花园社区") == found.community(" 通信花园 ") == places["one"]
    assert found.community("撤销社区") is None
    assert found.community("别处社区") is None


def test_a_community_is_read_from_a_title() -> None:
    found, places = territory()
    assert found.community_in(["在职党员登记", "通信花园社区在职党员"]) == places["one"]
    assert found.community_in(["9月 (2)"]) is None


def test_the_name_of_the_street_in_a_title_is_no_community() -> None:
    found, places = territory()
    assert found.community_in(["花园路街道在职党员到社区报到情况一览表"]) is None
    assert found.community_in(["花园路街道花园路社区报到登记"]) == places["other"]


def test_a_courtyard_is_found_in_its_community_however_deep_it_stands() -> None:
    found, places = territory()
    assert found.courtyard(places["one"].pk, "东院") == places["direct"]
    assert found.courtyard(places["one"].pk, "西院") == places["deep"]
    assert found.courtyard(places["other"].pk, "东院") == places["namesake"]
    assert found.courtyard(places["other"].pk, "西院") is None


def test_a_grid_is_found_by_its_code_and_everything_by_its_parent_and_name() -> None:
    found, places = territory()
    assert found.grid("410105002091001") == places["grid"]
    assert found.grid("410105002") is None
    assert found.named(Kind.GRID, places["one"].pk, "第一网格") == places["grid"]
    assert found.named(Kind.GRID, places["other"].pk, "第一网格") is None


def test_a_territory_is_read_in_three_queries_whatever_its_size(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    street = making.street()
    for number in range(6):
        making.community(street, f"{number}社区", code=f"4101050020{number}", counts={Measure.HOUSEHOLDS: 5})
    with django_assert_num_queries(3):
        found = Territory(street.pk)
        assert {found.code_of[pk] for pk in found.counts} == {f"4101050020{number}" for number in range(6)}
        assert found.grid("410105002") is None
    with django_assert_num_queries(1):
        assert Territory(None).street is None


def test_a_territory_holds_only_the_kinds_asked_for() -> None:
    everything, places = territory()
    found = Territory(places["street"].pk, Kind.SUBDISTRICT, Kind.COMMUNITY)
    assert set(found.places.values()) == {places["street"], places["one"], places["other"]}
    assert found.community_in(["通信花园社区"]) == places["one"]
    assert set(found.places) < set(everything.places)
