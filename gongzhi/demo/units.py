"""The member units of the joint committee: thirty-five to a quarter."""

import datetime as dt
from random import Random

from gongzhi.demo import words
from gongzhi.demo.days import working_day
from gongzhi.demo.facts import Street, Unit
from gongzhi.demo.territory import address, somebody

PER_QUARTER = len(words.UNITS)
#: Which units chair the joint conference in turn, a quarter of the year each.
TURNS = {1: "一季度轮值", 9: "二季度轮值", 11: "三季度轮值", 23: "四季度轮值"}


def gather(street: Street, quarters: int) -> None:
    """Let the units of ``quarters`` join; where there are more than communities, several share a community."""
    for place in range(quarters * PER_QUARTER):
        street.units.append(_unit(street, place, Random(f"{street.code} unit {place}")))


def _unit(street: Street, place: int, random: Random) -> Unit:
    quarter, within = divmod(place, PER_QUARTER)
    superior, nature, (fewest, most), pattern, of_the_first, branch = words.UNITS[within]
    name = pattern.format(words.place_in_units(quarter, of_the_first))
    community = street.communities[_home(street, quarter, within, of_the_first)]
    return Unit(
        name=name,
        superior=superior,
        nature=nature,
        branch=name + branch,
        declared=random.randrange(fewest, most) if most else None,
        liaison=somebody(street, random, (28, 52)),
        community=community,
        address=address(community.place, random),
        joined_on=working_day(street.today - dt.timedelta(days=random.randrange(500, 2600))),
        remark=TURNS.get(place, ""),
    )


def _home(street: Street, quarter: int, within: int, of_the_first: str) -> int:
    """A unit that is called after a community lies in it; the others go round."""
    here = quarter * 10 % len(street.communities)
    named = words.COMMUNITIES.index(of_the_first) if of_the_first in words.COMMUNITIES else within % 10
    return here + named
