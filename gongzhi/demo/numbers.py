"""Telephones that are made up and nobody's: mobiles 1380000xxxx, and where these run out 138000xxxxx.

Landlines begin with 4, which the area code 0371 does not use.
"""

FIRST = 13_800_000_000
NARROW, WIDE = 10_000, 100_000  # numbers in 1380000xxxx, and in 138000xxxxx
STEP = 7919  # a prime, so that numbers side by side do not go to people side by side


def mobile(place: int) -> str:
    """The number of the person at ``place`` in the order of the street; every number once before any comes again."""
    place %= WIDE
    if place < NARROW:
        return str(FIRST + place * STEP % NARROW)
    return str(FIRST + NARROW + (place - NARROW) * STEP % (WIDE - NARROW))


def landline(place: int) -> str:
    return f"0371-4400{place % 10_000:04}"
