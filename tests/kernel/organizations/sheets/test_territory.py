"""What becomes of each row of the workbook of communities, grids and courtyards."""

import datetime as dt
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.organizations.sheets.courtyards import entrance_chiefs
from gongzhi.kernel.organizations.states import OrganizationKind, Role
from gongzhi.kernel.people.queries import numbers_of
from gongzhi.kernel.places.models import Kind, Place, PlaceCount
from gongzhi.kernel.places.queries import place_with_code, streets
from gongzhi.lib.sheets import Decision, Status
from gongzhi.lib.values import BadValue
from tests import making
from tests.kernel.intake.dumps import figures, told
from tests.kernel.intake.taking import statuses, take_tab
from tests.offices import COMMUNITIES, COURTYARDS, GRIDS, Office, Row
from tests.workbooks import plain

pytestmark = pytest.mark.django_db

COPIES = count(1)
STREET = "花园路街道"


def community(**said: Any) -> Row:
    usual = {
        "name": "通信花园社区",
        "code": "410105002001",
        "households": 2315,
        "population": 7644,
        "address": "经一路10号",
        "telephone": "0371-65900001",
        "secretary": "卢雅华",
    }
    return usual | said


def grid(**said: Any) -> Row:
    usual = {
        "code": "410105002001001",
        "community": "通信花园社区",
        "name": "第一网格",
        "worker": "雷秀轩",
        "phone": "13800000001",
        "branch": "第一网格党支部",
        "households": 487,
    }
    return usual | said


def courtyard(**said: Any) -> Row:
    usual = {
        "name": "经一路56号院",
        "community": "通信花园社区",
        "grid": "410105002001001",
        "buildings": 1,
        "entrances": 2,
        "households": 50,
        "chief": "龙宇强",
        "phone": "13800000028",
        "entrance_chiefs": [(1, "吕书燕"), (2, "王欣艳")],
        "longitude": 113.67,
        "latitude": 34.77,
    }
    return usual | said


def bring(sheet: str, *rows: Row, declared: str = "2017年7月", street: str = STREET) -> list[Decision]:
    """Take in a table with these rows; each call is another workbook."""
    titles = [f"{street}一览表", f"填报时间:{declared}", f"第{next(COPIES)}份"]
    return take_tab(plain(Office(street, declared), sheet, rows, titles=titles))


def holder(role: str) -> str:
    """Who sits there today, if one person does."""
    return "、".join(Membership.objects.filter(role=role, until=None).values_list("person__name", flat=True))


def test_the_first_workbook_founds_the_street_with_its_office() -> None:
    assert statuses(bring(COMMUNITIES, community())) == ["new"]

    street = streets().get()
    office = Organization.objects.get(kind=OrganizationKind.SUBDISTRICT_OFFICE)
    assert (street.name, place_with_code("410105002")) == (STREET, street)
    assert (office.name, office.place) == ("花园路街道办事处", street)
    assert (holder(Role.COMMUNITY_SECRETARY), figures()["communities"]) == ("卢雅华", 1)


@pytest.mark.parametrize(
    "title", ["花园路街道", "河南省郑州市金水区花园路街道", "金水区花园路街道", "填报单位:花园路街道办事处"]
)
def test_the_street_is_called_as_people_call_it(title: str) -> None:
    take_tab(plain(Office(STREET, ""), COMMUNITIES, [community()], titles=[title]))

    assert streets().get().name == STREET


def test_without_the_name_of_a_street_nothing_is_founded() -> None:
    decisions = take_tab(plain(Office(STREET, ""), COMMUNITIES, [community()], titles=["社区基本情况"]))

    assert statuses(decisions) == ["blocked"]
    assert "请在标题里写上街道名称" in decisions[0].reason
    assert not Place.objects.exists()


@pytest.mark.parametrize("sheet", [COMMUNITIES, GRIDS, COURTYARDS])
def test_the_same_rows_in_another_workbook_change_nothing(sheet: str) -> None:
    rows = {COMMUNITIES: community(), GRIDS: grid(), COURTYARDS: courtyard()}
    for key, one in rows.items():
        bring(key, one)
    before = told()

    assert statuses(bring(sheet, rows[sheet])) == ["same"]
    assert told() == before


@pytest.mark.parametrize(
    ("first", "later", "of", "expected"),
    [
        ({"address": ""}, {"address": "新路1号"}, "address", "新路1号"),
        ({}, {"address": "新路1号"}, "address", "新路1号"),
        ({"telephone": ""}, {}, "telephone", "0371-65900001"),
    ],
    ids=["a blank address", "another address", "a blank telephone"],
)
def test_a_newer_sheet_changes_the_office(first: Row, later: Row, of: str, expected: str) -> None:
    bring(COMMUNITIES, community(**first))

    assert statuses(bring(COMMUNITIES, community(**later))) == ["changed"]
    assert getattr(Organization.objects.get(kind=OrganizationKind.RESIDENTS_COMMITTEE), of) == expected


def test_an_empty_cell_takes_nothing_back() -> None:
    bring(COMMUNITIES, community())
    before = told()

    less = community(address="", telephone="", secretary="", households="", population="")
    assert statuses(bring(COMMUNITIES, less)) == ["same"]
    assert told() == before


@pytest.mark.parametrize("vacant", ["无", "空缺", "待定", "/"])
def test_a_vacant_seat_is_no_person(vacant: str) -> None:
    bring(COMMUNITIES, community(secretary=vacant))

    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("sheet", "role", "field"),
    [
        (COMMUNITIES, Role.COMMUNITY_SECRETARY, "secretary"),
        (GRIDS, Role.GRID_WORKER, "worker"),
        (COURTYARDS, Role.BUILDING_CHIEF, "chief"),
    ],
)
def test_a_successor_takes_the_seat_and_the_predecessor_leaves_it(sheet: str, role: str, field: str) -> None:
    rows = {COMMUNITIES: community(), GRIDS: grid(), COURTYARDS: courtyard()}
    for key, one in rows.items():
        bring(key, one)

    phone = {"phone": "13800000099"} if sheet != COMMUNITIES else {}
    assert statuses(bring(sheet, rows[sheet] | {field: "高俊"} | phone, declared="2018年1月")) == ["changed"]

    assert holder(role) == "高俊"
    former = Membership.objects.exclude(until=None).get(role=role)
    assert (former.person.name, former.until) == (rows[sheet][field], dt.date(2018, 1, 31))


def test_an_older_sheet_changes_nothing_and_says_so() -> None:
    bring(COMMUNITIES, community(secretary="高俊", households=2400), declared="2018年1月")
    before = told()

    (decision,) = bring(COMMUNITIES, community(address="旧路1号"), declared="2017年7月")

    assert decision.status == Status.SAME
    assert "比这份表新" in decision.line.warnings[0]
    assert told() == before


def test_a_new_number_stands_beside_the_old_one() -> None:
    bring(COMMUNITIES, community(), declared="2017年7月")
    bring(COMMUNITIES, community(households=2400), declared="2018年7月")

    numbers = PlaceCount.objects.filter(measure="households").order_by("as_of").values_list("as_of", "number")
    assert list(numbers) == [(dt.date(2017, 7, 31), 2315), (dt.date(2018, 7, 31), 2400)]


@pytest.mark.parametrize(
    ("second", "status", "sentence"),
    [
        ({}, "merged", "与第"),
        ({"name": "通信花园"}, "merged", "与第"),
        ({"address": "", "secretary": ""}, "merged", "与第"),
        ({"households": 1}, "conflict", "请在表里留下对的一行"),
        ({"name": "经一路社区"}, "conflict", "代码与第"),
    ],
    ids=["equal", "short name", "fewer cells", "another number", "the code of another"],
)
def test_a_second_row_about_a_community(second: Row, status: str, sentence: str) -> None:
    decisions = bring(COMMUNITIES, community(), community(**second))

    assert statuses(decisions) == ["new", status]
    assert sentence in decisions[1].reason
    assert figures()["communities"] == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "社区名称没有填"),
        ({"name": "很" * 61}, "太长"),
        ({"code": "4101050020010"}, "代码"),
        ({"code": "410105002"}, "应是12位"),
        ({"code": "410105003009"}, "不属于花园路街道"),
    ],
    ids=["no name", "long name", "13 digits", "of a street", "of another street"],
)
def test_a_community_that_cannot_be_taken_in_is_blocked(said: Row, sentence: str) -> None:
    decisions = bring(COMMUNITIES, community(), community(name="经一路社区", code="410105002002"), community(**said))

    assert statuses(decisions) == ["new", "new", "blocked"]
    assert sentence in decisions[2].reason


@pytest.mark.parametrize("said", ["99999999999", "两千多", "若干"])
def test_a_number_that_cannot_be_is_left_out_and_said(said: str) -> None:
    (decision,) = bring(COMMUNITIES, community(households=said))

    assert decision.status == Status.NEW
    assert "总户数" in decision.line.warnings[0]


def test_a_code_on_record_for_another_community_waits() -> None:
    bring(COMMUNITIES, community())

    (decision,) = bring(COMMUNITIES, community(name="经一路社区"))

    assert decision.status == Status.CONFLICT
    assert "已经是通信花园社区的" in decision.reason


def test_a_reissued_code_takes_the_place_of_the_old_one() -> None:
    bring(COMMUNITIES, community())

    assert statuses(bring(COMMUNITIES, community(code="410105002021"), declared="2018年7月")) == ["changed"]
    assert place_with_code("410105002001") is None
    assert place_with_code("410105002021") == Place.objects.get(kind=Kind.COMMUNITY)


def test_grids_and_courtyards_need_their_community() -> None:
    (early,) = bring(GRIDS, grid())
    bring(COMMUNITIES, community())
    (astray,) = bring(GRIDS, grid(community="天上人间"))
    (nowhere,) = bring(COURTYARDS, courtyard(community=""))

    assert (early.reason, nowhere.reason) == ("还没有社区，请先导入社区表。", "社区没有填。")
    assert "没有“天上人间”这个社区" in astray.reason
    assert statuses(bring(GRIDS, grid())) == ["new"]


@pytest.mark.parametrize(
    "spelled", ["通信花园", "通信花园社区", "通信花园社区居委会", "通信花园居民委员会", " 通信 花园 社区"]
)
def test_a_community_is_known_by_every_name_people_write(spelled: str) -> None:
    bring(COMMUNITIES, community())

    assert statuses(bring(GRIDS, grid(community=spelled))) == ["new"]


def test_every_community_may_have_a_first_grid_with_a_first_branch() -> None:
    other = {"community": "经一路社区", "code": "410105002002001", "phone": "13800000002"}
    bring(COMMUNITIES, community(), community(name="经一路社区", code="410105002002"))

    assert statuses(bring(GRIDS, grid(), grid(**other))) == ["new", "new"]
    assert Organization.objects.filter(name="第一网格党支部").count() == 2


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ({}, "merged"),
        ({"households": 1}, "conflict"),
        ({"code": "410105002001002"}, "conflict"),
        ({"name": "第二网格"}, "conflict"),
        ({"name": "第二网格", "code": "410105002001002", "phone": "13800000002"}, "new"),
        ({"name": "第二网格", "code": "", "phone": "13800000002"}, "new"),
    ],
    ids=["equal", "another number", "another code", "another name", "another grid", "without a code"],
)
def test_a_second_row_about_a_grid(second: Row, status: str) -> None:
    bring(COMMUNITIES, community())

    assert statuses(bring(GRIDS, grid(), grid(**second))) == ["new", status]


def test_the_code_of_a_grid_in_another_community_waits() -> None:
    bring(COMMUNITIES, community(), community(name="经一路社区", code="410105002002"))
    bring(GRIDS, grid())

    (decision,) = bring(GRIDS, grid(community="经一路社区"))

    assert decision.status == Status.CONFLICT
    assert "通信花园社区第一网格" in decision.reason


def test_a_grid_that_is_called_otherwise_keeps_its_name_and_the_clerk_is_told() -> None:
    bring(COMMUNITIES, community())
    bring(GRIDS, grid())

    (decision,) = bring(GRIDS, grid(name="一号网格"))

    assert (decision.status, Place.objects.get(kind=Kind.GRID).name) == (Status.SAME, "第一网格")
    assert "没有改名" in decision.line.warnings[0]


def test_a_telephone_given_later_is_added_to_whoever_sits_there() -> None:
    bring(COMMUNITIES, community())
    bring(GRIDS, grid(phone=""))

    assert statuses(bring(GRIDS, grid())) == ["changed"]

    (seat,) = Membership.objects.filter(role=Role.GRID_WORKER)
    assert numbers_of([seat.person_id])[seat.person_id] == ["13800000001"]
    assert statuses(bring(GRIDS, grid())) == ["same"]


def test_one_person_may_be_chief_of_two_courtyards() -> None:
    bring(COMMUNITIES, community())
    bring(COURTYARDS, courtyard(), courtyard(name="经二路1号院"))

    assert len(set(Membership.objects.filter(role=Role.BUILDING_CHIEF).values_list("person_id", flat=True))) == 1


def test_a_courtyard_brings_its_entrances_and_their_chiefs() -> None:
    bring(COMMUNITIES, community())
    bring(GRIDS, grid())
    bring(COURTYARDS, courtyard(entrances=3))

    yard = Place.objects.get(kind=Kind.COURTYARD)
    assert yard.parent == Place.objects.get(kind=Kind.GRID)
    assert [place.name for place in yard.children.order_by("position")] == ["1门洞", "2门洞", "3门洞"]
    assert holder(Role.ENTRANCE_CHIEF) == "吕书燕、王欣艳"


def test_one_more_entrance_is_added() -> None:
    bring(COMMUNITIES, community())
    bring(COURTYARDS, courtyard())

    later = courtyard(entrances=3, entrance_chiefs=[(1, "吕书燕"), (2, "王欣艳"), (3, "姚凤超")])
    assert statuses(bring(COURTYARDS, later)) == ["changed"]
    assert Place.objects.filter(kind=Kind.ENTRANCE).count() == 3
    assert statuses(bring(COURTYARDS, later)) == ["same"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"grid": "410105002001009"}, "没有网格"), ({"longitude": 213.6}, "经纬度"), ({"phone": "123456"}, "电话")],
    ids=["an unknown grid", "no such longitude", "no telephone"],
)
def test_what_cannot_be_read_beside_a_courtyard_is_left_out_and_said(said: Row, sentence: str) -> None:
    bring(COMMUNITIES, community())
    bring(GRIDS, grid())

    (decision,) = bring(COURTYARDS, courtyard(**said))

    assert decision.status == Status.NEW
    assert sentence in "".join(decision.line.warnings)


def test_a_courtyard_in_another_grid_than_on_record_is_not_moved_in_silence() -> None:
    bring(COMMUNITIES, community())
    bring(GRIDS, grid(), grid(name="第二网格", code="410105002001002", phone=""))
    bring(COURTYARDS, courtyard())

    (decision,) = bring(COURTYARDS, courtyard(grid="410105002001002"))

    assert decision.status == Status.SAME
    assert "登记在第一网格" in decision.line.warnings[0]


@pytest.mark.parametrize(
    ("cell", "chiefs"),
    [
        ("1门洞:吕书燕;2门洞:王欣艳", [("1门洞", "吕书燕"), ("2门洞", "王欣艳")]),
        ("1单元：吕书燕、2单元：王欣艳", [("1门洞", "吕书燕"), ("2门洞", "王欣艳")]),
        ("第1门洞 吕书燕\n２门洞 王 艳", [("1门洞", "吕书燕"), ("2门洞", "王艳")]),
        ("1门洞:;2门洞:无;3门洞:姚凤超", [("3门洞", "姚凤超")]),
        ("", []),
        ("1门洞:吕书燕;1门洞:吕书燕", [("1门洞", "吕书燕")]),
    ],
)
def test_entrance_chiefs_as_offices_write_them(cell: str, chiefs: list[tuple[str, str]]) -> None:
    assert entrance_chiefs(cell) == chiefs


@pytest.mark.parametrize("cell", ["吕书燕、王欣艳", "1门洞:吕书燕;1门洞:王欣艳"])
def test_entrance_chiefs_that_cannot_be_placed_are_not_guessed(cell: str) -> None:
    with pytest.raises(BadValue, match="门洞"):
        entrance_chiefs(cell)


def test_a_second_street_is_taken_in_beside_the_first() -> None:
    bring(COMMUNITIES, community())
    bring(COMMUNITIES, community(name="政七街社区", code="410105003001"), street="文化路街道")

    assert [street.name for street in streets()] == ["花园路街道", "文化路街道"]
    assert Place.objects.get(name="政七街社区").parent == streets().get(name="文化路街道")


def test_a_slip_in_the_first_code_founds_no_street() -> None:
    rows = [community(code="410105009001"), *(community(name=f"第{n}社区", code=f"41010500200{n}") for n in (2, 3))]

    assert statuses(bring(COMMUNITIES, *rows)) == ["blocked", "new", "new"]
    assert [street.name for street in streets()] == [STREET]


def test_with_two_streets_the_one_that_is_meant_must_be_chosen() -> None:
    bring(COMMUNITIES, community())
    bring(COMMUNITIES, community(name="政七街社区", code="410105003001"), street="文化路街道")
    tab = plain(Office(STREET, ""), GRIDS, [grid()])

    (undecided,) = take_tab(tab)
    chosen = take_tab(tab, street_id=streets().get(name=STREET).pk)

    assert undecided.reason == "登记里有几个街道，请先选定是哪个街道。"
    assert statuses(chosen) == ["new"]


def test_the_communities_of_another_street_are_not_taken_into_the_chosen_one() -> None:
    bring(COMMUNITIES, community())
    other = making.street("文化路街道", "410105003")
    tab = plain(Office(STREET, ""), COMMUNITIES, [community(name="经一路社区", code="410105002002")])

    (refused,) = take_tab(tab, street_id=other.pk)
    taken = take_tab(tab, street_id=streets().get(name=STREET).pk)

    assert "不属于文化路街道" in refused.reason
    assert statuses(taken) == ["new"]


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("填报时间:2017年7月", dt.date(2017, 7, 31)),
        ("(2017年7月更新)", dt.date(2017, 7, 31)),
        ("花园路街道社区基本情况（2017年7月）", dt.date(2017, 7, 31)),
        ("填报单位:花园路街道办事处     填报时间：2017.7.3", dt.date(2017, 7, 3)),
        ("填报日期：2099年", making.TODAY),
        ("附件2", making.TODAY),
    ],
)
def test_the_day_a_sheet_was_filled_in_is_found_in_its_titles(title: str, day: dt.date) -> None:
    titles = [f"{STREET}社区", title]
    take_tab(plain(Office(STREET, ""), COMMUNITIES, [community()], titles=titles))

    assert set(PlaceCount.objects.values_list("as_of", flat=True)) == {day}


@pytest.mark.parametrize("sheet", [COMMUNITIES, GRIDS, COURTYARDS])
def test_deciding_takes_as_many_queries_for_five_rows_as_for_a_hundred(sheet: str) -> None:
    bring(COMMUNITIES, community())
    rows = {
        COMMUNITIES: [community(name=f"第{n}社区", code=f"410105002{n:03}") for n in range(2, 102)],
        GRIDS: [grid(name=f"第{n}网格", code=f"41010500200{n:04}"[:12] + f"{n:03}", phone="") for n in range(100)],
        COURTYARDS: [courtyard(name=f"{n}号院", phone="") for n in range(100)],
    }[sheet]
    numbers = []
    for size in (5, 100):
        bring(sheet, *rows[:size])
        with CaptureQueriesContext(connection) as queries:
            assert set(statuses(bring(sheet, *rows[:size]))) == {"same"}
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]
