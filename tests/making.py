"""Makers for tests: a street, its communities, units and people, through our own actions.

What a test does not care about may be left out; a maker that needs a street takes the first on
record or makes one. All names and numbers are made up.
"""

import datetime as dt
from typing import Any

from gongzhi.kernel.organizations.actions import OrganizationFacts, give_seat, take_over_organizations
from gongzhi.kernel.organizations.actors import actor_for
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.actions import (
    NewPerson,
    confirm_merge,
    propose_merge,
    register_person,
    take_over_people,
)
from gongzhi.kernel.people.models import Merge, Person
from gongzhi.kernel.places.actions import PlaceFacts, take_over_places
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.queries import streets
from gongzhi.lib.actions import Actor

#: Who makes things, and the day on which tests take place.
SYSTEM = Actor.system("tests")
TODAY = dt.date(2024, 9, 2)


def street(name: str = "花园路街道", code: str = "410105002") -> Place:
    """A sub-district, by default in 河南省郑州市金水区."""
    return place(Kind.SUBDISTRICT, None, name, code=code)


def community(parent: Place | None = None, name: str = "通信花园社区", **facts: Any) -> Place:
    """A community of a street. ``facts`` as :class:`PlaceFacts` knows them."""
    return place(Kind.COMMUNITY, parent or any_street(), name, **facts)


def grid(parent: Place, name: str = "第一网格", **facts: Any) -> Place:
    return place(Kind.GRID, parent, name, **facts)


def courtyard(parent: Place, name: str = "东院", **facts: Any) -> Place:
    return place(Kind.COURTYARD, parent, name, **facts)


def place(kind: str, parent: Place | None, name: str, **facts: Any) -> Place:
    """A place as a register of :data:`TODAY` brings it."""
    (made,) = take_over_places([PlaceFacts(kind, name, parent, **facts)], as_of=TODAY, by=SYSTEM)
    return made


def any_street() -> Place:
    """The first street on record, else a new one."""
    return streets().first() or street()


def person(name: str = "王小红", mobile: str = "", *, street: Place | None = None, **known: Any) -> Person:
    """Somebody on record, even if the same is on record already. ``known`` as :class:`NewPerson` has it."""
    new = NewPerson(name, mobile, **known)
    (pk,) = take_over_people([new], street_id=(street or any_street()).pk, by=SYSTEM)
    return Person.objects.get(pk=pk)


def neighbour(of: Place, name: str = "王小红", mobile: str = "", **known: Any) -> Person:
    """Somebody whose file a community keeps. ``known`` as :class:`NewPerson` has it."""
    assert of.street
    return register_person(NewPerson(name, mobile, **known), street=of.street, community=of, by=SYSTEM)


def organization(kind: str, name: str, *, street: Place | None = None, **facts: Any) -> Organization:
    """An organisation of any kind. ``facts`` as :class:`OrganizationFacts` knows them."""
    fact = OrganizationFacts(kind, name, **facts)
    (made,) = take_over_organizations([fact], street_id=(street or any_street()).pk, by=SYSTEM)
    return made


def unit(name: str = "郑州市第三十中学", **facts: Any) -> Organization:
    """A unit of the street."""
    return organization(OrganizationKind.UNIT, name, **facts)


def committee(of: Place, **facts: Any) -> Organization:
    """The residents' committee of a community."""
    name = f"{of.name}居民委员会"
    return organization(OrganizationKind.RESIDENTS_COMMITTEE, name, street=of.street, place=of, **facts)


def office(of: Place, **facts: Any) -> Organization:
    """The office of a street."""
    name = f"{of.name}办事处"
    return organization(OrganizationKind.SUBDISTRICT_OFFICE, name, street=of, place=of, **facts)


def seat(
    holder: Person,
    role: str,
    at: Organization,
    *,
    over: Place | None = None,
    since: dt.date = dt.date(2020, 1, 1),
    until: dt.date | None = None,
) -> Membership:
    """A role of ``holder`` at an organisation, over a place if it is not the organisation's own."""
    return give_seat(holder, organization=at, role=role, place=over, since=since, until=until, by=SYSTEM)


def actor(role: str, at: Organization, *, over: Place | None = None, name: str = "赵干事") -> Actor:
    """Somebody who holds a role and nothing else, as they act on :data:`TODAY`."""
    holder = person(name, street=at.street)
    seat(holder, role, at, over=over)
    return actor_for(holder, on=TODAY)


def street_officer(of: Place, role: str = Role.STREET_PARTY_OFFICER) -> Actor:
    """Somebody of the street's office; the office is made if it is not on record."""
    return actor(role, _first(OrganizationKind.SUBDISTRICT_OFFICE, of) or office(of), name="钱干事")


def community_worker(of: Place, role: str = Role.COMMUNITY_WORKER) -> Actor:
    """Somebody at the desk of a community; its committee is made if it is not on record."""
    return actor(role, _first(OrganizationKind.RESIDENTS_COMMITTEE, of) or committee(of), name="孙干事")


def two_officers(of: Place) -> tuple[Actor, Actor]:
    """Two of the street's office, the same ones each time: what one proposes the other confirms."""
    at = _first(OrganizationKind.SUBDISTRICT_OFFICE, of) or office(of)
    found = [m.person for m in at.memberships.filter(person__name__in=("吴干事", "郑干事")).order_by("id")]
    if not found:
        return (
            actor(Role.STREET_PARTY_OFFICER, at, name="吴干事"),
            actor(Role.STREET_CIVIL_OFFICER, at, name="郑干事"),
        )
    one, other = found
    return actor_for(one, on=TODAY), actor_for(other, on=TODAY)


def joined(kept: Person, gone: Person) -> Merge:
    """Two records of one human, as two of the street's staff join them."""
    one, other = two_officers(kept.street)
    return confirm_merge(propose_merge(kept, gone, reason="同一人", by=one), by=other)


def resident(who: Person) -> Actor:
    """Somebody without any seat."""
    return actor_for(who, on=TODAY)


def _first(kind: str, at: Place) -> Organization | None:
    return Organization.objects.active().of_kind(kind).filter(place=at).first()
