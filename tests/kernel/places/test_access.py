"""Who sees which place, and what holds one so that it cannot be ended."""

import pytest

from gongzhi.kernel.agreements.models import Agreement
from gongzhi.kernel.agreements.states import AgreementState
from gongzhi.kernel.organizations.actions import end_organization, end_seat
from gongzhi.kernel.organizations.holding import households
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.roles import DESK
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.actions import move_in
from gongzhi.kernel.people.models import Household
from gongzhi.kernel.places.actions import end_place
from gongzhi.kernel.places.holding import held_by, register
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import access_place
from gongzhi.lib.actions import ANONYMOUS, Actor, NotThere, Refused
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.faces.streets import agree, report_in

pytestmark = pytest.mark.django_db


def seen(by: Actor) -> set[str]:
    """The names of all places this actor gets to see."""
    names = set()
    for place in Place.objects.all():
        try:
            names.add(access_place(by, place.pk).name)
        except NotThere:
            continue
    return names


def tree() -> tuple[Place, Place, Place]:
    street = making.street()
    own, sister = making.community(street, "甲社区"), making.community(street, "乙社区")
    making.grid(own, "甲一网格")
    making.grid(own, "甲二网格")
    making.grid(sister, "乙一网格")
    making.community(making.street("别处街道", code="410105003"), "别处社区")
    return street, own, sister


def test_a_seat_sees_as_far_as_it_reaches() -> None:
    street, own, _sister = tree()
    grid = Place.objects.get(name="甲一网格")
    committee = making.committee(own)
    of_the_street = {"花园路街道", "甲社区", "乙社区", "甲一网格", "甲二网格", "乙一网格"}
    assert seen(making.street_officer(street, Role.STREET_CITY_OFFICER)) == of_the_street
    assert seen(making.street_officer(street, Role.AUDITOR)) == of_the_street
    assert seen(making.actor(Role.COMMUNITY_WORKER, committee)) == {"甲社区", "甲一网格", "甲二网格"}
    assert seen(making.actor(Role.GRID_WORKER, committee, over=grid)) == {"甲一网格"}
    assert seen(making.SYSTEM) == of_the_street | {"别处街道", "别处社区"}


def test_whoever_has_no_desk_sees_no_place_there() -> None:
    _street, own, _sister = tree()
    committee = making.committee(own)
    without = set(Role) - set(DESK)
    assert without != set()
    for role in without:
        assert seen(making.actor(role, committee, over=own)) == set(), role
    assert seen(ANONYMOUS) == seen(making.resident(making.person())) == set()


def test_a_place_that_is_not_there_is_refused_like_one_that_is_somebody_elses() -> None:
    _street, own, sister = tree()
    worker = making.community_worker(own)
    told = []
    for pk in (sister.pk, 0):
        with pytest.raises(NotThere) as refused:
            access_place(worker, pk)
        told.append(str(refused.value))
    assert told == ["", ""]
    assert access_place(worker, own.pk) == own


def test_a_place_is_held_by_what_is_kept_for_it_anywhere() -> None:
    community = making.community(name="甲社区")
    yard = making.courtyard(making.community(community.street, "乙社区"))
    committee = making.committee(community)
    chief = making.seat(making.person(), Role.BUILDING_CHIEF, committee, over=yard)
    move_in(making.person("李四"), place=yard, door="1号", by=making.SYSTEM)
    assert held_by(yard.path) == {"任职": 1, "住户": 1}
    with pytest.raises(Refused, match="任职 1 项、住户 1 项"):
        end_place(yard, on=making.TODAY, by=making.SYSTEM)
    end_seat(chief, on=making.TODAY, by=making.SYSTEM)
    Household.objects.update(until=making.TODAY)
    assert end_place(yard, on=making.TODAY, by=making.SYSTEM).state == "ended"


def test_a_community_is_held_by_its_organisations_agreements_and_report_ins() -> None:
    community = making.community()
    committee, unit = making.committee(community), making.unit(place=community)
    agree(unit, 1)
    report_in(unit, people=2)
    Agreement.objects.update(state=AgreementState.IN_FORCE)
    assert held_by(community.path) == {"组织": 2, "没有结束的协议": 1, "在职党员报到": 2}
    Agreement.objects.update(state=AgreementState.FINISHED)
    assert held_by(making.community(name="空社区").path) == {}
    with pytest.raises(Refused, match="在职党员报到 2 项"):
        end_place(community, on=making.TODAY, by=making.SYSTEM)
    with pytest.raises(Refused, match="在职党员报到 2 项"):
        end_organization(unit, on=making.TODAY, by=making.SYSTEM)
    ReportIn.objects.update(unit=None)
    for organization in (committee, unit):
        end_organization(organization, on=making.TODAY, by=making.SYSTEM)
    assert Organization.objects.active().of_kind(OrganizationKind.UNIT).count() == 0
    assert held_by(community.path) == {"在职党员报到": 2}


def test_what_holds_a_place_is_registered_once() -> None:
    with pytest.raises(ValueError, match="households"):
        register("住户")(households)
