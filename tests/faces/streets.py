"""A street with something on every page, as large as a test asks."""

import datetime as dt

from gongzhi.kernel.agreements.actions import AgreementFacts
from gongzhi.kernel.agreements.states import AgreementKind
from gongzhi.kernel.organizations.actions import OrganizationFacts
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Nature, OrganizationKind, Role
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.places.models import Measure, Place
from gongzhi.programmes.alliance.actions import (
    MemberUnitFacts,
    ReportInFacts,
    take_over_co_building,
    take_over_member_units,
    take_over_report_ins,
)
from tests import making

SIGNED, ENDS = dt.date(2017, 3, 5), dt.date(2018, 3, 4)


def furnished(communities: int = 1, lines: int = 1) -> Place:
    """A street of ``communities``, the first with ``lines`` of everything a page lists. Returns the first."""
    street = making.street()
    making.office(street, telephone="0371-65900000", address="花园路126号")
    first = add_communities(street, range(1, communities + 1))[0]
    committee = making.committee(first, telephone="0371-65900001", address="经一路10号")
    making.seat(making.person("卢雅华", street=street), Role.COMMUNITY_SECRETARY, committee, over=first)
    add_lines(first, range(1, lines + 1))
    return first


def add_communities(street: Place, numbers: range) -> list[Place]:
    """Communities that are only names and sizes."""
    counts = {Measure.HOUSEHOLDS: 2315, Measure.POPULATION: 7644}
    return [making.community(street, f"第{n}街坊社区", position=n, counts=counts) for n in numbers]


def add_lines(community: Place, numbers: range) -> None:
    """For each number a grid with a courtyard, a member unit, its agreement and somebody of it who reported in."""
    committee = Organization.objects.get(place=community, kind=OrganizationKind.RESIDENTS_COMMITTEE)
    for number in numbers:
        _courtyard(_grid(community, committee, number), committee, number)
    for number, unit in zip(numbers, _units(community, numbers), strict=True):
        agree(unit, number)
        report_in(unit, people=1)


def _grid(community: Place, committee: Organization, number: int) -> Place:
    grid = making.grid(community, f"第{number}网格", position=number, counts={Measure.HOUSEHOLDS: 487})
    making.seat(making.person("雷秀轩", street=community.street), Role.GRID_WORKER, committee, over=grid)
    branch = OrganizationKind.PARTY_ORGANIZATION
    making.organization(branch, f"第{number}网格党支部", street=community.street, place=grid)
    return grid


def _courtyard(grid: Place, committee: Organization, number: int) -> None:
    counts = {Measure.ENTRANCES: 3, Measure.HOUSEHOLDS: 50}
    where = {"latitude": 34.77 + number / 1000, "longitude": 113.67 + number / 700}
    yard = making.courtyard(grid, f"经一路{number}号院", position=number, counts=counts, **where)
    making.seat(making.person("龙宇强", street=grid.street), Role.BUILDING_CHIEF, committee, over=yard)


def _units(community: Place, numbers: range) -> list[Organization]:
    facts = [
        MemberUnitFacts(
            OrganizationFacts(OrganizationKind.UNIT, f"第{n}图书馆", place=community, nature=Nature.INSTITUTION),
            branch=f"第{n}图书馆党支部",
        )
        for n in numbers
    ]
    taken = take_over_member_units(facts, street_id=community.street_id, by=making.SYSTEM)
    return [member.organization for member, _traces in taken]


def agree(unit: Organization, number: int, ends: dt.date = ENDS) -> None:
    """An agreement of a unit with the community it stands in, over by now."""
    committee = Organization.objects.get(place=unit.place, kind=OrganizationKind.RESIDENTS_COMMITTEE)
    fact = AgreementFacts(
        AgreementKind.CO_BUILDING,
        f"花共建〔2017〕{number}号",
        committee.place,
        unit,
        committee,
        SIGNED,
        SIGNED,
        ends,
        ("资源共享",),
    )
    take_over_co_building([fact], as_of=making.TODAY, by=making.SYSTEM)


def report_in(unit: Organization, people: int) -> None:
    """Let as many people of a unit report in where it stands."""
    newcomers = [NewPerson(f"报到人{unit.pk}之{n}") for n in range(1, people + 1)]
    facts = [ReportInFacts(person, unit.place_id, unit.pk, SIGNED) for person in newcomers]
    take_over_report_ins(facts, street_id=unit.street_id, by=making.SYSTEM)
