"""The entries of a zip archive as they really are: every byte inflated, counted and checked.

The sizes an archive declares are not believed, and unlike the standard library's reader nothing stops
at the declared size: another reader would read on. Since readers also differ in which directory of an
archive they take, the next one is handed a fresh archive of the entries checked here.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Container, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.lib.workbook.facts import damaged, locked
from gongzhi.lib.workbook.grids import Unreadable

ENTRIES = 2_000
INFLATED = 128 * 1024 * 1024  # bytes of all entries together
RATIO, RATIO_FROM = 200, 10 * 1024 * 1024  # inflated to packed, once an entry has grown that large
_CHUNK = 1 << 20


@dataclass(slots=True)
class Entry:
    """One file in the archive."""

    info: zipfile.ZipInfo
    packed: memoryview


class Archive:
    """The entries by path (lower case, forward slashes). Raises Unreadable for bombs, locks and tricks."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
        if any(info.flag_bits & 0x1 for info in infos):
            raise locked()
        if sum(info.file_size for info in infos) > INFLATED:
            raise bomb()
        self.entries = {path_of(info.filename): Entry(info, _packed(data, info)) for info in infos}
        if len(infos) > ENTRIES or len(self.entries) < len(infos):  # two entries of one name: readers disagree
            raise damaged()
        self._inflated = 0

    def pieces(self, path: str) -> Iterator[bytes]:
        """The bytes of an entry in pieces of at most 1 MB."""
        entry = self.entries[path]
        found = checksum = 0
        for piece in _inflate(entry):
            found += len(piece)
            self._inflated += len(piece)
            if self._inflated > INFLATED or (found > RATIO_FROM and found > RATIO * len(entry.packed)):
                raise bomb()
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if found != entry.info.file_size or checksum != entry.info.CRC:
            raise damaged()

    def repacked(self, paths: Container[str]) -> bytes:
        """Some of the entries in a fresh archive without a second directory, gaps or comments."""
        parts: list[bytes | memoryview] = []
        directory: list[bytes] = []
        offset = 0
        for entry in (entry for path, entry in self.entries.items() if path in paths):
            name = entry.info.filename.replace("\\", "/").lstrip("/").encode()
            kind, sizes = entry.info.compress_type, (entry.info.CRC, len(entry.packed), entry.info.file_size)
            head = struct.pack("<HHHIIIIHH", 20, 0x800, kind, 0, *sizes, len(name), 0)
            parts += [b"PK\x03\x04", head, name, entry.packed]
            directory.append(b"PK\x01\x02\x14\0" + head + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name)
            offset += 30 + len(name) + len(entry.packed)
        length = sum(map(len, directory))
        end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(directory), len(directory), length, offset, 0)
        return b"".join((*parts, *directory, end))


def path_of(name: str) -> str:
    """The name of an entry as every reader finds it."""
    return name.replace("\\", "/").lstrip("/").lower()


def bomb() -> Unreadable:
    """The sentence for an archive that grows out of all proportion."""
    return Unreadable(_("文件解开后大得不正常，不能接收。请用表格软件打开，另存为.xlsx再上传。"))


def _packed(data: bytes, info: zipfile.ZipInfo) -> memoryview:
    header = data[info.header_offset : info.header_offset + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise damaged()
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    start = info.header_offset + 30 + name_length + extra_length
    packed = memoryview(data)[start : start + info.compress_size]
    if len(packed) != info.compress_size:
        raise damaged()
    return packed


def _inflate(entry: Entry) -> Iterator[bytes]:
    if entry.info.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(entry.packed), _CHUNK):
            yield bytes(entry.packed[start : start + _CHUNK])
    elif entry.info.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflate_deflated(entry.packed)
    else:
        raise damaged()


def _inflate_deflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-15)
    waiting: bytes | memoryview = packed
    while not inflater.eof:
        piece = inflater.decompress(waiting, _CHUNK)
        waiting = inflater.unconsumed_tail
        if piece:
            yield piece
        elif not inflater.eof:
            raise damaged()  # the stream ends too early
    if inflater.unused_data:
        raise damaged()
