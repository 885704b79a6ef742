"""Which unit a name in a list means: full name, alias, or a plain short form (M24)."""

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from gongzhi.kernel.ledger.queries import entries_about
from gongzhi.kernel.organizations.actions import (
    OrganizationFacts,
    add_alias,
    end_organization,
    keep_aliases,
    revise_organization,
)
from gongzhi.kernel.organizations.models import Organization, OrganizationAlias
from gongzhi.kernel.organizations.naming import Match, UnitNames
from gongzhi.kernel.organizations.states import Nature, OrganizationKind
from gongzhi.kernel.places.models import Place
from gongzhi.lib.actions import Refused
from gongzhi.lib.sheets import Effect
from tests import making

pytestmark = pytest.mark.django_db


def resolve(name: str, street: Place | None = None) -> Match | None:
    return UnitNames((street or making.any_street()).pk).resolve(name)


@pytest.mark.parametrize(
    ("short_form", "full"),
    [
        ("省人大", "河南省人大办公厅"),
        ("市图书馆", "郑州市图书馆"),
        ("区房管局", "金水区房管局"),
    ],
)
def test_a_short_form_that_fits_one_unit_means_it_and_is_told(short_form: str, full: str) -> None:
    making.street()
    unit = making.unit(full)
    making.unit("河南省人民医院")
    making.unit("郑州市第三十中学")
    names = UnitNames(making.any_street().pk)
    assert names.resolve(short_form) == Match(unit, is_new_alias=True)
    assert names.recognised == {short_form: unit}


def test_a_short_form_that_fits_two_units_means_none() -> None:
    making.unit("河南省人大办公厅")
    assert resolve("省人大") is not None
    making.unit("河南省人大常委会")
    assert resolve("省人大") is None


def test_a_city_and_a_county_both_called_city_are_held_against_each_other() -> None:
    street = making.street("新村街道", code="410184001")
    of_the_county = making.unit("新郑市图书馆", street=street)
    assert resolve("市图书馆", street) == Match(of_the_county, is_new_alias=True)
    making.unit("郑州市图书馆", street=street)
    assert resolve("市图书馆", street) is None


@pytest.mark.parametrize("name", ["省医", "三十中", "人大", "省", "", "州图书馆", "县图书馆", "河南人大"])
def test_what_is_no_plain_short_form_means_nobody(name: str) -> None:
    making.unit("河南省医院")
    making.unit("郑州市第三十中学")
    making.unit("河南省人大办公厅")
    assert resolve("省人大") is not None
    assert resolve(name) is None


def test_a_full_name_comes_first() -> None:
    unit = making.unit("省人大")
    making.unit("河南省人大办公厅")
    assert resolve("省人大") == Match(unit)


def test_a_street_without_a_code_knows_no_short_forms() -> None:
    street = making.street(code="")
    unit = making.unit("河南省人大办公厅", street=street)
    assert resolve("省人大", street) is None
    assert resolve("河南省人大办公厅", street) == Match(unit)
    assert UnitNames(None).resolve("河南省人大办公厅") is None


def test_blanks_and_full_width_signs_make_no_other_name() -> None:
    unit = making.unit("中国银行(花园路支行)")
    assert resolve(" 中国银行（花园路 支行） ") == Match(unit)


def test_a_kept_alias_matches_at_once() -> None:
    unit = making.unit("郑州市第三十中学")
    assert resolve("三十中") is None
    add_alias(unit, "三十中", by=making.SYSTEM)
    assert resolve("三十中") == Match(unit)


def test_what_was_recognised_is_kept_once() -> None:
    unit = making.unit("河南省人大办公厅")
    names = UnitNames(unit.street_id)
    names.resolve("省人大")
    (trace,) = keep_aliases(names.recognised, by=making.SYSTEM)
    assert (trace.kind, trace.effect) == ("organizations.organizationalias", Effect.CREATED)
    assert resolve("省人大") == Match(unit)
    assert keep_aliases(names.recognised, by=making.SYSTEM) == []
    assert keep_aliases({}, by=making.SYSTEM) == []
    assert OrganizationAlias.objects.count() == 1


def test_what_is_kept_is_no_news_any_more_and_what_is_forgotten_is_again() -> None:
    unit = making.unit("河南省人大办公厅")
    names = UnitNames(unit.street_id)
    for again in (names.forget, names.keep):
        assert names.resolve("省人大") == Match(unit, is_new_alias=True)
        assert names.recognised == {"省人大": unit}
        again()
        assert names.recognised == {}
    assert names.resolve("省人大") == names.resolve("省 人大") == Match(unit)
    assert names.keep() == {}


def test_the_alias_of_an_ended_unit_is_not_given_to_another_in_passing() -> None:
    ended, unit = making.unit("郑州市第三十中学"), making.unit("郑州市第四十中学")
    add_alias(ended, "中学", by=making.SYSTEM)
    end_organization(ended, on=making.TODAY, by=making.SYSTEM)
    names = UnitNames(unit.street_id)
    assert names.picked("中学", str(unit.pk), keep=True) == unit
    assert names.keep() == {"中学": unit}
    assert names.resolve("中学") is None


def test_a_name_used_for_two_units_is_disputed_until_it_is_forgotten() -> None:
    units = [making.unit("郑州市第三十中学"), making.unit("郑州市第四十中学")]
    names = UnitNames(units[0].street_id)
    assert [names.picked("中学", str(unit.pk), keep=True) for unit in (*units, units[0])] == [*units, units[0]]
    assert names.keep() == {}
    names.picked("中学", str(units[0].pk), keep=True)
    assert names.keep() == {"中学": units[0]}


def test_an_ended_unit_is_meant_by_no_name() -> None:
    unit = making.unit("河南省人大办公厅")
    add_alias(unit, "人大", by=making.SYSTEM)
    assert resolve("人大") == Match(unit)
    end_organization(unit, on=making.TODAY, by=making.SYSTEM)
    for name in ("人大", "省人大", "河南省人大办公厅"):
        assert resolve(name) is None


def test_units_and_social_organisations_are_named_and_others_are_not() -> None:
    street = making.street()
    social = making.organization(OrganizationKind.SOCIAL_ORGANIZATION, "金水区夕阳红服务中心")
    making.organization(OrganizationKind.PARTY_ORGANIZATION, "河南省人大机关党委")
    making.unit("金水区图书馆", street=making.street("别处街道", code="410105003"))
    assert resolve("区夕阳红", street) == Match(social, is_new_alias=True)
    assert resolve("河南省人大机关党委", street) is None
    assert resolve("金水区图书馆", street) is None


def test_the_nearest_name_is_a_guess_for_the_clerk() -> None:
    unit = making.unit("郑州市第三十中学")
    add_alias(unit, "三十中学校", by=making.SYSTEM)
    names = UnitNames(unit.street_id)
    assert names.nearest("郑州市三十中学") == "郑州市第三十中学"
    assert names.nearest("三十中学") == "郑州市第三十中学"
    assert names.nearest("惠民超市") == ""


def test_names_are_read_in_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    units = [making.unit(f"河南省第{number}公司") for number in range(5)]
    for unit in units:
        add_alias(unit, unit.name[-3:], by=making.SYSTEM)
    with django_assert_num_queries(3):
        names = UnitNames(units[0].street_id)
        assert names.resolve("省第3公司") == Match(units[3], is_new_alias=True)
        assert names.resolve("4公司") == Match(units[4])


def test_an_alias_points_to_one_unit_only() -> None:
    one, other = making.unit("郑州市第三十中学"), making.unit("郑州市三十中附小")
    first = add_alias(one, "三十中", by=making.SYSTEM)
    assert add_alias(one, "三十中", by=making.SYSTEM) == first
    assert len(entries_about(one)) == 1
    with pytest.raises(Refused, match="已经指向另一个单位"):
        add_alias(other, "三十中", by=making.SYSTEM)
    elsewhere = making.unit("三十中", street=making.street("别处街道", code="410105003"))
    add_alias(elsewhere, "三十中", by=making.SYSTEM)


def test_aliases_are_kept_by_the_street() -> None:
    unit = making.unit("郑州市第三十中学")
    community = making.community(unit.street)
    for by in (making.community_worker(community), making.street_officer(making.street("别处街道", code="410105003"))):
        with pytest.raises(PermissionDenied):
            add_alias(unit, "三十中", by=by)
    add_alias(unit, "三十中", by=making.street_officer(unit.street))


def test_a_newer_register_says_what_changed_and_what_was_before() -> None:
    community = making.community()
    unit = making.unit("花园路小学", address="经一路10号", nature=Nature.OTHER)
    fact = OrganizationFacts(OrganizationKind.UNIT, "花园路小学", place=community, nature=Nature.SCHOOL)
    (trace,) = revise_organization(unit, fact, by=making.SYSTEM)
    assert (trace.effect, trace.before) == (Effect.CHANGED, {"place_id": None, "nature": "other"})
    unit.refresh_from_db()
    assert (unit.place, unit.nature, unit.address) == (community, Nature.SCHOOL, "经一路10号")
    (again,) = revise_organization(unit, fact, by=making.SYSTEM)
    assert (again.effect, again.before) == (Effect.KEPT, None)


def test_a_military_unit_is_named_on_no_public_page() -> None:
    hidden = making.unit("某部队", nature=Nature.MILITARY)
    later = making.unit("某医院", nature=Nature.HOSPITAL)
    assert list(Organization.objects.public()) == [later]
    fact = OrganizationFacts(OrganizationKind.UNIT, "某医院", nature=Nature.MILITARY)
    (trace,) = revise_organization(later, fact, by=making.SYSTEM)
    assert not Organization.objects.public().exists()
    assert trace.before == {"nature": "hospital", "public_visible": True}
    assert not Organization.objects.get(pk=hidden.pk).public_visible
