"""Two streets of three communities each, with something of every kind in each community, and somebody in every role.

The guards walk through it: what may be seen, changed, taken along is told by the one list of roles, and
nothing else may be. Names, telephones and identity numbers are marks that are found wherever they leak.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.test import Client
from django.utils import timezone

from gongzhi.kernel.organizations.actions import end_seat
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.roles import OFFICERS, STREET, rights_of
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.states import SessionKind
from gongzhi.kernel.places.models import Place
from tests import making
from tests.entering import enter

#: Roles that sit at the street's office and reach all of it.
STREETWIDE = {*STREET, *OFFICERS, Role.SUPERIOR_VIEWER, Role.AUDITOR, Role.ADMIN}


@dataclass
class Corner:
    """One community with its committee, a unit, and a resident whose facts are marks."""

    community: Place
    committee: Organization
    unit: Organization
    resident: Person
    chief: Membership
    worker: Membership
    number: str


@dataclass
class Quarter:
    """One street with its office and its communities."""

    street: Place
    office: Organization
    corners: list[Corner]


@dataclass(frozen=True)
class Somebody:
    """An actor of the matrix: a role that stands or has ended, a resident, or nobody."""

    label: str
    role: str = ""
    stands: bool = False
    client: Client = field(default_factory=Client, compare=False)

    @property
    def is_in(self) -> bool:
        return self.label != "nobody"

    def has(self, right: str) -> bool:
        return self.stands and right in rights_of(self.role)


def street(number: int) -> Quarter:
    """A street whose people nobody could mistake for others."""
    place = making.street(f"第{number}街道", code=f"4101050{number:02}")
    office = making.office(place, telephone=f"0371-6590{number}000")
    return Quarter(place, office, [_corner(place, number, letter) for letter in "甲乙丙"])


def _corner(street: Place, number: int, letter: str) -> Corner:
    position = "甲乙丙".index(letter) + 1
    community = making.community(street, f"{letter}{number}社区", code=f"4101050{number:02}00{position}")
    committee = making.committee(community, telephone=f"0371-6591{number}00{position}")
    unit = making.unit(f"{letter}{number}图书馆", street=street, place=community)
    digits = f"1380000{number}{position}7{number}"
    resident = making.person(f"桑{letter}{'零一二三四五'[number]}", digits, street=street)
    Person.objects.filter(pk=resident.pk).update(community=community)
    chief = making.seat(making.person(f"栾{letter}{number}", street=street), Role.BUILDING_CHIEF, committee)
    worker = making.seat(making.person(f"蔺{letter}{number}", street=street), Role.COMMUNITY_WORKER, committee)
    return Corner(community, committee, unit, resident, chief, worker, digits)


def everybody(quarter: Quarter, *labels: str) -> list[Somebody]:
    """Each role of the list once as it stands and once as it ended, at the first community or the street's office.

    With ``labels``, nobody but those who are called so.
    """
    return [make() for label, make in _everybody(quarter).items() if label in labels or not labels]


def one_by_one(quarter: Quarter) -> Iterator[Somebody]:
    """The same, of whom nobody is made before they are looked at."""
    return (make() for make in _everybody(quarter).values())


def _everybody(quarter: Quarter) -> dict[str, Callable[[], Somebody]]:
    people = {"nobody": partial(Somebody, "nobody"), "resident": partial(_resident, quarter)}
    return people | {
        _called(role, stands): partial(_holder, quarter, role, stands) for role in Role for stands in (True, False)
    }


def _called(role: Role, stands: bool) -> str:
    return role.value if stands else f"{role.value}, ended"


def _resident(quarter: Quarter) -> Somebody:
    somebody = Somebody("resident")
    enter(somebody.client, making.person("桑居民", street=quarter.street), kind=SessionKind.CODE)
    return somebody


def _holder(quarter: Quarter, role: Role, stands: bool) -> Somebody:
    somebody = Somebody(_called(role, stands), role.value, stands)
    corner = quarter.corners[0]
    at = quarter.office if role in STREETWIDE else corner.unit if role == Role.UNIT_LIAISON else corner.committee
    person = making.person(f"邬{role.value}{stands}", street=quarter.street)
    seat = making.seat(person, role, at)
    enter(somebody.client, person, seat)
    if not stands:
        end_seat(seat, on=timezone.localdate(), by=making.SYSTEM)
    return somebody
