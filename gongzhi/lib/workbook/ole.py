"""The container of old Office files (MS-CFB): taking one stream out with every chain checked, wrapping one anew."""

import struct

from gongzhi.lib.workbook.facts import damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_WIDE = 4096  # bytes of a sector in the containers written here
_CUTOFF = 4096  # shorter streams live in the mini stream


class Container:
    """The directory of a container: ``streams`` by name as (first sector, length); ``names`` of everything."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise damaged()
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise damaged()
        self.size = 1 << shift
        self.fat = self._fat()
        entries = self._entries()
        self.names = {name for name, *_rest in entries}
        self.streams = {name: (first, length) for name, kind, first, length in entries if kind == 2}
        self._root = next(((first, length) for _n, kind, first, length in entries if kind == 5), (_END, 0))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream. Raises Unreadable if a chain is broken or runs in a circle."""
        first, length = self.streams[name]
        if length > len(self.data):
            raise damaged()
        found = self._chain(first) if length >= _CUTOFF else self._mini_chain(first, length)
        if len(found) < length:
            raise damaged()
        return found[:length]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size]

    def _chain(self, first: int) -> bytes:
        parts: list[bytes] = []
        while first < len(self.fat):
            parts.append(self._sector(first))
            if len(parts) > len(self.fat):
                raise damaged()
            first = self.fat[first]
        if first != _END:
            raise damaged()
        return b"".join(parts)

    def _mini_chain(self, first: int, length: int) -> bytes:
        (start,) = struct.unpack_from("<I", self.data, 60)
        fat = _words(self._chain(start)) if start != _END else ()
        ministream = self._chain(self._root[0])
        parts: list[bytes] = []
        while first < len(fat) and len(parts) * 64 < length:
            parts.append(ministream[first * 64 : first * 64 + 64])
            first = fat[first]
        return b"".join(parts)

    def _fat(self) -> list[int]:
        sectors = [number for number in struct.unpack_from("<109I", self.data, 76) if number != _FREE]
        (following,) = struct.unpack_from("<I", self.data, 68)
        most = len(self.data) // self.size + 1
        while following not in (_END, _FREE):
            words = _words(self._sector(following))
            if len(sectors) > most or not words:
                raise damaged()
            sectors.extend(number for number in words[:-1] if number != _FREE)
            following = words[-1]
        if len(sectors) > most:
            raise damaged()
        return [word for number in sectors for word in _words(self._sector(number))]

    def _entries(self) -> list[tuple[str, int, int, int]]:
        """Name, kind (1 storage, 2 stream, 5 root), first sector and length of everything in the directory."""
        (first,) = struct.unpack_from("<I", self.data, 48)
        found = []
        directory = self._chain(first)
        for start in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, start + 64)
            sector, size = struct.unpack_from("<II", directory, start + 116)
            name = directory[start : start + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace")
            found.append((name, kind, sector, size))
        return found


def wrapped(stream: bytes) -> bytes:
    """A container with one stream, ``Workbook``, and nothing else."""
    stream = stream.ljust(_CUTOFF, b"\0")
    count = -(-len(stream) // _WIDE)  # then one sector each for the directory and an empty mini stream
    tables = 1
    while tables * (_WIDE // 4) < count + 2 + tables:
        tables += 1
    fat = [*range(1, count), _END, _END, _END, *[_FAT] * tables]
    fat += [_FREE] * (tables * (_WIDE // 4) - len(fat))
    directory = _entry("Root Entry", 5, 1, count + 1, 0) + _entry("Workbook", 2, _FREE, 0, len(stream))
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<9I", 1, tables, count, 0, _CUTOFF, _END, 0, _END, 0)
    header += struct.pack(f"<{tables}I", *range(count + 2, count + 2 + tables))
    return b"".join(
        (
            header.ljust(512, b"\xff").ljust(_WIDE, b"\0"),
            stream.ljust(count * _WIDE, b"\0"),
            directory.ljust(_WIDE, b"\0"),
            bytes(_WIDE),
            struct.pack(f"<{len(fat)}I", *fat),
        )
    )


def _entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII36x", len(written), kind, 1, _FREE, _FREE, child)
        + struct.pack("<IQ", first, length)
    )


def _words(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
