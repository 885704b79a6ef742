"""What the office's four workbooks say, tab by tab, before they are drawn."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from gongzhi.demo import numbers
from gongzhi.demo.facts import Community, Courtyard, Entry, Flaw, Street
from gongzhi.demo.hand import Cell, Hand
from gongzhi.demo.members import register

Row = list[Cell]


@dataclass(slots=True)
class Tab:
    """One tab: lines above the table, headings (``联系方式/手机`` stands under a merged one), rows, lines below it."""

    name: str
    titles: list[str]
    headings: list[str]
    rows: list[Row]
    total: Row | None = None
    notes: list[str] = field(default_factory=list)


def territory(street: Street) -> list[Tab]:
    """社区、网格、楼院: the workbook that founds the street."""
    hand = Hand(Random("territory"))
    return [_communities(street), _grids(street, hand), _courtyards(street, hand)]


def _communities(street: Street) -> Tab:
    rows: list[Row] = [
        [place, c.full_name, c.code, c.households, c.population, c.address, c.telephone, c.secretary.name]
        for place, c in enumerate(street.communities, 1)
    ]
    households, population = (
        sum(getattr(c, what) for c in street.communities) for what in ("households", "population")
    )
    return Tab(
        "社区",
        [f"{street.name}社区基本情况", f"填报单位：{street.name}办事处          填报时间：{_spoken(street.today)}"],
        ["序号", "社区名称", "社区代码", "总户数", "总人口", "办公地址", "服务电话", "党委书记"],
        rows,
        ["合计", None, None, households, population],
    )


def _grids(street: Street, hand: Hand) -> Tab:
    rows: list[Row] = [
        [g.code, c.full_name, g.name, hand.name(g.worker.name), hand.mobile(g.worker.mobile), g.branch, g.households]
        for c, g in street.grids
    ]
    return Tab("网格", [], ["网格编码", "所属社区", "网格名称", "网格员", "联系电话", "网格党支部", "户数"], rows)


def _courtyards(street: Street, hand: Hand) -> Tab:
    rows: list[Row] = []
    for place, (community, grid, yard) in enumerate(street.courtyards, 1):
        chief = [hand.name(yard.chief.name), hand.mobile(yard.chief.mobile)] if yard.chief else [None, None]
        inside: Row = [yard.buildings, yard.entrances, yard.households, *chief, _entrance_chiefs(yard)]
        rows.append(
            [place, yard.name, hand.community(community.name), grid.code, *inside, yard.longitude, yard.latitude]
        )
    inside_headings = ["楼栋数", "单元数", "户数", "楼长/姓名", "楼长/电话", "门洞长"]
    return Tab(
        "楼院",
        ["楼院及楼长、门洞长花名册"],
        ["序号", "楼院名称", "所属社区", "网格编码", *inside_headings, "坐标/经度", "坐标/纬度"],
        rows,
        notes=["注：空着的楼长、门洞长正在推选。"],
    )


def _entrance_chiefs(yard: Courtyard) -> str:
    """Courtyards with buildings of one staircase call it 单元, the others 门洞."""
    word = "单元" if yard.households % 7 == 0 else "门洞"
    return ";".join(f"{number}{word}:{name}" for number, name in enumerate(yard.entrance_chiefs, 1))


def units(street: Street) -> list[Tab]:
    """成员单位一览表; one unit is on it twice, as happens when two communities send it in."""
    hand = Hand(Random("units"))
    listed = [*street.units, street.units[11]]
    rows: list[Row] = []
    for place, unit in enumerate(listed, 1):
        liaison = [unit.declared, hand.name(unit.liaison.name), hand.mobile(unit.liaison.mobile)]
        home = [unit.address, hand.community(unit.community.name)]
        about: Row = [unit.superior, unit.nature, unit.branch]
        rows.append([place, unit.name, *about, *liaison, *home, hand.day(unit.joined_on), unit.remark or None])
    return [
        Tab(
            "成员单位",
            [f"{street.name}大工委成员单位一览表", f"（{street.today.year}年{street.today.month}月更新）"],
            [
                *("序号", "单位名称", "隶属关系", "单位性质", "党组织名称", "党员人数"),
                *("联络员", "联系电话", "单位地址", "所在社区", "加入时间", "备注"),
            ],
            rows,
            ["合计", None, None, None, None, sum(unit.declared or 0 for unit in listed)],
            [f"注：党员人数为{street.today.year - 1}年底党内统计数。"],
        )
    ]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a community has laid out its register over the years. ``{}`` is the community."""

    titles: tuple[str, ...]
    headings: tuple[str, ...]
    counts: bool = False
    notes: tuple[str, ...] = ()


LAYOUTS = (
    Layout(
        ("{}在职党员报到登记表",),
        ("序号", "姓名", "性别", "出生年月", "工作单位", "联系电话", "报到时间", "特长", "认领岗位"),
    ),
    Layout(
        ("附件2", "{}在职党员到社区报到情况一览表", "填报单位（盖章）：{}居民委员会          填报日期：{day}"),
        (
            *("序号", "姓名", "性别", "出生年月", "工作单位", "党组织名称"),
            *("联系方式/手机", "联系方式/固话", "特长", "意向岗位", "报到日期", "备注"),
        ),
        counts=True,
        notes=("注：1.本表一式两份；2.请于每月25日前报街道党建办。",),
    ),
    Layout(
        ("{}在职党员登记台账",),
        ("序号", "报到日期", "姓名", "性别", "出生年月", "单位名称", "手机号码", "个人特长", "备注"),
        notes=("注：一人只在一个社区报到。",),
    ),
    Layout(
        ("{}在职党员报到登记表", "（截至{day}）"),
        ("序号", "姓 名", "性别", "出生年月", "单位", "电话", "登记时间", "特长", "认领服务岗位"),
        counts=True,
    ),
)


def report_ins(street: Street) -> list[Tab]:
    """在职党员报到登记: a tab for each community, each kept in its own way."""
    return [_register(street, community) for community in street.communities]


def _register(street: Street, community: Community) -> Tab:
    hand = Hand(Random(f"register {community.place}"))
    layout = LAYOUTS[community.place % len(LAYOUTS)]
    entries = register(street, community)
    rows = []
    for place, entry in enumerate(entries, 1):
        written = {"序号": place} | _written(entry, hand, place)
        rows.append([written.get(_MEANING.get(heading, heading)) for heading in layout.headings])
    return Tab(
        community.name,
        [title.format(community.full_name, day=_spoken(street.today)) for title in layout.titles],
        list(layout.headings),
        rows,
        ["合计", f"{len(entries)}人"] if layout.counts else None,
        list(layout.notes),
    )


#: Headings of the layouts and what they mean; others mean what they say.
_MEANING = {
    "姓 名": "姓名",
    **dict.fromkeys(("单位名称", "单位"), "工作单位"),
    **dict.fromkeys(("手机号码", "电话", "联系方式/手机"), "联系电话"),
    **dict.fromkeys(("报到日期", "登记时间"), "报到时间"),
    "个人特长": "特长",
    **dict.fromkeys(("意向岗位", "认领服务岗位"), "认领岗位"),
}


def _written(entry: Entry, hand: Hand, place: int) -> dict[str, Cell]:
    """A line by the meaning of its cells, with what is wrong in it."""
    member, person = entry.member, entry.member.person
    line: dict[str, Cell] = {
        "姓名": hand.name(person.name),
        "性别": person.sex,
        "出生年月": hand.month(person.born),
        "工作单位": hand.unit(member.unit.name),
        "党组织名称": member.unit.branch,
        "联系电话": hand.mobile(person.mobile, numbers.landline(place)),
        "报到时间": hand.day(member.accepted_on),
        "特长": "、".join(member.skills) or None,
        "认领岗位": "、".join(member.posts) or None,
    }
    return line | _spoilt(entry)


def _spoilt(entry: Entry) -> dict[str, Cell]:
    match entry.flaw:
        case Flaw.UNKNOWN_UNIT:
            return {"工作单位": "市图书馆"}
        case Flaw.NO_NUMBER:
            return {"联系电话": None}
        case Flaw.SHORT_NUMBER:
            return {"联系电话": entry.member.person.mobile[:-1]}
        case Flaw.NO_SUCH_DAY:
            return {"报到时间": f"{entry.member.accepted_on.year - 1}-09-31"}
    return {}


def agreements(street: Street) -> list[Tab]:
    """共建协议签订台账."""
    hand = Hand(Random("agreements"))
    rows: list[Row] = []
    for one in street.agreements:
        parties: Row = [one.number, hand.unit(one.party), hand.community(one.community.name)]
        rows.append([*parties, hand.day(one.signed_on), one.term, "、".join(one.content)])
    headings = ["协议编号", "甲方（单位）", "乙方（社区）", "签订日期", "有效期", "共建内容"]
    return [Tab("协议台账", [f"{street.name}区域共建协议签订台账"], headings, rows)]


def _spoken(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
