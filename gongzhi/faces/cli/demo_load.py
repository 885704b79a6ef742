"""More made-up people than workbooks hold, through the same action as theirs, many at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import transaction

from gongzhi.demo.facts import Member, Street
from gongzhi.demo.members import members
from gongzhi.kernel.ledger.actions import record
from gongzhi.kernel.organizations.naming import UnitNames
from gongzhi.kernel.people.actions import NewPerson
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import Wanted, find_wanted
from gongzhi.kernel.people.states import Sex
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import Territory
from gongzhi.lib.actions import Actor, Refused
from gongzhi.lib.values import PartialDate
from gongzhi.programmes.alliance.actions import ReportInFacts, take_over_report_ins

Found = TypeVar("Found")

BATCH = 10_000
TELL = 10  # batches between two words about how far it is


def load_members(street: Street, ours: Place, *, by: Actor, say: Callable[[str], None], at_once: int = BATCH) -> None:
    """Report everybody in, all or nobody. Communities and units are on record already, liaisons as people too."""
    desk = _Desk(ours)
    everybody = (member for community in street.communities for member in members(street, community))
    loaded = 0
    with transaction.atomic():
        for number, batch in enumerate(_batches(everybody, at_once), 1):
            take_over_report_ins(desk.facts(batch), street_id=ours.pk, by=by)
            loaded += len(batch)
            if number % TELL == 0:
                say(f"已装入 {loaded:,} 人。")
        record(by, "report_ins.loaded", ours, street_id=ours.pk, number=loaded)


def _batches(everybody: Iterator[Member], at_once: int) -> Iterator[list[Member]]:
    while batch := list(islice(everybody, at_once)):
        yield batch


class _Desk:
    """What the members refer to, looked up once."""

    def __init__(self, ours: Place) -> None:
        self.street = ours
        self.territory, self.units = Territory(ours.pk), UnitNames(ours.pk)

    def facts(self, batch: Sequence[Member]) -> list[ReportInFacts]:
        liaisons = [_new(member).wanted for member in batch if member.person is member.unit.liaison]
        known = find_wanted(self.street.pk, liaisons)
        return [self._fact(member, known) for member in batch]

    def _fact(self, member: Member, known: dict[Wanted, Person]) -> ReportInFacts:
        new, place, unit = _new(member), member.community.name, member.unit.name
        return ReportInFacts(
            new,
            _found(self.territory.community(place), place).pk,
            _found(self.units.resolve(unit), unit).organization.pk,
            member.accepted_on,
            member.skills,
            member.posts,
            known.get(new.wanted),
        )


def _found(what: Found | None, name: str) -> Found:
    if what is None:
        raise Refused(f"演示街道不完整，没有{name}。请用 GONGZHI_HOME 另选一个空的地方装入。")
    return what


def _new(member: Member) -> NewPerson:
    person = member.person
    sex = Sex.MALE if person.sex == "男" else Sex.FEMALE
    return NewPerson(person.name, person.mobile, sex=sex, birth=PartialDate(person.born.year, person.born.month))
