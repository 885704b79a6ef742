"""Reading a QR code off a page, as a telephone does: from the drawn modules, with nothing of what drew them."""

import re
from collections.abc import Iterator

from segno import consts

QUIET = 4
Module = tuple[int, int]  # column, row
#: Whether a mask turns a module round (ISO/IEC 18004, table 10).
MASKS = [
    lambda x, y: (x + y) % 2 == 0,
    lambda x, y: y % 2 == 0,
    lambda x, y: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (y // 2 + x // 3) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
]


def scanned(path: str, width: int) -> str:
    """The text in a QR code of ``width`` modules, quiet zone included, whose dark ones an SVG path draws one by one."""
    dark = {(int(x) - QUIET, int(y) - QUIET) for x, y in re.findall(r"M(\d+) (\d+)", path)}
    size = width - 2 * QUIET
    version = (size - 17) // 4
    level, mask = _format(dark)
    bits = [((x, y) in dark) ^ MASKS[mask](x, y) for x, y in _order(size, version)]
    words = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    return _text(_straightened(words, version, level))


def _number(bits: list[bool]) -> int:
    return int("".join("01"[bit] for bit in bits), 2)


def _format(dark: set[Module]) -> tuple[int, int]:
    """The level of error correction and the mask, told beside the upper left corner."""
    row = [(x, 8) for x in (0, 1, 2, 3, 4, 5, 7, 8)]
    column = [(8, y) for y in (7, 5, 4, 3, 2, 1, 0)]
    told = _number([module in dark for module in row + column]) ^ 0b101010000010010
    return told >> 13, told >> 10 & 7


def _order(size: int, version: int) -> Iterator[Module]:
    """The modules that carry the text, in the order in which they are read: pairs of columns, up and down."""
    upwards = True
    for right in [*range(size - 1, 6, -2), *range(5, 0, -2)]:
        for y in range(size - 1, -1, -1) if upwards else range(size):
            yield from ((x, y) for x in (right, right - 1) if not _is_frame(x, y, size, version))
        upwards = not upwards


def _is_frame(x: int, y: int, size: int, version: int) -> bool:
    """Whether a module only helps to find and measure the code."""
    far = size - 8
    if 6 in (x, y) or (x < 9 and (y < 9 or y >= far)) or (x >= far and y < 9):
        return True
    if version >= 7 and ((x < 6 and y >= size - 11) or (y < 6 and x >= size - 11)):
        return True
    centres = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    return any(abs(x - cx) <= 2 and abs(y - cy) <= 2 for cx in centres for cy in centres if (cx, cy) not in corners)


def _straightened(words: list[int], version: int, level: int) -> list[int]:
    """The words of the text, which are told in turns from several blocks."""
    lengths = [each.num_data for each in consts.ECC[version][level] for _block in range(each.num_blocks)]
    blocks: list[list[int]] = [[] for _length in lengths]
    told = iter(words)
    for place in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if place < length:
                block.append(next(told))
    return [word for block in blocks for word in block]


def _text(words: list[int]) -> str:
    """Bytes after a mark of four bits that says so, and how many they are."""
    bits = "".join(f"{word:08b}" for word in words)
    assert bits[:4] == "0100", "not in bytes"
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()
