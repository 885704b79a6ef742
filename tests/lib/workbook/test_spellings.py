"""The same people, however the office wrote its sheet: headings, orders, spellings, title rows, file kinds."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.lib.sheets import Table
from gongzhi.lib.values import PartialDate, Phones
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.lib.workbook.recognition import recognise
from tests.drill import count
from tests.lib.workbook import writing
from tests.lib.workbook.declared import MEMBERS, SHEETS

KEYS = ("name", "sex", "birth", "unit", "phone", "on", "skills")
Person = tuple[str, str, PartialDate, str, str, dt.date, tuple[str, ...]]
NAMES = st.text("张王李赵陈刘𠮷㐂", min_size=2, max_size=3)
PEOPLE = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from(["male", "female"]),
        st.builds(PartialDate, st.integers(1941, 2000), st.integers(1, 12)),
        st.sampled_from(["豫信传媒有限公司", "河南省档案馆", "金水区 图书馆"]),
        st.integers(0, 9999).map(lambda n: f"1380000{n:04}"),
        st.dates(dt.date(2014, 1, 1), dt.date(2017, 7, 14)),
        st.lists(st.sampled_from(["摄影", "理发", "书法绘画"]), unique=True, min_size=1).map(tuple),
    ),
    min_size=1,
    max_size=6,
)
HEADINGS = {
    "name": ["姓名", "姓 名", "党员姓名", "姓名：", "*姓名"],
    "sex": ["性别", "性\n别"],
    "birth": ["出生年月", "出生日期", "出生年月（如1978.3）"],
    "unit": ["工作单位", "所在单位", "单位名称"],
    "phone": ["联系电话", "手机号", "联系方式", "手机/电话", "联系电话（手机）"],
    "on": ["报到时间", "报到日期"],
    "skills": ["特长", "特 长"],
}
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
SPELL: dict[str, list[Callable[[Any], Any]]] = {
    "name": [str, lambda n: f" {n}\u3000", lambda n: "\u3000".join(n) if len(n) == 2 else n, lambda n: f"{n}（预备）"],
    "sex": [lambda s: {"male": "男", "female": "女"}[s], lambda s: {"male": "M", "female": "F"}[s]],
    "birth": [
        lambda d: f"{d.year}.{d.month}",
        lambda d: f"{d.year}年{d.month}月",
        lambda d: f"{d.year % 100:02}年{d.month}月" if d.year < 2000 else str(d),
        lambda d: f"{d.year}{d.month:02}",
        lambda d: f"{d.year}/{d.month:02}",
    ],
    "unit": [str, lambda u: f"\xa0{u} "],
    "phone": [
        float,
        str,
        lambda p: p.translate(FULL_WIDTH),
        lambda p: f"+86 {p}",
        lambda p: f"{p[:3]} {p[3:7]} {p[7:]}",
        lambda p: f"{p[:3]}-{p[3:7]}-{p[7:]}",
    ],
    "on": [
        lambda d: d,
        dt.date.isoformat,
        lambda d: f"{d.year}.{d.month}.{d.day}",
        lambda d: f"{d.year}.{d.month}.{d.day}".translate(FULL_WIDTH),
        lambda d: f"{d.year}年{d.month}月{d.day}日",
        lambda d: float(f"{d:%Y%m%d}"),
    ],
    "skills": ["、".join, "，".join, " ; ".join, "\n".join],
}
TITLES = [["附件2"], ["在职党员报到登记表（2017年）"], ["填报单位：花园路街道", "", "填报日期：2017.7.14"], []]
ENDS = [["合计", "若干人"], ["注：一人只在一个社区报到。"], [], ["", ""]]
KINDS: list[tuple[str, Callable[[Any], bytes]]] = [
    ("a.xlsx", lambda rows: writing.xlsx({"名单": rows})),
    ("a.xls", lambda rows: writing.xls({"名单": rows})),
    ("a.csv", lambda rows: writing.separated(rows, "utf-8")),
    ("a.csv", lambda rows: writing.separated(rows, "utf-8-sig", ";")),
    ("a.csv", lambda rows: writing.separated(rows, "gb18030")),
    ("a.csv", lambda rows: writing.separated(rows, "utf-16", "\t")),
]


def canonical(person: Person) -> dict[str, Any]:
    said = dict(zip(KEYS, person, strict=True))
    return said | {"phone": Phones(person[4]), "on": PartialDate.of(person[5])}


def written(people: list[Person], choose: Callable[[list[Any]], Any], order: list[str]) -> list[list[Any]]:
    """Rows of a sheet in which every heading and cell is spelled by choice."""
    rows = [choose(TITLES) for _time in range(choose([0, 1, 2, 3]))]
    rows.append(["序号", *(choose(HEADINGS[key]) for key in order), "备注"])
    for number, person in enumerate(people, start=1):
        said = dict(zip(KEYS, person, strict=True))
        rows += [[float(number), *(choose(SPELL[key])(said[key]) for key in order), choose(["", "新"])]]
        rows += [[]] * choose([0, 0, 0, 1, 3])
    return [*rows, choose(ENDS)]


@pytest.mark.drill
@settings(max_examples=count(60, 3000), deadline=None)
@given(people=PEOPLE, order=st.permutations(KEYS), kind=st.sampled_from(KINDS), choices=st.data())
def test_the_same_people_are_read_from_every_sheet(
    people: list[Person], order: list[str], kind: tuple[str, Callable[[Any], bytes]], choices: st.DataObject
) -> None:
    rows = written(people, lambda options: choices.draw(st.sampled_from(options)), order)
    name, write = kind
    (grid,) = open_workbook(write(rows), name).grids
    table = recognise(grid, SHEETS)
    assert isinstance(table, Table)
    assert table.sheet is MEMBERS
    assert [{key: line.values[key] for key in KEYS} for line in table.lines] == [canonical(p) for p in people]
    assert not any(line.refusal or line.warnings for line in table.lines)
