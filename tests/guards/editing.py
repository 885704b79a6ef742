"""Every form that changes what is on record, and what one of two people types into it.

Each says where it stands (if not where the matrix has it) and what may be typed there: never what is on record
already. Whatever is typed is named by the words with which the page of the second one tells it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.record import what_is_on_record as of_organization
from gongzhi.kernel.organizations.roster import handed_on
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import enter_correction
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.record import where_they_live
from gongzhi.kernel.people.states import Channel
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.queries import order_below, what_code_it_has
from tests import making
from tests.guards.forms import Body, event_as_it_is, organization_as_it_is, today_in
from tests.guards.objects import OBJECTS, SAME_FOR_ALL
from tests.guards.world import Quarter

Arguments = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody types, and the words by which it is told to somebody else."""

    body: Body
    words: str


@dataclass(frozen=True, slots=True)
class Editing:
    """A form that edits: what may be typed, and where it stands if not where the matrix has it."""

    typed: Callable[[Quarter, Random], Typed]
    at: Callable[[Quarter], Arguments] | None = None

    def arguments(self, name: str, quarter: Quarter) -> Arguments:
        if self.at:
            return self.at(quarter)
        return OBJECTS[name](quarter, quarter.corners[0]) if name in OBJECTS else SAME_FOR_ALL[name]


def _number(random: Random) -> int:
    return random.randrange(100, 900)


def _name_of_place(quarter: Quarter, random: Random) -> Typed:
    name = f"{_number(random)}号社区"
    return Typed({"name": name} | today_in("on"), name)


def _code(quarter: Quarter, random: Random) -> Typed:
    code = f"{what_code_it_has(quarter.street)['code']}{_number(random)}"
    return Typed({"code": code} | today_in("on"), code)


def _position(quarter: Quarter, random: Random) -> Typed:
    address = f"花园路{_number(random)}号"
    return Typed({"address": address, "longitude": "113.6", "latitude": "34.7"}, address)


def _order(quarter: Quarter, random: Random) -> Typed:
    """That of today turned round, so that no place keeps its number; told by the numbers beside the places."""
    now = order_below(quarter.street)["order"]
    turn = random.randrange(1, len(now))
    order = now[turn:] + now[:turn]
    numbers = {pk: str(number) for number, pk in enumerate(order, start=1)}
    named = sorted(Place.objects.filter(pk__in=now).values_list("name", "pk"))
    words = " ".join(numbers[pk] for _name, pk in named)
    return Typed({f"at_{pk}": number for pk, number in numbers.items()}, words)


def _grid(quarter: Quarter) -> Place:
    community = quarter.corners[0].community
    return Place.objects.filter(name="会搬的网格", street=quarter.street).first() or making.grid(
        community, "会搬的网格"
    )


def _move(quarter: Quarter, random: Random) -> Typed:
    stands = _grid(quarter).parent_id
    to = random.choice([corner.community for corner in quarter.corners if corner.community.pk != stands])
    return Typed({"parent": str(to.pk), "step": "done"} | today_in("on"), Place.objects.get(pk=to.pk).name)


def _facts(quarter: Quarter, random: Random) -> Typed:
    born = f"{random.randrange(1930, 2000)}年"
    resident = Person.objects.get(pk=quarter.corners[0].resident.pk)
    return Typed({"name": resident.name, "birth": born}, born)


def _yards(quarter: Quarter) -> list[Place]:
    community = quarter.corners[0].community
    known = list(Place.objects.filter(parent=community, kind="courtyard"))
    return known or [making.courtyard(community, f"{letter}字院") for letter in "东南西北"]


def _home(quarter: Quarter, random: Random) -> Typed:
    lives = where_they_live(quarter.corners[0].resident)["place"]
    yard = random.choice([yard for yard in _yards(quarter) if yard.pk != lives])
    return Typed({"place": str(yard.pk), "door": f"{_number(random)}室"} | today_in("on"), yard.name)


def _died(quarter: Quarter, random: Random) -> Typed:
    year, month, day = random.randrange(2000, 2020), random.randrange(1, 13), random.randrange(1, 28)
    return Typed({"on_0": str(year), "on_1": str(month), "on_2": str(day)}, f"{year}年{month}月{day}日")


def _organization(quarter: Quarter, random: Random) -> Typed:
    address = f"经一路{_number(random)}号"
    unit = quarter.corners[0].unit
    unit.refresh_from_db()
    assert of_organization(unit)["address"] != address
    return Typed(organization_as_it_is(unit) | {"address": address}, address)


def _seat(quarter: Quarter) -> Arguments:
    chief: Membership = quarter.corners[0].chief
    chief.refresh_from_db()
    return {"pk": handed_on(chief).pk}


def _hand_over(quarter: Quarter, random: Random) -> Typed:
    number = random.randrange(10_000, 100_000)
    name = f"接{''.join('零一二三四五六七八九'[int(digit)] for digit in str(number))}"
    return Typed({"name": name, "number": f"138001{number}"} | today_in("since"), name)


def _value(quarter: Quarter, random: Random) -> Typed:
    value = str(_number(random))
    return Typed({"value": value} | today_in("valid_from"), value)


def _asked(quarter: Quarter) -> Arguments:
    """A request is answered once, so each pair has its own."""
    asked = enter_correction(
        quarter.corners[0].resident, channel=Channel.TELEPHONE, wrong="没有错", right="一样", by=making.SYSTEM
    )
    return {"pk": asked.pk}


def _answer(quarter: Quarter, random: Random) -> Typed:
    answer = f"改好了，第{_number(random)}号。"
    return Typed({"outcome": "settle", "answer": answer}, answer)


def _somebody(quarter: Quarter) -> Arguments:
    """Who says yes has said it, so each pair has a resident of its own."""
    resident = making.neighbour(quarter.corners[0].community, "桑同意")
    return {"pk": resident.pk, "key": "alliance.tell_unit"}


def _consent(quarter: Quarter, random: Random) -> Typed:
    channel = random.choice(may.BY_ONESELF)
    said = {"answer": "yes", "channel": channel.value, "reason": "看了身份证", "step": "done"}
    return Typed(said, str(channel.label))


def _event(quarter: Quarter, random: Random) -> Typed:
    where = f"{_number(random)}号院门口"
    return Typed(event_as_it_is(quarter) | {"where": where}, where)


def _moved(quarter: Quarter, random: Random) -> Typed:
    day, begins = timezone.localdate() + dt.timedelta(days=random.randrange(2, 300)), f"{random.randrange(8, 18):02}:00"
    body = {"day_0": str(day.year), "day_1": str(day.month), "day_2": str(day.day), "begins": begins, "ends": "19:00"}
    return Typed(body | {"reason": "场地被占"}, f"{day.year}年{day.month}月{day.day}日")


EDITING: dict[str, Editing] = {
    "correct_event": Editing(_event),
    "move_event": Editing(_moved),
    "rename_place": Editing(_name_of_place),
    "code_of_place": Editing(_code),
    "position_of_place": Editing(_position),
    "order_of_place": Editing(_order, lambda quarter: {"pk": quarter.street.pk}),
    "move_place": Editing(_move, lambda quarter: {"pk": _grid(quarter).pk}),
    "correct_person": Editing(_facts),
    "change_home": Editing(_home),
    "note_death": Editing(_died),
    "correct_organization": Editing(_organization),
    "seat": Editing(_hand_over, _seat),
    "setting": Editing(_value),
    "correction": Editing(_answer, _asked),
    "enter_consent": Editing(_consent, _somebody),
}
