"""Workbooks of an office (``tests/offices.py``), written down as differently as offices do.

:func:`plain` draws one table as the official form has it, :func:`tabs` all of them in random headings,
orders, spellings and layouts; :func:`xlsx`, :func:`xls`, :func:`csv` and :func:`files` make files of them.
"""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import xlsxwriter
import xlwt

from gongzhi.kernel.intake.opening import known_sheets
from gongzhi.lib.sheets import Sheet
from tests.offices import AGREEMENTS, COMMUNITIES, COURTYARDS, GRIDS, REPORT_INS, UNITS, Office, Row

KINDS = ("xlsx", "xls", "csv")
#: Columns that may stand together under a heading of their own.
GROUPS = (
    ("楼长", {"chief": "姓名", "phone": "电话"}),
    ("坐标", {"longitude": "经度", "latitude": "纬度"}),
    ("联系方式", {"phone": "手机", "landline": "固话"}),
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SHORT_FORMS = {"河南省": "省", "郑州市": "市", "金水区": "区"}


@dataclass
class Tab:
    """One table as it is drawn; a heading of two parts has two rows. ``name`` is at most 28 characters."""

    sheet: str
    name: str
    titles: list[str]
    headings: list[tuple[str, ...]]
    rows: list[list[Any]]
    foot: list[list[Any]] = field(default_factory=list)


def plain(made: Office, sheet: str, rows: Sequence[Row] | None = None, **style: Any) -> Tab:
    """One table as the official form has it: titles of columns, tidy cells. ``style``: ``name``, ``titles``."""
    return _draw(Random(0), made, sheet, made.rows[sheet] if rows is None else rows, tidy=True, **style)


def tabs(made: Office, random: Random) -> list[Tab]:
    """All the tables of the office as somebody might have kept them.

    A kind of sheet may be split into two tables, report-ins by community; some people stand in two rows.
    """
    drawn = []
    for sheet in (COMMUNITIES, GRIDS, COURTYARDS, UNITS, AGREEMENTS):
        drawn += [_draw(random, made, sheet, rows) for rows in _parts(random, made.rows[sheet])]
    members = _with_repeats(random, made.rows[REPORT_INS])
    if random.random() < 0.5:
        return [*drawn, *(_draw(random, made, REPORT_INS, rows) for rows in _parts(random, members))]
    for community in made.rows[COMMUNITIES]:
        rows = [row for row in members if row["community"] == community["name"]]
        drawn.append(_draw(random, made, REPORT_INS, rows, here=community["name"]))
    return [tab for tab in drawn if tab.rows]


def _parts(random: Random, rows: Sequence[Row]) -> list[list[Row]]:
    """The rows in another order, sometimes in two parts."""
    mixed = random.sample(rows, len(rows))
    cut = random.randrange(1, len(mixed)) if random.random() < 0.25 else len(mixed)
    return [part for part in (mixed[:cut], mixed[cut:]) if part]


def _with_repeats(random: Random, rows: Sequence[Row]) -> list[Row]:
    """Some people once more, with fewer cells filled in."""
    again = random.sample(rows, len(rows) // 6)
    less = [row | dict.fromkeys(random.sample(_LEFT_OUT, 2), "") for row in again]
    return [*rows, *less]


_LEFT_OUT = ("sex", "birth", "identity", "unit", "landline", "skills", "wanted_posts")


def _draw(
    random: Random,
    made: Office,
    key: str,
    rows: Sequence[Row],
    *,
    tidy: bool = False,
    here: str = "",
    name: str = "",
    titles: Sequence[str] | None = None,
) -> Tab:
    sheet = next(sheet for sheet in known_sheets() if sheet.key == key)
    hand = _Tidy() if tidy else _Hand(random)
    out = {"community"} if here else set()
    columns = _columns(random, sheet, rows, tidy=tidy, out=out | ({"landline"} if hand.beside else set()))
    said = [[hand.cell(key, row, column) for column in columns] for row in rows]
    tab = Tab(key, name or _name(random, sheet, here, tidy), [], list(columns.values()), said)
    tab.titles = list(titles) if titles is not None else _titles(random, made, sheet, here, tidy, tab.name)
    if not tidy:
        _clutter(random, tab)
    return tab


def _columns(
    random: Random, sheet: Sheet, rows: Sequence[Row], *, tidy: bool, out: set[str]
) -> dict[str, tuple[str, ...]]:
    """The columns that have something to say, each under one of the headings it is known by, in a random order."""
    headings: dict[str, tuple[str, ...]] = {}
    for column in sheet.columns:
        told = any(row.get(column.key) not in ("", None) for row in rows)
        if column.key not in out and (column.needed or told):
            flat = [heading for heading in (column.title, *column.synonyms) if "/" not in heading]
            headings[column.key] = (flat[0] if tidy else random.choice(flat),)
    for upper, lower in GROUPS:
        if set(lower) <= set(headings) and (tidy or random.random() < 0.5):
            headings |= {key: (upper, heading) for key, heading in lower.items()}
    keys = list(headings) if tidy else random.sample(list(headings), len(headings))
    place = {headings[key]: number for number, key in enumerate(keys)}
    keys.sort(key=lambda key: min(n for heading, n in place.items() if heading[0] == headings[key][0]))
    return {key: headings[key] for key in keys}


def _name(random: Random, sheet: Sheet, here: str, tidy: bool) -> str:
    if tidy or (here and random.random() < 0.5):
        return (here.removesuffix("社区") if here else sheet.title)[:28]
    return f"{random.choice(['Sheet', '表', '7月 '])}{random.randrange(1, 9999)}"


def _titles(random: Random, made: Office, sheet: Sheet, here: str, tidy: bool, name: str) -> list[str]:
    where = here or made.street
    titles = [f"{where}{sheet.title}", f"填报单位:{made.street}办事处    填报时间:{made.declared}"]
    if tidy or sheet.key == COMMUNITIES or (here and here.removesuffix("社区") not in name):
        return titles
    return random.choice([titles, ["附件2", *titles], titles[:1], [f"（{made.declared}更新）"], []])


def _clutter(random: Random, tab: Tab) -> None:
    """What stands in a table beside what it says: serial numbers, empty rows and columns, a total, notes."""
    if random.random() < 0.6:
        tab.headings.insert(0, ("序号",))
        for number, row in enumerate(tab.rows, 1):
            row.insert(0, float(number))
    if random.random() < 0.3:
        tab.headings.append(("民族",))
        for row in tab.rows:
            row.append("汉")
    width = len(tab.headings)
    for _n in range(random.randrange(3)):
        tab.rows.insert(random.randrange(len(tab.rows) + 1), [""] * width)
    if random.random() < 0.4:
        tab.foot.append(["合计", *[""] * (width - 1)])
    if random.random() < 0.4:
        tab.foot.append(["注：以上情况截至填报之日。"])


class _Tidy:
    """Cells as the official form wants them; ``beside``: a landline stands in the cell of the mobile."""

    beside = True

    def cell(self, sheet: str, row: Row, key: str) -> Any:
        value = row.get(key, "")
        if isinstance(value, dt.date):
            return f"{value:%Y-%m}" if key == "birth" else f"{value:%Y-%m-%d}"
        if key == "phone" and row.get("landline") and self.beside:
            return f"{value}/{row['landline']}"
        if key == "entrance_chiefs":
            return ";".join(f"{number}门洞:{name}" for number, name in value)
        if isinstance(value, (list, tuple)):
            return self.term(*value) if key == "term" else "、".join(value)
        return value

    def term(self, month: int, year: int) -> str:
        return f"{year}年{month}月至{year + 1}年{month}月"


class _Hand(_Tidy):
    """Cells as people fill them in."""

    def __init__(self, random: Random) -> None:
        self.random, self.beside = random, random.random() < 0.5
        self.spelled: dict[str, Callable[[Any], Any]] = {
            **dict.fromkeys(("secretary", "worker", "chief", "liaison"), self.person),
            **dict.fromkeys(("households", "population", "buildings", "entrances", "declared"), self.count),
            **dict.fromkeys(("community", "second"), self.community),
            **dict.fromkeys(("signed_on", "accepted_on"), self.date),
            "phone": self.phone,
            "birth": self.birth,
            "identity": self.identity,
            "code": lambda code: self.random.choice([code, code, f"'{code}", code.translate(FULL_WIDTH)]),
        }

    def cell(self, sheet: str, row: Row, key: str) -> Any:
        value = row.get(key, "")
        if value == "" or value is None:
            return self.random.choice(["", "", "/"]) if key in ("landline", "skills") else ""
        if key == "name":
            return self.named(sheet, value)
        if key in ("unit", "first"):
            return self.unit(value)
        spelled = self.spelled.get(key) if not (key == "phone" and row.get("landline")) else None
        return spelled(value) if spelled else super().cell(sheet, row, key)

    def named(self, sheet: str, value: str) -> str:
        if sheet == REPORT_INS:
            return self.person(value)
        return self.community(value) if sheet == COMMUNITIES else self.unit(value, short=False)

    def person(self, name: str) -> str:
        padded = f"{name[0]} {name[1]}" if len(name) == 2 else name
        return self.random.choice([name, padded, f" {name}　", f"{name}\u200b", f"{name[0]}\u3000{name[1:]}"])

    def phone(self, number: str) -> Any:
        spaced = f"{number[:3]} {number[3:7]} {number[7:]}"
        some = [number, float(number), f"+86 {number}", spaced, spaced.replace(" ", "-"), number.translate(FULL_WIDTH)]
        return self.random.choice(some if self.random.random() < 0.8 else some[:1])

    def count(self, number: int) -> Any:
        return self.random.choice([float(number), str(number), f"{number:,}", str(number).translate(FULL_WIDTH)])

    def date(self, day: dt.date) -> Any:
        said = f"{day.year}.{day.month}.{day.day}"
        some = [day, said, f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"]
        return self.random.choice([*some, float(f"{day:%Y%m%d}"), said.translate(FULL_WIDTH), f"{day:%Y-%m-%d} "])

    def birth(self, day: dt.date) -> str:
        some = [f"{day.year}.{day.month}", f"{day.year}年{day.month}月", f"{day:%Y-%m}", f"{day:%Y%m}"]
        return self.random.choice([*some, some[0].translate(FULL_WIDTH)])

    def identity(self, number: str) -> str:
        some = [number, number.lower(), f"'{number}", f"{number[:6]} {number[6:]}", number.translate(FULL_WIDTH)]
        return self.random.choice(some)

    def community(self, name: str) -> str:
        return self.random.choice([name, name, name.removesuffix("社区"), f" {name}"])

    def unit(self, name: str, *, short: bool = True) -> str:
        wide = name.replace("(", "（").replace(")", "）")
        prefix = next((region for region in SHORT_FORMS if name.startswith(region)), "")
        some = [name, name, wide, f"{name[:3]} {name[3:]}"]
        if short and prefix:
            core = name.removeprefix(prefix).removesuffix("办公厅")
            some.append(SHORT_FORMS[prefix] + core)
        return self.random.choice(some)

    def term(self, month: int, year: int) -> str:
        dotted = f"{year}.{month}-{year + 1}.{month}"
        return self.random.choice(
            [super().term(month, year), dotted, f"自{year}年{month}月起至{year + 1}年{month}月止"]
        )


def xlsx(*drawn: Tab) -> bytes:
    """The tables as one .xlsx: titles and group headings merged, dates as dates."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": dt.datetime(2024, 9, 2)})  # the same tables are the same bytes a second later
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for tab in drawn:
            sheet = book.add_worksheet(tab.name)
            for number, cells in enumerate(_lines(tab)):
                for column, cell in enumerate(cells):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                    elif isinstance(cell, str) and cell:
                        sheet.write_string(number, column, cell)
                    elif cell not in ("", None):
                        sheet.write_number(number, column, cell)
            for top, left, bottom, right in _merges(tab):
                sheet.merge_range(top, left, bottom, right, _lines(tab)[top][left])
    return written.getvalue()


def xls(*drawn: Tab) -> bytes:
    """The tables as one .xls."""
    book, day = xlwt.Workbook(), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for tab in drawn:
        sheet = book.add_sheet(tab.name, cell_overwrite_ok=True)
        for number, cells in enumerate(_lines(tab)):
            for column, cell in enumerate(cells):
                if cell not in ("", None):
                    sheet.write(number, column, cell, *([day] if isinstance(cell, dt.date) else []))
        for top, left, bottom, right in _merges(tab):
            sheet.write_merge(top, bottom, left, right, _lines(tab)[top][left])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv(tab: Tab, *, encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    """One table as text."""
    lines = []
    for cells in _lines(tab):
        said = [str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell) for cell in cells]
        lines.append(separator.join('"' + text.replace('"', '""') + '"' if text else "" for text in said))
    return "\r\n".join(lines).encode(encoding)


def _lines(tab: Tab) -> list[list[Any]]:
    """Every row of the table from top to bottom; a heading of two parts stands over two rows."""
    deep = any(len(heading) > 1 for heading in tab.headings)
    upper: list[Any] = []
    for place, heading in enumerate(tab.headings):
        again = place and len(heading) > 1 and tab.headings[place - 1][0] == heading[0]
        upper.append("" if again else heading[0])
    lower = [[heading[1] if len(heading) > 1 else "" for heading in tab.headings]] if deep else []
    return [[title] for title in tab.titles] + [upper, *lower, *tab.rows, *tab.foot]


def _merges(tab: Tab) -> list[tuple[int, int, int, int]]:
    """Titles over the whole table, and group headings over their columns: top, left, bottom, right."""
    width, row = len(tab.headings), len(tab.titles)
    merges = [(number, 0, number, width - 1) for number in range(row) if width > 1]
    for place, heading in enumerate(tab.headings):
        group = [p for p, other in enumerate(tab.headings) if len(heading) > 1 and other[0] == heading[0]]
        if len(group) > 1 and group[0] == place and group[-1] - place == len(group) - 1:
            merges.append((row, place, row, group[-1]))
    return merges


def files(drawn: Sequence[Tab], random: Random) -> dict[str, bytes]:
    """The tables in files of random kinds and names, one after the other or several together."""
    made: dict[str, bytes] = {}
    waiting = list(drawn)
    while waiting:
        kind = random.choice(KINDS)
        count = 1 if kind == "csv" else random.randrange(1, len(waiting) + 1)
        some, waiting = waiting[:count], waiting[count:]
        stem = f"{random.randrange(1000):03}-{some[0].name if kind == 'csv' else random.choice(['台账', '表', 'a'])}"
        made[f"{stem}{len(made)}.{kind}"] = _file(kind, _named_apart(some), random)
    return made


def _named_apart(some: Sequence[Tab]) -> list[Tab]:
    for number, tab in enumerate(some):
        if any(tab.name == other.name for other in some[:number]):
            tab.name = f"{tab.name[:24]} {number}"
    return list(some)


def _file(kind: str, some: list[Tab], random: Random) -> bytes:
    if kind == "csv":
        encoding = random.choice(["utf-8", "utf-8-sig", "gb18030"])
        return csv(some[0], encoding=encoding, separator=random.choice([",", "\t", ";"]))
    return xlsx(*some) if kind == "xlsx" else xls(*some)
