"""What an office that does not exist knows: a street, its units, their agreements, and who reported in.

Plain facts by the kind of sheet they stand in; ``tests/workbooks.py`` writes them down. The same number
gives the same office. All names and numbers are made up.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from stdnum.cn import ric

Row = dict[str, Any]  # the key of a column → what is to be said in it
COMMUNITIES, GRIDS, COURTYARDS = "places.communities", "places.grids", "places.courtyards"
UNITS, REPORT_INS, AGREEMENTS = "alliance.member_units", "alliance.report_ins", "alliance.agreements"
SHEETS = (COMMUNITIES, GRIDS, COURTYARDS, UNITS, REPORT_INS, AGREEMENTS)


_UNITS = [
    "河南省人大办公厅",
    "河南省司法厅",
    "河南省档案馆",
    "郑州市图书馆",
    "郑州市第三十中学",
    "金水区文化馆",
    "金水区市场监管所",
    "豫信律师事务所",
    "豫信口腔门诊(花园店)",
    "中原电力经三路供电所",
]
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹"
_GIVEN = "秀英桂兰志强建国淑珍玉梅海燕晓东文博思远雨桐子涵嘉怡宏伟"
_WORDS = ["政策宣讲", "文艺表演", "法律咨询", "医疗保健", "书法绘画", "电器维修", "心理疏导"]
_POSTS = ["文明劝导员", "政策宣讲员", "环境监督员"]


@dataclass
class Office:
    """What an office knows, by the kind of sheet it stands in."""

    street: str
    declared: str  # as the sheets of the territory say it
    rows: dict[str, list[Row]] = field(default_factory=dict)


def office(number: int = 1, *, communities: int = 3, units: int = 5, members: int = 24) -> Office:
    """A street of a few communities with two grids each, its units, their agreements, and who reported in."""
    random, made = Random(number), Office("花园路街道", "2017年7月")
    names = random.sample(["通信花园", "经一路", "花园北", "纬五路", "黄河路", "农科里", "文化宫"], communities)
    people = _People(random)
    made.rows[COMMUNITIES] = [_community(random, n, name, people) for n, name in enumerate(names, 1)]
    made.rows[GRIDS] = [_grid(random, c, n, people) for c in made.rows[COMMUNITIES] for n in range(1, 3)]
    made.rows[COURTYARDS] = [_courtyard(random, n, g, people) for n, g in enumerate(made.rows[GRIDS], 1)]
    made.rows[UNITS] = [_unit(random, name, names, people) for name in random.sample(_UNITS, units)]
    made.rows[REPORT_INS] = [_member(random, made, people) for _n in range(members)]
    made.rows[AGREEMENTS] = [_agreement(random, n, u) for n, u in enumerate(made.rows[UNITS], 1)]
    return made


class _People:
    """New names and telephones, none of them twice."""

    def __init__(self, random: Random) -> None:
        self.random, self.count = random, 0

    def __call__(self) -> tuple[str, str]:
        self.count += 1
        letter = _GIVEN[self.count % len(_GIVEN)] if self.random.random() < 0.8 else ""
        name = self.random.choice(_SURNAMES) + self.random.choice(_GIVEN) + letter
        return name, f"1380000{self.count:04}"


def _community(random: Random, number: int, name: str, people: _People) -> Row:
    return {
        "name": f"{name}社区",
        "code": f"410105002{number:03}",
        "households": random.randrange(900, 4000),
        "population": random.randrange(2500, 9000),
        "address": f"{name}{number}0号",
        "telephone": f"0371-6590{number:04}",
        "secretary": people()[0],
    }


def _grid(random: Random, community: Row, number: int, people: _People) -> Row:
    worker, phone = people()
    name = f"第{'一二三'[number - 1]}网格"
    return {
        "code": f"{community['code']}{number:03}",
        "community": community["name"],
        "name": name,
        "worker": worker,
        "phone": phone,
        "branch": f"{name}党支部",
        "households": random.randrange(200, 600),
    }


def _courtyard(random: Random, number: int, grid: Row, people: _People) -> Row:
    chief, phone = people()
    entrances = random.randrange(1, 4)
    return {
        "name": f"经{number}路{random.randrange(1, 90)}号院",
        "community": grid["community"],
        "grid": grid["code"],
        "buildings": random.randrange(1, 6),
        "entrances": entrances,
        "households": random.randrange(20, 300),
        "chief": chief,
        "phone": phone,
        "entrance_chiefs": [(n, people()[0]) for n in range(1, entrances + 1)],
        "longitude": round(113.6 + random.random() / 10, 6),
        "latitude": round(34.7 + random.random() / 10, 6),
    }


def _unit(random: Random, name: str, communities: Sequence[str], people: _People) -> Row:
    liaison, phone = people()
    return {
        "name": name,
        "superior": random.choice(["省直", "市直", "区属"]),
        "nature": random.choice(["机关", "事业单位", "国有企业", "民营企业"]),
        "branch": "机关党委",
        "declared": random.randrange(3, 300),
        "liaison": liaison,
        "phone": phone,
        "address": f"花园路{random.randrange(1, 200)}号",
        "community": f"{random.choice(communities)}社区",
    }


def _member(random: Random, made: Office, people: _People) -> Row:
    name, phone = people()
    born = dt.date(random.randrange(1956, 1999), random.randrange(2, 10), random.randrange(1, 28))
    sex = random.choice("男女")
    return {
        "name": name,
        "sex": sex,
        "birth": born,
        "identity": identity(random, born, sex) if random.random() < 0.4 else "",
        "unit": random.choice(made.rows[UNITS])["name"],
        "phone": phone,
        "landline": f"0371-6595{people.count:04}" if random.random() < 0.2 else "",
        "community": random.choice(made.rows[COMMUNITIES])["name"],
        "accepted_on": dt.date(2014, 1, 1) + dt.timedelta(days=random.randrange(1200)),
        "skills": random.sample(_WORDS, random.randrange(3)),
        "wanted_posts": random.sample(_POSTS, random.randrange(2)),
    }


def identity(random: Random, born: dt.date, sex: str = "女") -> str:
    """A citizen identity number that fits a date of birth and a sex, with its check character."""
    digits = f"410105{born:%Y%m%d}{2 * random.randrange(500) + (sex == '男'):03}"
    return digits + str(ric.calc_check_digit(digits + "0"))


def _agreement(random: Random, number: int, unit: Row) -> Row:
    month = random.randrange(1, 7)
    return {
        "number": f"花共建〔2017〕{number}号",
        "first": unit["name"],
        "second": unit["community"],
        "signed_on": dt.date(2017, month, random.randrange(1, 28)),
        "term": (month, 2017),
        "content": random.sample(["组织共建", "资源共享", "党员共管", "活动共办", "事务共商"], random.randrange(1, 4)),
    }
