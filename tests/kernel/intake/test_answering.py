"""What a clerk says to a workbook: answers row by row or for all alike, cells typed anew, headings explained once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.intake import actions
from gongzhi.kernel.intake.models import Answer, Batch, Meaning
from gongzhi.kernel.intake.queries.drafts import heading_page, row_page
from gongzhi.kernel.intake.queries.lists import meanings
from gongzhi.kernel.intake.states import DraftState
from gongzhi.kernel.ledger.models import Entry
from gongzhi.lib.actions import Refused
from gongzhi.programmes.alliance.models import ReportIn
from tests.kernel.intake.desks import Clerk, community_clerk, ground, page_of, row_of, statuses_of
from tests.kernel.intake.dumps import figures
from tests.kernel.intake.taking import take, whole
from tests.offices import COMMUNITIES, COURTYARDS, GRIDS, REPORT_INS, UNITS, Office, office
from tests.workbooks import plain, xlsx

pytestmark = pytest.mark.django_db

FIRST = 4  # row of a plain table


@pytest.fixture
def made() -> Office:
    return office(3, members=8)


@pytest.fixture
def clerk(made: Office) -> Clerk:
    return ground(whole(made))


def register(made: Office, **headings: str) -> bytes:
    """A register in which some headings are written otherwise."""
    tab = plain(made, REPORT_INS)
    tab.headings = [(headings.get(heading[0], heading[0]),) for heading in tab.headings]
    return xlsx(tab)


def test_an_answer_counts_once_the_workbook_is_looked_at_again(clerk: Clerk, made: Office) -> None:
    made.rows[REPORT_INS][0]["unit"] = "省某厅"
    draft = clerk.hand_in(register(made))
    card = row_of(draft, FIRST)
    assert [label for _key, label, _chosen in card.options][-1] == "工作单位先不填"

    assert clerk.answer(draft, FIRST, "unit:none") == 1

    assert (row_of(draft, FIRST).chosen, row_of(draft, FIRST).is_news) == (["工作单位先不填"], True)
    assert page_of(draft).unread_answers == 1
    draft = clerk.look_again(draft)
    assert (statuses_of(draft), page_of(draft).unread_answers) == ({"new": 8}, 0)
    answered = Answer.objects.get()
    assert (answered.choice, answered.answered_by_id) == ("unit:none", clerk.by.person_id)


def test_an_answer_is_taken_back(clerk: Clerk, made: Office) -> None:
    made.rows[REPORT_INS][0]["unit"] = "省某厅"
    draft = clerk.hand_in(register(made))
    clerk.answer(draft, FIRST, "unit:none")
    clerk.answer(draft, FIRST, "")

    assert row_of(draft, FIRST).chosen == []
    assert statuses_of(clerk.look_again(draft)) == {"new": 7, "conflict": 1}


def test_who_decides_something_about_a_row_does_not_leave_it_out(clerk: Clerk, made: Office) -> None:
    made.rows[REPORT_INS][0]["unit"] = "省某厅"
    draft = clerk.hand_in(register(made))
    clerk.answer(draft, FIRST, "leave:out")
    assert row_of(draft, FIRST).chosen == ["不写入"]
    clerk.answer(draft, FIRST, "unit:none")

    assert Answer.objects.get().choice == "unit:none"


@pytest.mark.parametrize("choice", ["where:move", "unit:999", "leave:in", "unit", "twin:this unit:none"])
def test_only_what_a_row_offers_can_be_chosen(clerk: Clerk, made: Office, choice: str) -> None:
    made.rows[REPORT_INS][0]["unit"] = "省某厅"
    draft = clerk.hand_in(register(made))

    with pytest.raises(Refused):
        clerk.answer(draft, FIRST, choice)
    assert not Answer.objects.exists()


def test_all_rows_that_ask_the_same_are_answered_at_once(clerk: Clerk, made: Office) -> None:
    for row in made.rows[REPORT_INS][:5]:
        row["unit"] = "省某厅"
    made.rows[REPORT_INS][5]["unit"] = "另一个地方"
    draft = clerk.hand_in(register(made))
    assert (row_of(draft, FIRST).alike, row_of(draft, FIRST + 5).alike) == (5, 1)

    with CaptureQueriesContext(connection) as queries:
        assert clerk.answer(draft, FIRST, "unit:none", alike=True) == 5
    assert len(queries) < 16

    assert statuses_of(clerk.look_again(draft)) == {"new": 7, "conflict": 1}
    line = Entry.objects.filter(verb="intake.answered").get()
    assert (line.facts, line.actor_id) == ({"rows": 5}, clerk.by.person_id)


def test_rows_that_ask_the_same_of_different_rows_are_alike(clerk: Clerk, made: Office) -> None:
    other = [row | {"community": made.rows[COMMUNITIES][0]["name"]} for row in made.rows[REPORT_INS][:3]]
    here = [row | {"community": made.rows[COMMUNITIES][1]["name"]} for row in made.rows[REPORT_INS][:3]]
    draft = clerk.hand_in(xlsx(plain(made, REPORT_INS, [*here, *other])))
    assert statuses_of(draft) == {"new": 3, "conflict": 3}

    assert clerk.answer(draft, FIRST + 3, "place:this", alike=True) == 3

    draft = clerk.write(clerk.look_again(draft))
    assert set(ReportIn.objects.values_list("community__name", flat=True)) == {other[0]["community"]}


def test_what_one_row_says_about_the_others_is_seen_before_it_is_written(clerk: Clerk, made: Office) -> None:
    take({"report_ins.xlsx": register(made)})
    there = next(c["name"] for c in made.rows[COMMUNITIES] if c["name"] != made.rows[REPORT_INS][0]["community"])
    made.rows[REPORT_INS][0]["community"] = there
    draft = clerk.hand_in(register(made))
    assert [label for _key, label, _chosen in row_of(draft, FIRST).options][1] == f"转来{there}"

    clerk.answer(draft, FIRST, "where:move")
    draft = clerk.look_again(draft)

    assert statuses_of(draft) == {"new": 1, "same": 7}
    assert "转来" in row_of(draft, FIRST).reason
    assert ReportIn.objects.filter(state="transferred").count() == 0
    clerk.write(draft)
    assert ReportIn.objects.filter(state="transferred").count() == 1
    assert figures()["members_checked_in"] == 8


def test_a_cell_that_cannot_be_read_is_typed_in_place(clerk: Clerk, made: Office) -> None:
    made.rows[REPORT_INS][0]["accepted_on"] = "2017-02-31"
    draft = clerk.hand_in(register(made))
    _row, page = row_page(draft, 0, FIRST)
    field = next(field for field in page.fields if field.key == "accepted_on")
    assert (field.title, field.text, field.hidden, field.typed) == ("报到时间", "2017-02-31", False, None)

    clerk.correct(draft, FIRST, accepted_on="2017年2月28日")

    assert row_of(draft, FIRST).typed == ["报到时间"]
    draft = clerk.look_again(draft)
    assert (statuses_of(draft), row_of(draft, FIRST).warnings) == (
        {"new": 8},
        ["报到时间已更正为“2017年2月28日”。"],
    )
    clerk.write(draft)
    assert ReportIn.objects.filter(accepted_on="2017-02-28").exists()


def test_what_was_typed_is_sealed_and_can_be_taken_back(clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(register(made))
    clerk.correct(draft, FIRST, name="李新强", phone="13900000001")
    assert "李新强".encode() not in bytes(Answer.objects.get().typed or b"")

    clerk.correct(draft, FIRST)

    assert Answer.objects.get().typed is None
    assert statuses_of(clerk.look_again(draft)) == {"new": 8}


def test_telephones_and_identity_numbers_are_typed_without_being_shown(clerk: Clerk, made: Office) -> None:
    made.rows[REPORT_INS][0]["identity"] = 410101197706110000.0
    draft = clerk.hand_in(register(made))
    assert "后几位已经丢失" in row_of(draft, FIRST).reason
    _row, page = row_page(draft, 0, FIRST)
    hidden = {field.key: field.text for field in page.fields if field.hidden}
    assert hidden == {"identity": "已登记", "phone": hidden["phone"], "landline": hidden["landline"]}

    clerk.correct(draft, FIRST, identity="无")

    assert statuses_of(clerk.look_again(draft)) == {"new": 8}


def test_a_column_that_is_not_in_the_sheet_cannot_be_typed(clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(register(made))

    with pytest.raises(Refused):
        clerk.correct(draft, FIRST, is_staff="1")
    with pytest.raises(Refused, match="200"):
        clerk.correct(draft, FIRST, name="很" * 201)


def test_nothing_is_said_to_a_workbook_while_the_worker_has_it(clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(register(made))
    clerk.confirm(draft)

    with pytest.raises(Refused, match="正在写入"):
        clerk.answer(draft, FIRST, "leave:out")
    with pytest.raises(Refused, match="正在写入"):
        clerk.correct(draft, FIRST, name="李强")
    with pytest.raises(Refused, match="正在写入"):
        actions.discard(draft, by=clerk.by)


def test_a_heading_is_explained_once_and_known_next_month(clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(register(made, 工作单位="何处高就"))
    (tab,) = page_of(draft).tabs
    assert (tab.sheet, tab.title) == ("", "在职党员报到登记表")
    page = heading_page(draft, 0)
    assert ("何处高就", "") in page.headings
    assert ("unit", "工作单位", True) in page.columns

    draft = clerk.explain(draft, REPORT_INS, 何处高就="unit")

    assert statuses_of(draft) == {"new": 8}
    assert ("何处高就", "工作单位") in page_of(draft).tabs[0].headings
    (learned,) = meanings(clerk.by)
    assert (learned.sheet, learned.heading, learned.column) == ("在职党员报到登记表", "何处高就", "工作单位")
    made.rows[REPORT_INS][0]["skills"] = ["下个月"]
    assert statuses_of(clerk.hand_in(register(made, 工作单位="何处高就"))) == {"new": 8}


def test_a_wrong_heading_is_put_right_and_one_that_means_nothing_is_left(clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(register(made, 特长="备注", 认领岗位="特长"))

    draft = clerk.explain(draft, REPORT_INS, 特长="wanted_posts", 备注="skills")
    assert {("备注", "特长"), ("特长", "认领岗位")} <= set(page_of(draft).tabs[0].headings)
    draft = clerk.explain(draft, REPORT_INS, 备注="")

    assert page_of(draft).tabs[0].rest == ["备注"]
    assert Meaning.objects.get(heading="备注").column == ""


def test_what_was_learned_can_be_forgotten(clerk: Clerk, made: Office) -> None:
    clerk.explain(clerk.hand_in(register(made, 工作单位="何处高就")), REPORT_INS, 何处高就="unit")

    actions.unlearn(Meaning.objects.get(), by=clerk.by)

    made.rows[REPORT_INS][0]["skills"] = ["下个月"]
    assert statuses_of(clerk.hand_in(register(made, 工作单位="何处高就"))) == {}


def test_a_community_learns_for_itself_and_from_the_street(clerk: Clerk, made: Office) -> None:
    one, other = (community_clerk(row["name"]) for row in made.rows[COMMUNITIES][:2])
    one.explain(one.hand_in(register(made, 工作单位="何处高就")), REPORT_INS, 何处高就="unit")

    assert statuses_of(other.hand_in(register(made, 工作单位="何处高就"))) == {}
    assert statuses_of(clerk.hand_in(register(made, 工作单位="何处高就"))) == {}
    assert len(meanings(one.by)) == len(meanings(clerk.by)) == 1
    assert meanings(other.by) == []

    made.rows[REPORT_INS][0]["skills"] = ["下个月"]
    clerk.explain(clerk.hand_in(register(made, 工作单位="何处高就")), REPORT_INS, 何处高就="unit")
    assert statuses_of(other.hand_in(register(made, 工作单位="何处高就"))) != {}


def test_a_tab_is_another_sheet_than_it_was_taken_for_or_is_not_read(clerk: Clerk, made: Office) -> None:
    data = xlsx(plain(made, REPORT_INS, name="九月"), plain(made, REPORT_INS, name="去年副本"))
    draft = clerk.hand_in(data)
    assert statuses_of(draft) == {"new": 8, "same": 8}

    draft = clerk.explain(draft, "", tab=1)

    assert (statuses_of(draft), [tab.left_out for tab in page_of(draft).tabs]) == ({"new": 8}, [False, True])
    draft = clerk.explain(draft, REPORT_INS, tab=1)
    assert statuses_of(draft) == {"new": 8, "same": 8}


def test_a_sheet_that_is_none_cannot_be_chosen(clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(register(made))

    with pytest.raises(Refused):
        clerk.explain(draft, "no.sheet")
    with pytest.raises(Refused):
        clerk.explain(draft, REPORT_INS, 姓名="no_column")


@pytest.mark.parametrize("sheet", [COMMUNITIES, GRIDS, COURTYARDS, UNITS])
def test_a_community_hands_in_nothing_of_the_whole_street(clerk: Clerk, made: Office, sheet: str) -> None:
    worker = community_clerk(made.rows[COMMUNITIES][0]["name"])

    draft = worker.hand_in(xlsx(plain(made, sheet)))

    assert set(statuses_of(draft)) == {"blocked"}
    reasons = {card.reason for section in page_of(draft).sections for card in section.rows}
    assert reasons == {"这种表由街道导入，请交给街道。"}


def test_a_community_writes_its_own_rows_and_the_others_wait(clerk: Clerk, made: Office) -> None:
    name = made.rows[REPORT_INS][0]["community"]
    worker = community_clerk(name)
    own = sum(row["community"] == name for row in made.rows[REPORT_INS])

    draft = worker.write(worker.hand_in(register(made)))

    assert draft.state == DraftState.WRITTEN
    assert statuses_of(draft) == {"new": own, "blocked": 8 - own}
    assert set(ReportIn.objects.values_list("community__name", flat=True)) == {name}
    assert Batch.objects.latest("id").community_id == worker.community_id


def test_an_officer_writes_a_community_s_workbook_for_that_community_alone(clerk: Clerk, made: Office) -> None:
    name = made.rows[REPORT_INS][0]["community"]
    worker = community_clerk(name)
    draft = worker.hand_in(register(made))

    Clerk(clerk.by, clerk.street_id).write(draft)

    assert set(ReportIn.objects.values_list("community__name", flat=True)) == {name}
