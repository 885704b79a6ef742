"""Numbers in an address, which anybody may write as they like."""

LONGEST = 9  # digits


def number_asked(written: str | None, otherwise: int) -> int:
    """A whole number from nought on; what is none, or too long to be meant, is as if nothing were asked."""
    return int(written) if written and written.isdecimal() and len(written) <= LONGEST else otherwise
