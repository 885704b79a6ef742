"""Employed Party members who have reported in, and the registers that the communities keep of them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from random import Random

from gongzhi.demo import numbers, words
from gongzhi.demo.days import working_day
from gongzhi.demo.facts import Community, Entry, Flaw, Member, Person, Street
from gongzhi.demo.territory import somebody

#: How many have reported in at each of the ten communities of a quarter: 1,126.
REPORTED_IN = (104, 121, 98, 117, 109, 127, 112, 106, 113, 119)
YEARS = 5  # since when the registers are kept
SHARED = 150  # one in so many uses the telephone of the one before: a couple
TWICE = 42  # one in so many is written down twice

#: Which community of the first quarter has which line that waits; some are about a person of another community.
WAITING = {
    1: (Flaw.OTHER_BIRTH, 1),
    2: (Flaw.ELSEWHERE, 0),
    3: (Flaw.UNKNOWN_UNIT, 3),
    4: (Flaw.NO_NUMBER, 4),
    6: (Flaw.ELSEWHERE, 4),
    7: (Flaw.SHORT_NUMBER, 7),
    8: (Flaw.NO_SUCH_DAY, 8),
}


def reported_in(street: Street, community: Community) -> int:
    """How many have reported in here: the quarters share what ``scale`` asks for."""
    quarter, within = divmod(community.place, 10)
    quarters = len(street.communities) // 10
    return REPORTED_IN[within] * (street.scale // quarters + (quarter < street.scale % quarters))


def members(street: Street, community: Community) -> Iterator[Member]:
    """Everybody who has reported in at a community, in no order; the same ones every time."""
    random = Random(f"{street.code} members {community.place}")
    liaisons = [unit for unit in street.units if unit.community is community and unit.declared][::2]
    weights = list(accumulate(unit.declared or 0 for unit in street.units))
    first = _first_number(street, community)
    former = None
    for place in range(reported_in(street, community)):
        if place < len(liaisons):
            unit, person = liaisons[place], liaisons[place].liaison
        else:
            (unit,) = random.choices(street.units, cum_weights=weights)
            person = _employed(street, random, first + place, former)
        yield Member(person, unit, community, _day(street, random), _skills(random, unit.name), _posts(random))
        former = person


def _first_number(street: Street, community: Community) -> int:
    before = (reported_in(street, other) for other in street.communities[: community.place])
    return street.people + sum(before)


def _employed(street: Street, random: Random, place: int, former: Person | None) -> Person:
    person = somebody(street, random, (23, 58), 0.42, phone=False)
    couple = former is not None and place % SHARED == 0 and former.name != person.name
    return replace(person, mobile=former.mobile if couple and former else numbers.mobile(place))


def _day(street: Street, random: Random) -> dt.date:
    """A working day of the last years, not after the day before ``today``."""
    return working_day(street.today - dt.timedelta(days=random.randrange(1, YEARS * 365)))


def _skills(random: Random, unit: str) -> tuple[str, ...]:
    likely = [skill for word, skill in words.CALLINGS.items() if word in unit and random.random() < 0.6]
    others = random.sample(words.SKILLS, random.choice((0, 1, 1, 1, 2)))
    return tuple(dict.fromkeys([*likely, *others]))[:2]


def _posts(random: Random) -> tuple[str, ...]:
    return (random.choice(words.POSTS),) if random.random() < 0.65 else ()


def register(street: Street, community: Community) -> list[Entry]:
    """The lines of a community's register as they were written down, day after day."""
    random = Random(f"{street.code} register {community.place}")
    here = list(members(street, community))
    entries = [Entry(member) for member in here]
    entries += [_again(street, random, member) for member in random.sample(here, len(here) // TWICE)]
    if community.place in WAITING:
        entries.append(_waiting(street, random, community))
    return sorted(entries, key=lambda entry: entry.member.accepted_on)


def _again(street: Street, random: Random, member: Member) -> Entry:
    """A second notice came, and so did the member."""
    return Entry(replace(member, accepted_on=_later(street, random, member), posts=_posts(random)), Flaw.AGAIN)


def _later(street: Street, random: Random, member: Member) -> dt.date:
    days = (street.today - member.accepted_on).days
    return max(working_day(street.today - dt.timedelta(days=random.randrange(1, days + 1))), member.accepted_on)


def _waiting(street: Street, random: Random, community: Community) -> Entry:
    flaw, of = WAITING[community.place]
    member = list(members(street, street.communities[of]))[40]
    member = replace(member, community=community)
    if flaw in (Flaw.ELSEWHERE, Flaw.OTHER_BIRTH):
        born = member.person.born.replace(year=member.person.born.year - 3)
        person = replace(member.person, born=born) if flaw is Flaw.OTHER_BIRTH else member.person
        return Entry(replace(member, person=person, accepted_on=working_day(street.today)), flaw)
    stranger = somebody(street, random, (28, 50), phone=False)
    mobile = numbers.mobile(numbers.NARROW - 1 - community.place)
    return Entry(replace(member, person=replace(stranger, mobile=mobile)), flaw)
