"""QR codes as drawings of the page, without a picture file."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code: its width in modules, the quiet zone included, and the dark modules as the path of an SVG."""

    width: int
    path: str


def drawn(text: str) -> Square:
    """``text`` as a QR code that bears some dirt."""
    code = segno.make(text, error="m", micro=False)
    rows = list(code.matrix_iter(border=4))
    steps = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return Square(len(rows), "".join(steps))
