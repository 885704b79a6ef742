"""Sheets as a programme declares them, and a short way to read rows as one of them."""

from collections.abc import Sequence
from typing import Any

from gongzhi.lib import values
from gongzhi.lib.sheets import Column, Decision, Reading, Sheet, Table
from gongzhi.lib.workbook.grids import Grid, Merge
from gongzhi.lib.workbook.recognition import Unknown, recognise


class Declared(Sheet):
    """Decides and writes nothing."""

    def decide(self, table: Table, reading: Reading) -> list[Decision]:
        return []

    def write(self, decisions: Sequence[Decision], reading: Reading) -> None:
        return None


class Members(Declared):
    key, title, words = "members", "在职党员报到登记表", ("报到", "党员")
    columns = (
        Column("name", "姓名", values.name, ("党员姓名",), needed=True),
        Column("remark", "姓名", values.name_remark),
        Column("sex", "性别", values.sex),
        Column("birth", "出生年月", values.birth_date, ("出生日期",)),
        Column("identity", "身份证号", values.identity_number, ("身份证号码", "公民身份号码"), lenient=True),
        Column("unit", "工作单位", values.text, ("单位", "所在单位", "单位名称"), needed=True),
        Column("branch", "党组织名称", values.text, ("党组织",)),
        Column("address", "家庭住址", values.text, ("住址",)),
        Column("phone", "联系电话", values.phone, ("手机", "手机号", "电话", "联系方式"), needed=True),
        Column("landline", "联系方式/固话", values.phone, ("固话",)),
        Column("on", "报到时间", values.date, ("报到日期",)),
        Column("skills", "特长", values.items),
        Column("posts", "意向岗位", values.items, ("认领岗位",)),
    )


class Communities(Declared):
    key, title, words = "communities", "社区基本情况", ("社区",)
    columns = (
        Column("name", "社区名称", values.text, ("社区",), needed=True),
        Column("households", "总户数", values.whole, ("户数",)),
        Column("population", "总人口(人)", values.number, ("人口",)),
        Column("money", "经费", values.decimal),
    )


class Courtyards(Declared):
    key, title, words = "courtyards", "楼院花名册", ("楼院",)
    columns = (
        Column("name", "楼院名称", values.text, needed=True),
        Column("community", "所属社区", values.text, ("社区",), needed=True),
        Column("households", "户数", values.whole),
        Column("chief", "楼长/姓名", values.name, ("楼长",)),
        Column("phone", "楼长/电话", values.phone),
        Column("longitude", "坐标/经度", values.decimal, ("经度",)),
        Column("latitude", "坐标/纬度", values.decimal, ("纬度",)),
    )


SHEETS = (Members(), Communities(), Courtyards())
MEMBERS, COMMUNITIES, COURTYARDS = SHEETS


def grid_of(
    rows: Sequence[Sequence[Any]], name: str = "表", merged: Sequence[tuple[int, ...]] = (), **facts: Any
) -> Grid:
    return Grid(name, [list(row) for row in rows], merged=tuple(Merge(*merge) for merge in merged), **facts)


def read(
    rows: Sequence[Sequence[Any]], name: str = "表", merged: Sequence[tuple[int, ...]] = (), **facts: Any
) -> Table:
    """The table in these rows; merges as top, left, bottom, right with rows from 1 and columns from 0."""
    found = recognise(grid_of(rows, name, merged, **facts), SHEETS)
    assert isinstance(found, Table), found
    return found


def unknown(rows: Sequence[Sequence[Any]], name: str = "表") -> Unknown:
    found = recognise(grid_of(rows, name), SHEETS)
    assert isinstance(found, Unknown)
    return found


def column(table: Table, key: str) -> list[Any]:
    """What one column says, line by line."""
    return [line.values[key] for line in table.lines]
