"""Looking through an .xlsx before it is read: what is in the package, how far its tabs reach, what it hides.

Cell addresses are looked at one by one, because a far cell makes the reader reserve memory for all before it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from gongzhi.lib.workbook.facts import (
    TABS,
    Facts,
    TabFacts,
    check_text,
    damaged,
    with_links,
    with_macros,
    with_objects,
)
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.tabs import SharedTexts, TabScan
from gongzhi.lib.workbook.zips import Archive, path_of

_PART_LIMIT = 4 * 1024 * 1024  # bytes of a part that is read whole, or of one text inside a part

_MACROS = re.compile(r"vbaproject|vbadata|xl/macrosheets/|\.xlam$")
_OBJECTS = re.compile(r"^xl/(?:embeddings|activex|ctrlprops)/")
_LINKS = re.compile(r"^xl/(?:externallinks/|connections\.xml|querytables/)")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_FOREIGN_ENCODING = re.compile(rb"""[^<]*<\?xml[^>]*?\sencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_READ = ("[content_types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedstrings.xml")  # beside tabs and relations


def check(data: bytes) -> tuple[bytes, Facts]:
    """A fresh package of the same entries and facts about it. Raises Unreadable if it is not sound."""
    try:
        package = _Package(Archive(data))
        facts = package.facts()
        return package.archive.repacked(package.looked_through), facts
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, NotImplementedError) as problem:
        raise damaged() from problem
    except (ValueError, LookupError, RuntimeError, OverflowError) as problem:
        raise damaged() from problem


def tab_paths(data: bytes) -> dict[str, str]:
    """The name of the tab behind each sheet entry of a package that was checked before."""
    return _Package(Archive(data)).tabs(Facts())


class _Package:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.texts = SharedTexts()
        self.looked_through: set[str] = set()  # all that the reader needs; it is handed nothing else
        _check_kind(set(archive.entries))

    def facts(self) -> Facts:
        facts = Facts()
        tabs = self.tabs(facts)
        for path in self.archive.entries:
            if path in tabs:
                facts.tabs[tabs[path]] = self._scan_tab(path, tabs[path])
            elif path == "xl/sharedstrings.xml":
                self.texts.measure(self._xml(path))
            else:
                self._scan_part(path)
        self.looked_through |= {*tabs, *_READ}
        if not self.texts.surely_fit():
            check_text(sum(self.texts.used(self._xml(path)) for path in tabs))
        return facts

    def _xml(self, path: str) -> Iterator[bytes]:
        """XML in pieces that end before a tag, without comments. Refuses whatever two readers may read differently:
        document types, entities, marked sections, encodings but UTF-8."""
        rest, begun = b"", False
        for chunk in self.archive.pieces(path):
            piece = rest + chunk
            if b"!" in piece and b"<!" in (piece := _COMMENT.sub(b"", piece)):
                raise damaged()
            if b"\x00" in piece or len(rest) > _PART_LIMIT:
                raise damaged()
            if not begun and _FOREIGN_ENCODING.match(piece):
                raise damaged()
            begun = True
            cut = max(piece.rfind(b"<"), 0)
            rest = piece[cut:]
            yield piece[:cut]
        yield rest

    def _other(self, path: str) -> None:
        """A part that nobody reads here: inflated and counted, and no entities in it."""
        rest = b""
        for piece in self.archive.pieces(path):
            if path.endswith((".xml", ".vml")) and _ENTITIES.search(rest + piece):
                raise damaged()
            rest = piece[-10:]

    def _whole(self, path: str) -> bytes:
        if path not in self.archive.entries or self.archive.entries[path].info.file_size > _PART_LIMIT:
            raise damaged()
        return b"".join(self._xml(path))

    def _scan_part(self, path: str) -> None:
        if path.endswith(".rels"):
            _check_relations(self._whole(path))
            self.looked_through.add(path)
        elif path == "[content_types].xml" and b"macroEnabled" in self._whole(path):
            raise with_macros()
        else:
            self._other(path)

    def _scan_tab(self, path: str, tab: str) -> TabFacts:
        scan = TabScan(tab)
        for piece in self._xml(path):
            scan.feed(piece)
        self.texts.cells += scan.finish()
        return scan.facts

    def tabs(self, facts: Facts) -> dict[str, str]:
        """The tab behind each sheet entry; says on the way whether the workbook counts from 1904."""
        relations = _relations(self._whole("xl/_rels/workbook.xml.rels"))
        found: dict[str, str] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            local = tag.rpartition(":")[2]
            if local == "sheet":
                (relation,) = [value for key, value in attributes.items() if key.endswith(":id")]
                path = _target(relations[relation])
                if path in found:
                    raise damaged()
                found[path] = attributes["name"]
            elif local == "workbookPr":
                facts.counts_from_1904 = attributes.get("date1904") in ("1", "true")

        _walk(self._whole("xl/workbook.xml"), start)
        if len(found) > TABS:
            raise Unreadable(_("工作表太多，请拆成几个文件再上传。"))
        return found


def _target(written: str) -> str:
    """The entry a relation of the workbook points to."""
    path = path_of(written)
    return path if path.startswith("xl/") else f"xl/{path}"


def _check_kind(names: set[str]) -> None:
    if any(_MACROS.search(name) for name in names):
        raise with_macros()
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Unreadable(_("这是文档或演示文稿，不是表格，请把表格另存为.xlsx再上传。"))
    if names & {"content.xml", "xl/workbook.bin", "index/document.iwa"}:
        raise Unreadable(_("不支持这种表格格式，请用表格软件打开，另存为.xlsx再上传。"))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("这是压缩包或损坏的文件，请把里面的表格取出来，另存为.xlsx再上传。"))
    if any(_LINKS.search(name) for name in names):
        raise with_links()
    if any(_OBJECTS.search(name) for name in names):
        raise with_objects()


def _check_relations(xml: bytes) -> None:
    """A link that opens when a person clicks it is harmless; whatever loads by itself is not."""

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise with_links()

    _walk(xml, start)


def _relations(xml: bytes) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if "Id" in attributes:
            if attributes["Id"] in found:
                raise damaged()
            found[attributes["Id"]] = attributes.get("Target", "")

    _walk(xml, start)
    return found


def _walk(xml: bytes, start: Any) -> None:
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = start
    parser.Parse(xml, True)
