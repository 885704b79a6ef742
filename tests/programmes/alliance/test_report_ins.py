"""What becomes of each row of a report-in register: every refusal beside the row that differs in one cell only."""

import datetime as dt
from itertools import count
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.intake.models import Provenance
from gongzhi.kernel.organizations.models import OrganizationAlias
from gongzhi.kernel.people.actions import add_alias
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import numbers_of
from gongzhi.kernel.places.models import Place
from gongzhi.lib.sheets import Decision, Status
from gongzhi.programmes.alliance.models import ReportIn
from gongzhi.programmes.alliance.states import ReportInState
from tests import making
from tests.kernel.intake import taking
from tests.kernel.intake.dumps import figures, told
from tests.kernel.intake.taking import statuses, take_tab
from tests.making import SYSTEM, TODAY
from tests.offices import REPORT_INS, Office, Row, identity
from tests.workbooks import plain, xlsx

pytestmark = pytest.mark.django_db

BORN = dt.date(1985, 7, 7)
NUMBER, OTHER_NUMBER = identity(Random(1), BORN), identity(Random(2), BORN)
HERE, THERE = "通信花园社区", "经一路社区"
COPIES = count(1)


@pytest.fixture(autouse=True)
def desk() -> None:
    """A street with two communities and three units."""
    street = making.street()
    for name in (HERE, THERE):
        making.committee(making.community(street, name))
    for name in ("河南省人大办公厅", "郑州市图书馆", "豫信律师事务所"):
        making.unit(name)


def row(**said: Any) -> Row:
    """王芳 as a register tells her, but for what a test says otherwise."""
    usual = {
        "name": "王芳",
        "sex": "女",
        "birth": BORN,
        "identity": "",
        "unit": "郑州市图书馆",
        "phone": "13800000001",
        "community": HERE,
        "accepted_on": dt.date(2016, 5, 1),
        "skills": [],
        "wanted_posts": [],
    }
    return usual | said


def take(*rows: Row) -> list[Decision]:
    """Take in a register with these rows; each call is another workbook."""
    return take_tab(plain(Office("花园路街道", "2017年7月"), REPORT_INS, rows, titles=[f"第{next(COPIES)}份"]))


def test_a_new_person_is_reported_in_with_everything_the_row_says() -> None:
    (decision,) = take(row(identity=NUMBER, skills=["法律咨询", "摄影"], wanted_posts=["文明劝导员"]))

    report_in = ReportIn.objects.get()
    assert decision.status == Status.NEW
    assert (report_in.community.name, report_in.state, report_in.source) == (HERE, ReportInState.ACCEPTED, "taken_over")
    assert (report_in.unit.name, report_in.accepted_on) == ("郑州市图书馆", dt.date(2016, 5, 1))  # type: ignore[union-attr]
    assert (report_in.skills, report_in.wanted_posts) == (["法律咨询", "摄影"], ["文明劝导员"])
    assert (report_in.person.birth_year, report_in.person.sex, report_in.person.weak) == (1985, "female", False)


def test_the_same_row_in_another_workbook_changes_nothing() -> None:
    take(row(identity=NUMBER))
    before = told()

    assert statuses(take(row(identity=NUMBER))) == ["same"]
    assert told() == before


@pytest.mark.parametrize(
    ("told_first", "told_later", "field", "value"),
    [
        ({"skills": ["摄影"]}, {"skills": ["理发"]}, "skills", ["摄影", "理发"]),
        ({}, {"wanted_posts": ["文明劝导员"]}, "wanted_posts", ["文明劝导员"]),
        ({}, {"accepted_on": dt.date(2015, 3, 2)}, "accepted_on", dt.date(2015, 3, 2)),
        ({"unit": ""}, {}, "unit.name", "郑州市图书馆"),
        ({"sex": ""}, {}, "person.sex", "female"),
        ({"birth": ""}, {}, "person.birth_month", 7),
    ],
    ids=["skills", "posts", "an earlier day", "the unit", "sex", "birth"],
)
def test_a_later_register_adds_what_it_knows_more(told_first: Row, told_later: Row, field: str, value: object) -> None:
    take(row(**told_first))

    assert statuses(take(row(**told_later))) == ["changed"]
    found: Any = ReportIn.objects.get()
    for name in field.split("."):
        found = getattr(found, name)
    assert found == value


@pytest.mark.parametrize(
    "less",
    [{"skills": []}, {"accepted_on": dt.date(2017, 1, 1)}, {"unit": ""}, {"sex": ""}, {"birth": ""}],
    ids=["no skills", "a later day", "no unit", "no sex", "no birth"],
)
def test_a_later_register_takes_nothing_back(less: Row) -> None:
    take(row(skills=["摄影"]))
    before = told()

    assert statuses(take(row(**less))) == ["same"]
    assert told() == before


def test_two_rows_about_one_person_are_merged_with_the_first_day_and_everything_offered() -> None:
    decisions = take(
        row(skills=["摄影"], accepted_on=dt.date(2016, 5, 1)),
        row(skills=["理发"], accepted_on=dt.date(2015, 5, 1), wanted_posts=["文明劝导员"]),
    )

    report_in = ReportIn.objects.get()
    assert statuses(decisions) == ["new", "merged"]
    assert "第3行" in decisions[1].reason
    assert (report_in.accepted_on, report_in.skills) == (dt.date(2015, 5, 1), ["摄影", "理发"])
    assert report_in.wanted_posts == ["文明劝导员"]


@pytest.mark.parametrize(
    ("contradicting", "sentence"),
    [
        ({"community": THERE}, "请定下留在哪个社区"),
        ({"unit": "豫信律师事务所"}, "工作单位不同"),
        ({"birth": dt.date(1985, 8, 7)}, "出生年月不同"),
    ],
    ids=["community", "unit", "birth"],
)
def test_two_rows_that_contradict_each_other_wait_for_the_clerk(contradicting: Row, sentence: str) -> None:
    decisions = take(row(), row(**contradicting))

    assert statuses(decisions) == ["new", "conflict"]
    assert sentence in decisions[1].reason
    assert statuses(take(row(), row())) == ["same", "merged"]


@pytest.mark.parametrize(
    ("contradicting", "sentence"),
    [
        ({"community": THERE}, f"已在{HERE}报到"),
        ({"unit": "豫信律师事务所"}, "登记的工作单位是郑州市图书馆"),
        ({"birth": dt.date(1985, 8, 7)}, "出生年月不同"),
    ],
    ids=["community", "unit", "birth"],
)
def test_a_row_that_contradicts_the_record_waits_and_changes_nothing(contradicting: Row, sentence: str) -> None:
    take(row())
    before = told()

    (decision,) = take(row(**contradicting))

    assert decision.status == Status.CONFLICT
    assert sentence in decision.reason
    assert told() == before


def test_rows_merged_with_one_that_waits_wait_too() -> None:
    take(row())

    decisions = take(row(community=THERE), row(community=THERE, skills=["摄影"]))

    assert statuses(decisions) == ["conflict", "conflict"]
    assert "第3行" in decisions[1].reason


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"phone": ""}, "没有填能认出人的电话"),
        ({"phone": "110"}, "没有填能认出人的电话"),
        ({"name": ""}, "姓名没有填"),
        ({"name": "无"}, "姓名没有填"),
        ({"name": "王芳、李强"}, "一人写一行"),
        ({"phone": "1380000000"}, "11位"),
        ({"identity": 410101198507070000.0}, "后几位已经丢失"),
        ({"identity": "410101198507070"}, "应是18位"),
        ({"identity": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "校验位"),
        ({"accepted_on": ""}, "报到时间没有填"),
        ({"accepted_on": "2026-09-31"}, "没有31日"),
        ({"accepted_on": TODAY + dt.timedelta(1)}, "还没有到"),
        ({"community": "天上人间"}, "没有“天上人间”这个社区"),
        ({"community": ""}, "看不出是哪个社区"),
        ({"unit": "很" * 250}, "太长"),
    ],
    ids=lambda said: str(next(iter(said.items())))[:40] if isinstance(said, dict) else "",
)
def test_a_row_that_cannot_be_taken_in_is_blocked_with_a_sentence(said: Row, sentence: str) -> None:
    decisions = take(row(**said), row(name="李强", phone="13800000002"))

    assert statuses(decisions) == ["blocked", "new"]
    assert sentence in decisions[0].reason
    assert ReportIn.objects.count() == 1


def test_the_day_of_the_import_itself_is_not_in_the_future() -> None:
    assert statuses(take(row(accepted_on=TODAY))) == ["new"]


def test_an_unknown_unit_waits_with_the_nearest_name() -> None:
    decisions = take(row(unit="郑州市图书管"), row(name="李强", phone="13800000002", unit="月球科技"))

    assert statuses(decisions) == ["conflict", "conflict"]
    assert "是不是“郑州市图书馆”" in decisions[0].reason
    assert "请先登记单位" in decisions[1].reason
    assert not Person.objects.exists()


def test_a_short_form_of_a_unit_is_understood_said_and_kept() -> None:
    (decision,) = take(row(unit="省人大"))

    assert ReportIn.objects.get().unit.name == "河南省人大办公厅"  # type: ignore[union-attr]
    assert decision.line.warnings == ["“省人大”认作“河南省人大办公厅”。"]
    assert OrganizationAlias.objects.get().name == "省人大"
    (known,) = take(row(unit="省人大"))
    assert (known.status, known.line.warnings) == (Status.SAME, [])


def test_a_short_form_kept_by_one_tab_is_known_to_the_next() -> None:
    office = Office("花园路街道", "2017年7月")
    rows = [row(unit="省人大", name=name, phone=f"1380000000{n}") for n, name in enumerate(("王芳", "李强", "张三"))]
    tabs = [plain(office, REPORT_INS, [one], name=f"第{n}页") for n, one in enumerate(rows)]
    (report,) = taking.take({"表.xlsx": xlsx(*tabs)})

    assert [[len(d.line.warnings) for d in tab.decisions] for tab in report.tabs] == [[1], [0], [0]]
    assert OrganizationAlias.objects.get().name == "省人大"
    assert Provenance.objects.get(subject_kind="organizations.organizationalias").tab == "第0页"


def test_a_short_form_in_a_tab_that_writes_nothing_is_recognised_again_in_the_next() -> None:
    office = Office("花园路街道", "2017年7月")
    rows = [row(unit="省人大", community="没有的社区"), row(unit="省人大", phone="无"), row(unit="省人大")]
    tabs = [plain(office, REPORT_INS, [one], name=f"第{n}页") for n, one in enumerate(rows)]
    (report,) = taking.take({"表.xlsx": xlsx(*tabs)})

    assert [d.status for tab in report.tabs for d in tab.decisions] == ["blocked", "blocked", "new"]
    assert report.tabs[2].decisions[0].line.warnings == ["“省人大”认作“河南省人大办公厅”。"]
    assert Provenance.objects.get(subject_kind="organizations.organizationalias").tab == "第2页"


def test_a_short_form_that_fits_two_units_waits() -> None:
    making.unit("河南省人大会议中心")

    assert statuses(take(row(unit="省人大"))) == ["conflict"]
    assert not OrganizationAlias.objects.exists()


@pytest.mark.parametrize("spelled", ["郑州市 图书馆", "郑州市图书馆 ", "郑州市图书馆\u200b"])
def test_the_spelling_of_a_unit_does_not_matter(spelled: str) -> None:
    assert statuses(take(row(unit=spelled))) == ["new"]


def test_an_identity_number_given_later_strengthens_somebody_known_weakly() -> None:
    take(row())
    assert ReportIn.objects.get().person.weak

    assert statuses(take(row(identity=NUMBER))) == ["changed"]

    assert not ReportIn.objects.get().person.weak
    assert Person.objects.count() == 1
    assert statuses(take(row(identity=NUMBER, phone=""))) == ["same"]


def test_one_row_with_the_number_and_another_with_the_telephone_only_are_one_person() -> None:
    decisions = take(row(identity=NUMBER), row())

    assert statuses(decisions) == ["new", "merged"]
    assert figures()["members_checked_in"] == 1


def test_a_row_that_links_two_rows_above_it_makes_them_one_person() -> None:
    decisions = take(row(identity=NUMBER, phone=""), row(skills=["摄影"]), row(identity=NUMBER))

    assert statuses(decisions) == ["new", "merged", "merged"]
    assert ReportIn.objects.get().skills == ["摄影"]


def test_somebody_on_record_twice_is_said_when_a_row_shows_it() -> None:
    take(row(identity=NUMBER, phone=""))
    take(row())

    (decision,) = take(row(identity=NUMBER))

    assert decision.status == Status.CHANGED
    assert "可能是同一个人" in decision.line.warnings[0]
    assert figures()["members_checked_in"] == 2


def test_a_second_telephone_is_added_and_finds_the_person_from_then_on() -> None:
    take(row(identity=NUMBER))

    assert statuses(take(row(identity=NUMBER, phone="13800000009"))) == ["changed"]

    (person,) = Person.objects.all()
    assert numbers_of([person.pk])[person.pk] == ["13800000001", "13800000009"]
    assert statuses(take(row(phone="13800000009"))) == ["same"]


def test_two_numbers_in_one_cell_are_both_the_persons() -> None:
    decisions = take(
        row(phone="13800000001/13800000009"), row(phone="13800000009"), row(phone="0371-65950001 13800000001")
    )

    assert statuses(decisions) == ["new", "merged", "merged"]


def test_two_people_on_one_telephone_stay_two() -> None:
    assert statuses(take(row(), row(name="李强"))) == ["new", "new"]
    assert statuses(take(row(name="赵敏"))) == ["new"]
    assert figures()["members_checked_in"] == 3


def test_two_people_of_one_name_with_different_telephones_stay_two() -> None:
    assert statuses(take(row(), row(phone="13800000002"))) == ["new", "new"]
    assert statuses(take(row(phone="13800000003"))) == ["new"]
    assert figures()["members_checked_in"] == 3


def test_one_name_and_one_telephone_with_two_identity_numbers_are_two_people() -> None:
    assert statuses(take(row(identity=NUMBER))) == ["new"]
    assert statuses(take(row(identity=OTHER_NUMBER))) == ["new"]
    (third, fourth) = take(row(identity=identity(Random(3), BORN)), row(identity=identity(Random(4), BORN)))
    assert statuses([third, fourth]) == ["new", "new"]
    (known,) = take(row(identity=OTHER_NUMBER))
    assert (known.status, known.line.warnings) == (Status.SAME, [])


def test_one_identity_number_under_two_names_waits() -> None:
    decisions = take(row(identity=NUMBER), row(identity=NUMBER, name="李强", phone="13800000002"))

    assert statuses(decisions) == ["new", "conflict"]
    assert "姓名不同" in decisions[1].reason


def test_an_identity_number_on_record_under_another_name_waits_and_names_nobody_whole() -> None:
    take(row(identity=NUMBER))

    (decision,) = take(row(identity=NUMBER, name="李强", phone="13800000002"))

    assert decision.status == Status.CONFLICT
    assert "王*" in decision.reason
    assert "王芳" not in decision.reason


def test_a_known_alias_is_no_contradiction() -> None:
    take(row(identity=NUMBER))
    add_alias(Person.objects.get(), "王小芳", by=SYSTEM)

    assert statuses(take(row(identity=NUMBER, name="王小芳"))) == ["same"]


def test_birth_and_sex_follow_the_identity_number_and_are_said() -> None:
    (decision,) = take(row(identity=NUMBER, sex="男", birth=dt.date(1990, 1, 1)))

    person = Person.objects.get()
    assert (person.sex, person.birth_year, person.birth_day) == ("female", 1985, 7)
    assert len(decision.line.warnings) == 2


@pytest.mark.parametrize("together", [True, False], ids=["in one workbook", "one after the other"])
def test_birth_and_sex_of_the_row_with_the_identity_number_win(together: bool) -> None:
    rows = (row(sex="男", birth="1985.7"), row(sex="", birth="", identity=NUMBER))
    if together:
        take(*rows)
    else:
        assert [status for one in rows for status in statuses(take(one))] == ["new", "changed"]

    person = Person.objects.get()
    assert (person.sex, person.birth_year, person.birth_month, person.birth_day) == ("female", 1985, 7, 7)


@pytest.mark.parametrize("state", [ReportInState.TRANSFERRED, ReportInState.DEREGISTERED])
def test_an_old_register_does_not_bring_back_somebody_who_left(state: ReportInState) -> None:
    take(row())
    ReportIn.objects.update(state=state, ended_on=dt.date(2018, 1, 1))

    (decision,) = take(row(skills=["摄影"]))

    assert decision.status == Status.SAME
    assert "后来" in decision.reason
    assert (figures()["members_checked_in"], figures()["members_checked_in_now"]) == (1, 0)


def test_somebody_deregistered_who_is_in_a_newer_register_waits() -> None:
    take(row())
    ReportIn.objects.update(state=ReportInState.DEREGISTERED, ended_on=dt.date(2018, 1, 1))

    (decision,) = take(row(accepted_on=dt.date(2019, 1, 1)))

    assert decision.status == Status.CONFLICT
    assert "已注销" in decision.reason


def test_somebody_transferred_can_report_in_again() -> None:
    take(row())
    ReportIn.objects.update(state=ReportInState.TRANSFERRED, ended_on=dt.date(2018, 1, 1))

    assert statuses(take(row(accepted_on=dt.date(2019, 1, 1), community=THERE))) == ["new"]
    assert (figures()["members_checked_in"], figures()["members_checked_in_now"]) == (1, 1)


def test_a_register_proves_what_was_only_submitted() -> None:
    take(row())
    ReportIn.objects.update(state=ReportInState.SUBMITTED)

    assert statuses(take(row())) == ["changed"]
    assert ReportIn.objects.get().state == ReportInState.ACCEPTED


def test_a_record_joined_to_another_stands_for_it() -> None:
    take(row(), row(phone="13800000002"))
    one, other = Person.objects.order_by("pk")
    making.joined(one, other)
    ReportIn.objects.filter(person=one).delete()

    assert statuses(take(row())) == ["same"]
    assert figures()["members_checked_in"] == 1


@pytest.mark.parametrize(
    "name",
    ["阿卜杜热合曼·买买提依明·阿布都克里木江", "㛃𬭊", "欧阳 修", "Anna Schmidt", "庄" * 100],
    ids=lambda name: name[:9],
)
def test_long_rare_and_foreign_names_survive(name: str) -> None:
    take(row(name=name))

    assert Person.objects.get().name == name.replace("欧阳 修", "欧阳修")
    assert statuses(take(row(name=name))) == ["same"]


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2", "@cmd", '=HYPERLINK("x")', "<img src=x onerror=alert(1)>"])
def test_what_looks_like_a_formula_or_markup_stays_text(text: str) -> None:
    (decision,) = take(row(skills=[text]))

    assert decision.status == Status.NEW
    assert ReportIn.objects.get().skills == [text]


def test_a_paragraph_among_the_skills_is_left_out_and_said() -> None:
    (decision,) = take(row(skills=["很" * 50]))

    assert decision.status == Status.NEW
    assert "太长" in decision.line.warnings[0]
    assert ReportIn.objects.get().skills == []


@pytest.mark.parametrize(("tab", "title"), [("通信花园", "登记表"), ("Sheet1", f"{HERE}在职党员报到登记表")])
def test_one_sheet_a_community_takes_it_from_the_tab_or_the_title(tab: str, title: str) -> None:
    rows = [{key: value for key, value in row().items() if key != "community"}]
    take_tab(plain(Office("花园路街道", ""), REPORT_INS, rows, name=tab, titles=[title]))

    assert ReportIn.objects.get().community.name == HERE


def test_a_title_that_names_two_communities_tells_neither() -> None:
    rows = [{key: value for key, value in row().items() if key != "community"}]
    tab = plain(Office("花园路街道", ""), REPORT_INS, rows, name="表1", titles=[f"{HERE}、{THERE}登记表"])

    assert statuses(take_tab(tab)) == ["blocked"]


def test_deciding_takes_as_many_queries_for_five_rows_as_for_five_hundred() -> None:
    numbers = []
    for size in (5, 500):
        take(*(row(name="王芳" if n % 2 else "李强", phone=f"138000{n:05}") for n in range(size)))
        again = [row(name="王芳" if n % 2 else "李强", phone=f"138000{n:05}") for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            assert set(statuses(take(*again))) == {"same"}
        numbers.append(len(queries))

    assert numbers[0] == numbers[1]


def test_the_database_knows_that_a_community_lies_in_its_street() -> None:
    take(row())
    report_ins, elsewhere = ReportIn.objects.all(), making.street("文化路街道", "410105003")
    there = making.community(elsewhere, "文化路社区")
    look_at_once()

    for wrong in ({"community": there}, {"street": elsewhere}, {"community_id": 0}, {"street_id": 0}):
        with pytest.raises(IntegrityError, match=IN_STREET), transaction.atomic():
            report_ins.update(**wrong)
    assert report_ins.update(street=elsewhere, community=there) == 1


def test_a_community_that_somebody_reported_in_at_stays_in_its_street_and_at_all() -> None:
    take(row())
    here, elsewhere = Place.objects.filter(name=HERE), making.street("文化路街道", "410105003")
    look_at_once()

    with pytest.raises(IntegrityError, match=IN_STREET), transaction.atomic():
        here.update(street=elsewhere)
    with pytest.raises(IntegrityError, match=IN_STREET), transaction.atomic():
        here._raw_delete("default")


IN_STREET = "reportin_community_in_street"


def look_at_once() -> None:
    """Let the database check at the end of a statement, not of the transaction, whether the community lies there."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS reportin_community_in_street IMMEDIATE")
