"""What a register says of somebody, and what of it the record does not say yet. Nothing known is contradicted."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from gongzhi.kernel.people.models import ContactPoint, Person
from gongzhi.kernel.people.queries import MOBILE, Wanted
from gongzhi.kernel.people.states import IdentityKind, Sex
from gongzhi.lib.bulk import among
from gongzhi.lib.sealing import fingerprint
from gongzhi.lib.values import PartialDate

SHORTEST_NUMBER = 7  # digits of a landline


def tells(number: str) -> bool:
    """Whether a telephone tells one person from another."""
    return len(number) >= SHORTEST_NUMBER


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody not yet on record; all but the name may be missing.

    Numbers are spelled as ``lib.values`` spells them, so that equal ones are found. ``numbers`` is
    every telephone, each once, the mobile first; ``telling`` are those that tell one person from
    another, which an extension of a switchboard does not.
    """

    name: str
    mobile: str = ""
    other_numbers: tuple[str, ...] = ()
    identity: str = ""
    identity_kind: str = IdentityKind.RESIDENT
    sex: str = Sex.UNKNOWN
    birth: PartialDate | None = None
    numbers: tuple[str, ...] = field(init=False, repr=False, compare=False)
    telling: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers = tuple(dict.fromkeys([number for number in (self.mobile, *self.other_numbers) if number]))
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "telling", tuple([number for number in numbers if tells(number)]))

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.name, self.mobile, self.identity)

    def completed_by(self, other: "NewPerson") -> "NewPerson":
        """The same person with what only the other row says; whoever knows the identity number knows the sex."""
        first, second = (other, self) if other.identity and not self.identity else (self, other)
        return replace(
            self,
            mobile=self.mobile or other.mobile,
            other_numbers=tuple(dict.fromkeys((*self.other_numbers, *other.numbers))),
            identity=first.identity,
            identity_kind=first.identity_kind,
            sex=first.sex if first.sex != Sex.UNKNOWN else second.sex,
            birth=max(filter(None, (first.birth, second.birth)), key=lambda birth: len(birth.precision), default=None),
        )


@dataclass(frozen=True, slots=True)
class Gaps:
    """``fields`` of the person to fill, an ``identity`` number for one known only weakly, further ``numbers``."""

    fields: dict[str, object] = field(default_factory=dict)
    identity: str = ""
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.identity or self.numbers)


def marks_of(human: Mapping[int, int]) -> dict[int, set[bytes]]:
    """By which telephones people are known, in keyed hashes; ``human`` are all their :func:`records_of`."""
    marks: dict[int, set[bytes]] = defaultdict(set)
    contacts = ContactPoint.objects.filter(among("person", human), until=None)
    for person_id, mark in contacts.values_list("person_id", "mark"):
        marks[human[person_id]].add(bytes(mark))
    return marks


def gaps(person: Person, marks: set[bytes], new: NewPerson) -> Gaps:
    """What ``new`` adds to ``person``, whose telephones have these ``marks``."""
    return Gaps(
        _sex(person, new) | _birth(person, new.birth),
        new.identity if person.weak else "",
        tuple(number for number in new.numbers if fingerprint(number, MOBILE) not in marks),
    )


def _sex(person: Person, new: NewPerson) -> dict[str, object]:
    """The sex where it is not known, or as the identity number has it that only the register knows (M16)."""
    better = person.sex == Sex.UNKNOWN or (person.weak and new.identity)
    return {"sex": new.sex} if better and new.sex not in (Sex.UNKNOWN, person.sex) else {}


def _birth(person: Person, told: PartialDate | None) -> dict[str, object]:
    """A date of birth where there is none, or a month or day to the year that is known."""
    if told is None:
        return {}
    known = (person.birth_year, person.birth_month, person.birth_day)
    said = (told.year, told.month, told.day)
    if any(one is not None and one != other for one, other in zip(known, said, strict=True)):
        return {}
    names = ("birth_year", "birth_month", "birth_day")
    return {name: new for name, old, new in zip(names, known, said, strict=True) if new is not None and old is None}


@dataclass(frozen=True, slots=True)
class Corrected:
    """How a record is right, as far as it was wrong; what is empty stays. ``stopped`` are the ids of telephones that
    are not theirs (any more), ``other_names`` all by which they are found besides their name, None if that stays."""

    name: str = ""
    sex: str = ""
    birth: PartialDate | None = None
    identity: str = ""
    identity_kind: str = IdentityKind.RESIDENT
    number: str = ""
    stopped: tuple[int, ...] = ()
    other_names: tuple[str, ...] | None = None
