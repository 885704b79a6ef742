"""Co-building agreements between units and communities, as they stand on the day of the demonstration."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from gongzhi.demo import words
from gongzhi.demo.days import working_day
from gongzhi.demo.facts import Agreement, Street, Unit
from gongzhi.demo.units import PER_QUARTER

#: Which of a quarter's thirty-five agreements are over, and in how many days some are about to end; the others go on.
OVER = (3, 10, 17, 24, 31)
ENDING = {5: 5, 18: 16, 29: 27}


def agree(street: Street) -> None:
    """One agreement for every unit, numbered by year in the order of signing, and one with a unit on no list."""
    drafts = [_draft(street, unit, place) for place, unit in enumerate(street.units)]
    street.agreements = _numbered([*drafts, _with_a_stranger(drafts[12])])


def _draft(street: Street, unit: Unit, place: int) -> Agreement:
    random, within = Random(f"{street.code} agreement {place}"), place % PER_QUARTER
    if within in OVER:
        signed_on = _ago(street, random.randrange(450, 640))
        return _agreement(unit, signed_on, *_by_days(signed_on, 1), random)
    if within in ENDING:
        ends_on = street.today + dt.timedelta(days=ENDING[within])
        starts_on = _years_on(ends_on, -1) + dt.timedelta(days=1)
        return _agreement(unit, working_day(starts_on - dt.timedelta(days=6)), *_written(starts_on, ends_on), random)
    years, signed_on = random.choice((1, 1, 1, 2, 3)), _ago(street, random.randrange(20, 300))
    return _agreement(unit, signed_on, *random.choice((_by_days, _by_months, _from_signing))(signed_on, years), random)


def _agreement(
    unit: Unit, signed_on: dt.date, starts_on: dt.date, ends_on: dt.date, term: str, random: Random
) -> Agreement:
    return Agreement("", unit.name, unit, unit.community, signed_on, starts_on, ends_on, term, _content(unit, random))


def _ago(street: Street, days: int) -> dt.date:
    return working_day(street.today - dt.timedelta(days=days))


def _by_days(signed_on: dt.date, years: int) -> tuple[dt.date, dt.date, str]:
    """From the first of the next month, to the day."""
    starts_on = (signed_on.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return _written(starts_on, _years_on(starts_on, years) - dt.timedelta(days=1))


def _written(starts_on: dt.date, ends_on: dt.date) -> tuple[dt.date, dt.date, str]:
    return starts_on, ends_on, f"{_dotted(starts_on)}-{_dotted(ends_on)}"


def _by_months(signed_on: dt.date, years: int) -> tuple[dt.date, dt.date, str]:
    """From the month of signing to the same one years later: through its last day."""
    starts_on = signed_on.replace(day=1)
    ends_on = starts_on.replace(year=starts_on.year + years)
    ends_on = ends_on.replace(day=calendar.monthrange(ends_on.year, ends_on.month)[1])
    return starts_on, ends_on, f"{starts_on:%Y}年{starts_on.month}月至{ends_on:%Y}年{ends_on.month}月"


def _from_signing(signed_on: dt.date, years: int) -> tuple[dt.date, dt.date, str]:
    """To the corresponding day (Civil Code art. 201)."""
    return signed_on, _years_on(signed_on, years), f"自签订之日起{'一两三'[years - 1]}年"


def _years_on(day: dt.date, years: int) -> dt.date:
    month_ends = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, month_ends))


def _dotted(day: dt.date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _content(unit: Unit, random: Random) -> tuple[str, ...]:
    """Some of the five joint dimensions, and something that can be counted."""
    dimensions = random.sample(words.DIMENSIONS, random.choice((1, 2, 2, 3, 5)))
    fitting = [
        promise for word, some in words.PROMISES.items() if word and word in unit.name + unit.nature for promise in some
    ]
    promise = random.choice(fitting or words.PROMISES[""])
    return (*sorted(dimensions, key=words.DIMENSIONS.index), promise)


def _with_a_stranger(model: Agreement) -> Agreement:
    content = ("资源共享", *words.PROMISES[""][:1])
    return replace(model, party="梧桐里早市管理处", unit=None, content=content)


def _numbered(agreements: Sequence[Agreement]) -> list[Agreement]:
    signed: Counter[int] = Counter()
    numbered = []
    for agreement in sorted(agreements, key=lambda one: (one.signed_on, one.party)):
        year = agreement.signed_on.year
        signed[year] += 1
        numbered.append(replace(agreement, number=f"梧共建〔{year}〕{signed[year]}号"))
    return numbered
