"""The street as plain facts: what is so, before anybody writes it into a workbook."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class Area(NamedTuple):
    """A rectangle in metres east and north of the south-west corner of the map."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. ``born`` is the first day of a month: registers know no more."""

    name: str
    sex: str
    born: dt.date
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Courtyard:
    """``entrance_chiefs`` has a name for every entrance in order, empty where nobody has been found."""

    name: str
    longitude: float
    latitude: float
    buildings: int
    households: int
    chief: Person | None
    entrance_chiefs: tuple[str, ...]

    @property
    def entrances(self) -> int:
        return len(self.entrance_chiefs)


@dataclass(frozen=True, slots=True)
class Grid:
    """``code`` is the community's, a digit for the kind of grid and two of a sequence (domain.md 2.0.2)."""

    code: str
    name: str
    worker: Person
    branch: str
    households: int
    courtyards: tuple[Courtyard, ...]


@dataclass(frozen=True, slots=True)
class Community:
    """``name`` is the short one: 桐荫 for 桐荫社区. ``place`` counts from 0."""

    place: int
    name: str
    code: str
    address: str
    telephone: str
    secretary: Person
    grids: tuple[Grid, ...]

    @property
    def full_name(self) -> str:
        return f"{self.name}社区"

    @property
    def households(self) -> int:
        return sum(grid.households for grid in self.grids)

    @property
    def population(self) -> int:
        """Some 2.6 people a household."""
        return self.households * 26 // 10 + self.place % 7


@dataclass(frozen=True, slots=True)
class Unit:
    """``declared`` is how many Party members the unit says it has; an army unit does not say."""

    name: str
    superior: str
    nature: str
    branch: str
    declared: int | None
    liaison: Person
    community: Community
    address: str
    joined_on: dt.date
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """An employed Party member who has reported in at a community."""

    person: Person
    unit: Unit
    community: Community
    accepted_on: dt.date
    skills: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


class Flaw(Enum):
    """What is not right with a line of a register."""

    NONE = "nothing"
    AGAIN = "the same person is written down a second time"
    ELSEWHERE = "the person has reported in at another community"
    OTHER_BIRTH = "same name and telephone as a line above, another month of birth"
    UNKNOWN_UNIT = "a unit that is not on the list of units"
    NO_NUMBER = "no telephone"
    SHORT_NUMBER = "a digit of the telephone is missing"
    NO_SUCH_DAY = "the 31st of September"

    @property
    def waits(self) -> bool:
        """Whether a clerk must look at the line."""
        return self not in (Flaw.NONE, Flaw.AGAIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register of a community."""

    member: Member
    flaw: Flaw = Flaw.NONE


@dataclass(frozen=True, slots=True)
class Agreement:
    """``term`` is how the ledger writes the time from ``starts_on`` to ``ends_on``, both included.

    ``party`` is the unit as the ledger writes it; without ``unit`` it is on no list, and the line waits.
    """

    number: str
    party: str
    unit: Unit | None
    community: Community
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    term: str
    content: tuple[str, ...]


@dataclass(slots=True)
class Street:
    """The whole street on the day ``today``; its registers are made when they are asked for."""

    name: str
    code: str
    scale: int
    today: dt.date
    communities: list[Community] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    people: int = 0  # with a telephone, so far

    @property
    def grids(self) -> Iterator[tuple[Community, Grid]]:
        return ((community, grid) for community in self.communities for grid in community.grids)

    @property
    def courtyards(self) -> Iterator[tuple[Community, Grid, Courtyard]]:
        return ((community, grid, yard) for community, grid in self.grids for yard in grid.courtyards)
