"""Numbers as they stand on paper: ``花报〔2026〕0012`` from a template, a year and a number."""

import re

_PLACE = re.compile(r"\{([a-z]+)(?::(\d))?\}")


def numbered(template: str, *, year: int, number: int, **parts: object) -> str:
    """Fill ``template``, for example ``"花报〔{year}〕{number:4}"`` or ``"GYCT-{year}-{round}-{number:2}"``.

    ``{name:4}`` fills up with zeros to four characters. Only given names are looked up, nothing is
    evaluated. Raises ValueError for a name that is not given and for a template without
    ``{number}``, because such numbers would not be told apart.
    """
    known = {"year": year, "number": number, **parts}
    names = {name for name, _width in _PLACE.findall(template)}
    if "number" not in names or not names <= known.keys():
        raise ValueError(f"template {template!r} needs {{number}} and knows only {sorted(known)}")
    return _PLACE.sub(lambda place: str(known[place[1]]).zfill(int(place[2] or 0)), template)
