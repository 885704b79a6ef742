"""Files that are refused, each with one sentence, before a parser sees them (trust.md R22, S17)."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gongzhi.lib.workbook import facts, ole, packages
from gongzhi.lib.workbook.grids import Unreadable
from gongzhi.lib.workbook.opening import FILE_LIMIT, open_workbook
from tests.drill import count
from tests.lib.workbook import writing

ROWS = [["姓名", "电话"], ["张三", 13800000001.0], ["李四", "很长的备注"]]
SOUND = writing.xlsx({"名单": ROWS})
OLD = writing.xls({"名单": ROWS})
SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def refusal(data: bytes, name: str = "名单.xlsx") -> str:
    with pytest.raises(Unreadable) as caught:
        open_workbook(data, name)
    return caught.value.sentence


def test_the_sound_files_open() -> None:
    assert open_workbook(SOUND, "名单.xlsx").grids[0].rows == open_workbook(OLD, "名单.xls").grids[0].rows


def with_part(name: str, content: bytes = b"x") -> bytes:
    return writing.repacked(SOUND, {name: content})


def with_formula(formula: str, result: Any = 1) -> bytes:
    return writing.xlsx(
        {"a": ROWS}, finish=lambda book: book.worksheets()[0].write_formula("C3", formula, None, result)
    )


def with_relation(kind: str) -> bytes:
    relation = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="http://example.org/" TargetMode="External"/>'
    return writing.altered(SOUND, b"</Relationships>", relation.encode() + b"</Relationships>", RELATIONS)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (with_part("xl/vbaProject.bin"), "宏"),
        (with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "宏"),
        (writing.altered(SOUND, b"sheet.main+xml", b"sheet.macroEnabled.main+xml", "[Content_Types].xml"), "宏"),
        (with_part("xl/externalLinks/externalLink1.xml", b"<a/>"), "链接"),
        (with_part("xl/connections.xml", b"<a/>"), "链接"),
        (with_relation("externalLinkPath"), "链接"),
        (with_relation("attachedTemplate"), "链接"),
        (with_part("xl/embeddings/oleObject1.bin"), "嵌有"),
        (with_part("xl/activeX/activeX1.xml", b"<a/>"), "嵌有"),
        (with_part("xl/evil.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "损坏"),
        (writing.altered(SOUND, b"<worksheet", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><worksheet'), "损坏"),
        (writing.repacked(SOUND, {SHEET: writing.part(SOUND).decode().encode("utf-16")}), "损坏"),
        (writing.altered(SOUND, b"UTF-8", b"ISO-2022-JP"), "损坏"),
        (writing.altered(SOUND, b"UTF-8", b"UTF-99", RELATIONS), "损坏"),
        (with_formula('=WEBSERVICE("http://example.org/"&A1)'), "公式"),
        (with_formula('=_xlfn.IMAGE("http://example.org/")'), "公式"),
        (with_formula('=HYPERLINK("http://example.org/","看")'), "公式"),
        (with_formula('=HYPERLINK("htt"&"p://example.org/")'), "公式"),
        (with_formula("=cmd|'/c calc'!A0"), "公式"),
        (with_formula('=DDE("cmd","/c calc","x")'), "公式"),
        (writing.repacked(SOUND, {"word/document.xml": b"<a/>", "xl/workbook.xml": None}), "文档"),
        (writing.repacked(SOUND, {"content.xml": b"<a/>", "xl/workbook.xml": None}), "格式"),
        (writing.repacked(SOUND, {"xl/workbook.bin": b"x", "xl/workbook.xml": None}), "格式"),
        (writing.repacked(SOUND, {"xl/workbook.xml": None}), "压缩包"),
        (writing.repacked(SOUND, {SHEET: None}), "损坏"),
        (writing.repacked(SOUND, {RELATIONS: None}), "损坏"),
        (writing.altered(SOUND, b"worksheets/sheet1.xml", b"../worksheets/sheet1.xml", RELATIONS), "损坏"),
        (writing.altered(SOUND, b"</sheetData>", b"", SHEET), "损坏"),
        (SOUND[:-30], "损坏"),
        (SOUND[:100], "损坏"),
        (b"PK\x03\x04" + b"\0" * 200, "损坏"),
        (b"PK\x05\x06" + b"\0" * 18, "压缩包"),
        (b"x" * (FILE_LIMIT + 1), "20MB"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "图片"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b'\xef\xbb\xbf\r\n<?xml version="1.0"?><Workbook/>', "网页"),
        (b"\x00\x01\x02 binary", "不是真正的表格"),
        (OLD[:600], "损坏"),
        (OLD[:3000], "损坏"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, said: str) -> None:
    assert said in refusal(data)


@pytest.mark.parametrize(
    ("name", "said"), [("a.et", ".et"), ("a.ods", ".ods"), ("a.xlsb", ".xlsb"), ("a.xlsm", "宏"), ("A.XLSM", "宏")]
)
def test_other_kinds_are_named(name: str, said: str) -> None:
    assert said in refusal(SOUND, name)


def test_what_is_no_text_is_no_csv() -> None:
    assert "看不懂" in refusal(b"\x00\x01\x02\x03", "a.csv")
    assert "看不懂" in refusal(b"\xff\xff\xff\xff\x80", "a.csv")


def ole_with(*names: str) -> bytes:
    """A container whose directory names other things than a workbook."""
    data = ole.wrapped(b"\0" * 5000)
    for name in names:
        data = data.replace(
            "Workbook".encode("utf-16-le") + b"\0\0", (name.encode("utf-16-le") + b"\0\0").ljust(18, b"\0")
        )
        place = data.index(name.encode("utf-16-le"))
        data = data[: place + 64] + struct.pack("<H", len(name) * 2 + 2) + data[place + 66 :]
    return data


def stream_of(data: bytes) -> bytes:
    return ole.Container(data).stream("Workbook")


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def with_record(kind: int, content: bytes) -> bytes:
    """The old workbook with one more record behind its last tab."""
    stream = stream_of(OLD)
    end = max(place + 4 for place, found in records(stream) if found == 0x0A)
    return ole.wrapped(stream[:end] + record(kind, content) + record(0x0A, b""))


def with_changed(kind: int, change: Callable[[bytearray, int], None]) -> bytes:
    """The old workbook with the first record of a kind changed in place."""
    stream = bytearray(stream_of(OLD))
    change(stream, next(place + 4 for place, found in records(stream) if found == kind))
    return ole.wrapped(bytes(stream))


def records(stream: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Where each record begins, and its kind."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind
        place += 4 + length


def far_cell(stream: bytearray, place: int) -> None:
    struct.pack_into("<HH", stream, place, 65_535, 255)


def many_texts(stream: bytearray, place: int) -> None:
    struct.pack_into("<i", stream, place + 4, 2**31 - 1)


def macro_tab(stream: bytearray, place: int) -> None:
    stream[place + 5] = 1


def in_a_record(stream: bytearray, place: int) -> None:
    struct.pack_into("<I", stream, place, struct.unpack_from("<I", stream, place)[0] + 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ole_with("EncryptedPackage"[:8]), "损坏"),
        (ole_with("_VBA_PRO"), "损坏"),
        (with_record(0x2F, b"\1\0\1\0"), "密码"),
        (with_record(0x1AE, b"\1\0\5\0a.xls"), "链接"),
        (with_record(0x23, "_xlfn.WEBSERVICE".encode("utf-16-le")), "公式"),
        (with_record(0x06, bytes(20) + b"\x17\x04\x00http\x42\x02\x67\x01"), "公式"),
        (with_changed(0x85, macro_tab), "宏"),
        (with_changed(0x85, in_a_record), "损坏"),
        (with_changed(0xFC, many_texts), "损坏"),
        (with_changed(0xFD, far_cell), "太大"),
    ],
)
def test_old_workbooks_are_looked_through_too(data: bytes, said: str) -> None:
    assert said in refusal(data, "名单.xls")


def test_an_encrypted_package_wants_its_password_taken_off() -> None:
    data = ole.wrapped(b"\0" * 5000)
    wide = "EncryptedPackage".encode("utf-16-le")
    place = data.index("Workbook".encode("utf-16-le"))
    locked = data[:place] + wide.ljust(64, b"\0") + struct.pack("<H", len(wide) + 2) + data[place + 66 :]
    assert "密码" in refusal(locked)
    macros = data[:place] + "_VBA_PROJECT_CUR".encode("utf-16-le").ljust(64, b"\0") + data[place + 64 :]
    macros = macros[: place + 64] + struct.pack("<H", 34) + macros[place + 66 :]
    assert "宏" in refusal(macros, "a.xls")


def test_a_claim_of_many_rows_reserves_nothing() -> None:
    def claim(stream: bytearray, place: int) -> None:
        struct.pack_into("<IIHH", stream, place, 0, 2**32 - 1, 0, 65_535)

    assert open_workbook(with_changed(0x200, claim), "a.xls").grids[0].rows == open_workbook(OLD, "a.xls").grids[0].rows


def test_chains_in_a_circle_end() -> None:
    data = bytearray(ole.wrapped(stream_of(OLD)))
    fat = len(data) - 4096
    struct.pack_into("<I", data, fat, 0)
    assert "损坏" in refusal(bytes(data), "a.xls")


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b'<c r="A200001"><v>1</v></c>',
        b'<c r="GS1"><v>1</v></c>',
        b"<c  s='1'\n r='ZZ99999' ><v>1</v></c>",
        b'<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
        b'<c r="GR150000"><v>1</v></c>',
        '<格:c r="XFD1048576"><格:v>1</格:v></格:c>'.encode(),
        b'<!-- <c r="A1"> --><c r="XFD1048576"><v>1</v></c>',
        b'<c r="XFD1048576" t="inlineStr"><is><t>1</t></is></c>',
        b"""<c x="'" y='>' r="XFD1048576"><v>1</v></c>""",
        b"""<c x=">" r="XFD1048576"><v>1</v></c>""",
    ],
)
def test_a_cell_too_far_out_is_refused_before_memory_is_set_aside(cell: bytes) -> None:
    assert "太大" in refusal(prefixed(with_cells(b'<row r="9">' + cell + b"</row>")))


def with_cells(rows: bytes) -> bytes:
    return writing.altered(SOUND, b"</sheetData>", rows + b"</sheetData>")


def prefixed(data: bytes) -> bytes:
    """The sheet with the names x and 格 for its own words."""
    spaces = "".join(f'xmlns:{x}="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' for x in "x格")
    return writing.altered(data, b"<worksheet ", b"<worksheet " + spaces.encode())


@pytest.mark.parametrize(
    "cell",
    [
        b"""<c r='A1' s=2><v>1</v></c>""",
        b"""<c\r\nr="A1<"><v>1</v></c>""",
        b"""<![CDATA[<c r="A1"/>]]>""",
        b"""<c r="A1"><f><![CDATA[WEBSERVICE(A1)]]></f></c>""",
    ],
)
def test_cells_that_two_readers_may_read_differently_are_refused(cell: bytes) -> None:
    assert "损坏" in refusal(with_cells(b'<row r="9">' + cell + b"</row>"))


def test_an_error_far_out_is_no_reason_to_fill_the_rows_before_it() -> None:
    data = with_cells(b'<row r="9"><c r="A9999999" t="e"/><c r="B9"><v>1</v></c></row>')
    assert len(open_workbook(data, "a.xlsx").grids[0].rows) == 9


def test_more_merges_and_errors_than_any_office_has_are_refused() -> None:
    merges = b"<mergeCells>" + b'<mergeCell ref="A1:A2"/>' * (facts.MERGES + 1) + b"</mergeCells>"
    assert "合并" in refusal(writing.altered(SOUND, b"</sheetData>", b"</sheetData>" + merges))
    cells = b"".join(b'<row r="%d"><c r="A%d"><f>A1</f></c></row>' % (n, n) for n in range(9, facts.ERRORS + 10))
    assert "公式" in refusal(with_cells(cells))


def test_all_tabs_together_stay_within_bounds() -> None:
    far = [["甲"], *[[]] * 19_998, [""] * 69 + ["乙"]]
    two = writing.xlsx({str(n): far for n in range(2)})
    assert [len(grid.rows) for grid in open_workbook(two, "a.xlsx").grids] == [20_000, 20_000]
    assert "工作表“2”太大" in refusal(writing.xlsx({str(n): far for n in range(9)}))


def test_tabs_that_share_an_entry_or_a_name_are_refused() -> None:
    data = writing.xlsx({"甲": ROWS, "乙": ROWS})
    assert "损坏" in refusal(writing.altered(data, b"sheet2.xml", b"sheet1.xml", RELATIONS))
    assert "损坏" in refusal(writing.altered(data, "乙".encode(), "甲".encode(), "xl/workbook.xml"))
    assert "损坏" in refusal(writing.altered(data, "乙".encode(), "长".encode() * 81, "xl/workbook.xml"))


def test_a_csv_with_too_many_rows_or_columns_is_refused() -> None:
    assert "太大" in refusal(b"a\n" * (facts.ROWS + 1), "a.csv")
    assert "太大" in refusal(b"," * facts.COLUMNS, "a.csv")


@pytest.mark.parametrize("address", [b"&#65;1", b"A-1", b"", b"AAAAAAAA1", b"A99999999999999999999"])
def test_an_address_no_program_writes_is_refused(address: bytes) -> None:
    data = writing.altered(SOUND, b"</sheetData>", b'<row r="9"><c r="' + address + b'"><v>1</v></c></row></sheetData>')
    assert "损坏" in refusal(data)


def test_cells_without_addresses_are_counted_in_order() -> None:
    rows = b"<row>" + b"<c><v>1</v></c>" * (facts.COLUMNS + 1) + b"</row>"
    assert "太大" in refusal(writing.altered(SOUND, b"</sheetData>", rows + b"</sheetData>"))
    some = writing.altered(SOUND, b"</sheetData>", b"<row><c><v>1</v></c></row></sheetData>")
    assert open_workbook(some, "a.xlsx").grids[0].rows[3][0] == 1.0


def declaring(data: bytes, size: int) -> bytes:
    """The package with another size declared for its last entry."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", changed, changed.rindex(mark) + offset, size)
    return bytes(changed)


def test_a_zip_bomb_is_refused_by_what_it_declares() -> None:
    assert "大得不正常" in refusal(declaring(with_part("xl/bomb.bin"), 300_000_000))


def test_a_zip_bomb_is_refused_by_what_it_really_is() -> None:
    bomb = writing.repacked(SOUND, {"xl/bomb.bin": b"0" * 30_000_000}, compresslevel=9)
    assert "大得不正常" in refusal(declaring(bomb, 10))


def test_an_entry_that_goes_on_after_its_declared_size_is_refused() -> None:
    longer = bytearray(writing.repacked(SOUND, {"xl/more.xml": b"<a/>" + b" " * 96}))
    size, check = struct.pack("<I", 100), struct.pack("<I", zlib.crc32(b"<a/>" + b" " * 96))
    assert longer.count(check + longer[longer.index(check) + 4 : longer.index(check) + 8] + size) == 2
    short = bytes(longer).replace(size, struct.pack("<I", 4)).replace(check, struct.pack("<I", zlib.crc32(b"<a/>")))
    assert "损坏" in refusal(short)


def test_an_entry_with_more_behind_its_end_is_refused() -> None:
    longer = bytearray(SOUND)
    for mark, offset in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
        place = longer.rindex(mark) + offset
        struct.pack_into("<I", longer, place, struct.unpack_from("<I", longer, place)[0] + 4)
    assert "损坏" in refusal(bytes(longer))


def test_two_entries_of_one_name_are_refused() -> None:
    written = io.BytesIO(SOUND)
    with zipfile.ZipFile(written, "a") as package:
        package.writestr("XL/Worksheets\\Sheet1.xml", b"<other/>")
    assert "损坏" in refusal(written.getvalue())


def test_a_locked_entry_is_refused() -> None:
    locked = bytearray(SOUND)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in refusal(bytes(locked))


def test_the_reader_is_handed_only_what_was_looked_through() -> None:
    clean, _facts = packages.check(with_part("xl/media/a.png"))
    with zipfile.ZipFile(io.BytesIO(clean)) as package:
        assert package.testzip() is None
        assert SHEET in package.namelist()
        assert "xl/media/a.png" not in package.namelist()


def test_a_panic_of_the_reader_is_a_damaged_file() -> None:
    def short_name(stream: bytearray, place: int) -> None:
        struct.pack_into("<H", stream, place - 4, 0x18)

    assert "损坏" in refusal(with_changed(0x40, short_name), "a.xls")


def test_a_tab_hidden_inside_a_record_is_refused() -> None:
    far = record(0x203, struct.pack("<HHHd", 65_535, 255, 15, 1.0))
    inside = record(0x809, bytes.fromhex("00061000000000000000000000000000")) + far + record(0x0A, b"")
    data = with_record(0x7F, inside)
    stream = bytearray(stream_of(data))
    place = stream.index(inside)

    def point(stream: bytearray, start: int) -> None:
        struct.pack_into("<I", stream, start, place)

    point(stream, next(start + 4 for start, kind in records(stream) if kind == 0x85))
    assert "损坏" in refusal(ole.wrapped(bytes(stream)), "a.xls")


def test_few_long_texts_in_many_cells_are_refused() -> None:
    space = b' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = b"<x:sst" + space + b"><x:si><x:t>" + b"x" * 1_000_000 + b"</x:t></x:si>"
    texts += b"<x:si><x:t>a</x:t></x:si>" * 9 + b"</x:sst>"
    data = writing.repacked(SOUND, {"xl/sharedStrings.xml": texts})
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>%%d</v></c></row>' % (n, n) for n in range(9, 209))
    long = writing.altered(data, b"</sheetData>", cells.replace(b"%d", b"0") + b"</sheetData>")
    assert "文字太多" in refusal(long)
    short = writing.altered(data, b"</sheetData>", cells.replace(b"%d", b"1") + b"</sheetData>")
    assert len(open_workbook(short, "a.xlsx").grids[0].rows) == 208


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Some bits turned, bytes cut out, doubled, or the rest cut off."""
    broken = bytearray(data)
    for _time in range(chance.choice((1, 1, 2, 5, 20))):
        if not broken:
            break
        place, kind = chance.randrange(len(broken)), chance.randrange(5)
        if kind < 2:
            broken[place] ^= 1 << chance.randrange(8)
        elif kind == 2:
            broken[place : place + 4] = b"\xff\xff\xff\xff"
        elif kind == 3:
            broken[place : place + 1] = broken[place : place + chance.randrange(40)]
        else:
            del broken[place + 1 : place + chance.choice((2, 40, len(broken)))]
    return bytes(broken)


def inside_damaged(data: bytes, chance: random.Random) -> bytes:
    """One part of a package damaged, the package itself sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        name = chance.choice(package.namelist())
    return writing.repacked(data, {name: damaged(writing.part(data, name), chance)})


@pytest.mark.drill
@pytest.mark.parametrize(
    ("data", "name", "damage"),
    [
        (SOUND, "a.xlsx", damaged),
        (SOUND, "a.xlsx", inside_damaged),
        (OLD, "a.xls", damaged),
        (ole.wrapped(stream_of(OLD)), "a.xls", damaged),
        (writing.separated(ROWS, "gb18030"), "a.csv", damaged),
        (writing.separated(ROWS, "utf-16"), "a.csv", damaged),
    ],
)
def test_a_damaged_file_reads_or_is_refused(
    data: bytes, name: str, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    chance = random.Random(name)
    read = refused = 0
    for _time in range(count(150, 20_000)):
        try:
            open_workbook(damage(data, chance), name)
            read += 1
        except Unreadable as refusal:
            refused += refusal.sentence.endswith("。")
    print(f"{name}: {refused} refused, {read} read")
    assert read + refused == count(150, 20_000)
