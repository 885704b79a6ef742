"""The whole street, and what will be counted in it."""

import datetime as dt

from gongzhi.demo import agreements, members, territory, units, words
from gongzhi.demo.facts import Street

#: A street has no codes for more communities than 199; ten times nineteen fit.
QUARTERS = 19


def make(scale: int, today: dt.date) -> Street:
    """The street on a day, ``scale`` times as large as a real one of 10 communities and 35 units; always the same.

    People and units grow as far as ``scale`` says, communities up to 190.
    """
    street = Street(words.STREET, words.CODE, scale, today)
    quarters = min(scale, QUARTERS)
    territory.settle(street, quarters)
    units.gather(street, scale)
    agreements.agree(street)
    return street


def figures(street: Street) -> dict[str, int]:
    """What the house must count once the street has come in, by the keys of its figures."""
    agreed = [agreement for agreement in street.agreements if agreement.unit]
    return {
        "communities": len(street.communities),
        "grids": len(list(street.grids)),
        "courtyards": len(list(street.courtyards)),
        "member_units": len(street.units),
        "members_checked_in": sum(members.reported_in(street, community) for community in street.communities),
        "agreements": len(agreed),
        "agreements_valid": sum(agreement.ends_on >= street.today for agreement in agreed),
    }
