"""Who can sign in to the demonstration street: one account for every kind of desk.

They exist in the demonstration only; their passwords are told to everybody.
"""

from dataclasses import dataclass

PASSWORD = "wutong chabei lantian"  # noqa: S105  # of accounts that guard nothing


@dataclass(frozen=True, slots=True)
class Desk:
    """A made-up member of staff: what they type, what they are called, their role; ``community``: in the first one."""

    name: str
    called: str
    role: str
    community: bool = False


DESKS = (
    Desk("ganshi", "温秀岚", "community_worker", community=True),
    Desk("shuji", "柏文启", "community_secretary", community=True),
    Desk("ganshi2", "骆小满", "community_worker", community=True),
    Desk("dangjian", "冉思远", "street_party_officer"),
    Desk("minzheng", "符月华", "street_civil_officer"),
    Desk("wenhua", "栗向阳", "street_culture_officer"),
    Desk("chengguan", "岑立冬", "street_city_officer"),
    Desk("caizheng", "鄢素琴", "street_finance"),
    Desk("lingdao", "茅建业", "street_leader"),
    Desk("guanli", "宓一帆", "admin"),
    Desk("shenji", "桑知秋", "auditor"),
)
