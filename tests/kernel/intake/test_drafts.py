"""A workbook from the clerk's hand to the register: seen before it is written, written once, or put away."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongzhi.kernel.evidence import queries as evidence
from gongzhi.kernel.evidence.models import Evidence
from gongzhi.kernel.intake import actions, jobs
from gongzhi.kernel.intake.models import Answer, Batch, Draft, DraftRow
from gongzhi.kernel.intake.queries.drafts import draft_page
from gongzhi.kernel.intake.states import BatchState, DraftState
from gongzhi.kernel.intake.unsealing import row_of as unsealed
from gongzhi.kernel.ledger.models import Entry
from gongzhi.kernel.notices.models import Message
from gongzhi.kernel.organizations.actions import add_alias, end_seat
from gongzhi.kernel.organizations.models import Membership, Organization
from gongzhi.kernel.people.models import Person
from gongzhi.lib.actions import ANONYMOUS, Refused
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.kernel.intake.desks import Clerk, fresh, ground, long_ago, page_of, row_of, statuses_of, tab_names
from tests.kernel.intake.dumps import MEMORY, contents, figures
from tests.kernel.intake.taking import Files, counts, take, whole
from tests.making import SYSTEM
from tests.offices import REPORT_INS, UNITS, Office, office
from tests.workbooks import Tab, csv, plain, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Office:
    return office(3, members=10)


@pytest.fixture
def files(made: Office) -> Files:
    return whole(made)


@pytest.fixture
def clerk(files: Files) -> Clerk:
    return ground(files)


@pytest.fixture
def register(made: Office) -> bytes:
    """A register with a row of each kind: new, merged, in conflict, blocked."""
    rows = made.rows[REPORT_INS]
    rows[1] = rows[0] | {"skills": ["书法"]}
    rows[2]["unit"] = "市图"
    rows[3]["accepted_on"] = "2017-02-31"
    return xlsx(plain(made, REPORT_INS))


def test_until_it_is_confirmed_nothing_of_the_register_is_written(clerk: Clerk, register: bytes) -> None:
    before = contents(but=MEMORY)
    draft = clerk.hand_in(register)
    clerk.answer(draft, 6, "unit:none")
    clerk.correct(draft, 7, accepted_on="2017-02-28")
    draft = clerk.look_again(draft)
    clerk.confirm(draft)

    assert contents(but=MEMORY) == before
    assert not Batch.objects.filter(drafts__isnull=False).exists()


def test_what_was_found_is_shown_tab_by_tab_and_row_by_row(clerk: Clerk, made: Office, register: bytes) -> None:
    draft = clerk.hand_in(register, "报到.xlsx")

    assert (draft.state, draft.file_name) == (DraftState.READ, "报到.xlsx")
    assert statuses_of(draft) == {"new": 7, "merged": 1, "conflict": 1, "blocked": 1}
    page = draft_page(draft, shown="all")
    (tab,) = page.tabs
    assert (tab.name, tab.title, tab.rows, tab.waiting) == ("在职党员报到登记表", "在职党员报到登记表", 10, 2)
    assert ("联系电话", "联系电话") in tab.headings
    assert (page.writes, page.waiting, page.total, page.pages) == (7, 2, 10, 1)
    first = row_of(draft, 4)
    assert (first.status_label, first.waits) == ("新增", False)
    assert [title for title, _cell in first.cells] == ["姓名", "工作单位", "联系电话", "报到时间"]
    assert row_of(draft, 5).reason == "与第4行是同一个人。"
    assert "没有31日" in row_of(draft, 7).reason


def test_what_waits_is_shown_first_and_every_figure_opens_to_what_it_counts(clerk: Clerk, register: bytes) -> None:
    draft = clerk.hand_in(register)

    assert [card.row for section in page_of(draft).sections for card in section.rows] == [6, 7]
    for status, _label, number in page_of(draft).figures:
        page = page_of(draft, shown=status)
        assert (page.total, sum(len(section.rows) for section in page.sections)) == (number, number)
        assert {card.status for section in page.sections for card in section.rows} <= {status}


def test_names_are_whole_telephones_masked_and_identity_numbers_never_shown(clerk: Clerk, made: Office) -> None:
    row = made.rows[REPORT_INS][0] | {"phone": "138 0000 0412/0371-65950000", "identity": "11010519491231002X"}
    row |= {"skills": ["找13800000412问"], "birth": dt.date(1949, 12, 31), "sex": "女"}
    draft = clerk.hand_in(xlsx(plain(made, REPORT_INS, [row])))

    seen = repr(page_of(draft, shown="all")) + repr(unsealed(DraftRow.objects.get()))
    cells = dict(row_of(draft, 4).cells)
    assert (cells["姓名"], cells["联系电话"]) == (row["name"], "138****0412/**********00")
    assert "13800000412" not in seen
    assert "11010519491231002X" not in seen
    assert cells["报到时间"] != ""
    assert row_of(draft, 4).status == "new"


def test_nothing_of_what_a_row_says_lies_open_in_the_database(clerk: Clerk, made: Office, register: bytes) -> None:
    clerk.hand_in(register)

    open_texts = repr(list(DraftRow.objects.values_list("status", "alike", "tab", "row"))) + repr(
        list(Draft.objects.values_list("counts", "note", "digest", "sheets", "headings"))
    )
    assert not any(row["name"] in open_texts for row in made.rows[REPORT_INS])


def test_a_confirmed_workbook_is_written_as_it_was_seen(clerk: Clerk, register: bytes) -> None:
    draft = clerk.write(clerk.hand_in(register))

    assert draft.state == DraftState.WRITTEN
    assert draft.batch is not None
    assert figures()["members_checked_in"] == 7
    assert draft.batch.committed_by_id == clerk.by.person_id
    assert set(draft.batch.rows.values_list("row", "status")) >= {(6, "conflict"), (7, "blocked")}
    line = Entry.objects.get(batch_id=draft.batch.pk)
    assert (line.actor_id, line.facts["new"]) == (clerk.by.person_id, 7)


def test_written_twice_by_the_worker_is_written_once(clerk: Clerk, register: bytes) -> None:
    draft = clerk.write(clerk.hand_in(register))
    before = contents()

    for _again in range(2):
        jobs.write(draft.pk, clerk.by.person_id, None)
        jobs.read(draft.pk, clerk.by.person_id, None)

    assert contents() == before


def test_what_was_not_seen_is_not_written(clerk: Clerk, made: Office, files: Files) -> None:
    draft = clerk.hand_in(files["report_ins.xlsx"])
    assert statuses_of(draft) == {"new": 10}
    clerk.confirm(draft)
    take({"别的.xlsx": xlsx(plain(made, REPORT_INS, made.rows[REPORT_INS][:3]))})
    before = contents(but=MEMORY)

    jobs.write(draft.pk, clerk.by.person_id, None)

    draft = fresh(draft)
    assert (draft.state, statuses_of(draft), draft.confirmed_at) == (DraftState.READ, {"new": 7, "same": 3}, None)
    assert "新增由10行变成7行" in draft.note
    assert contents(but=MEMORY) == before
    assert clerk.write(draft).state == DraftState.WRITTEN
    assert figures()["members_checked_in"] == 10


def test_a_row_that_would_change_another_fact_than_was_seen_is_shown_again(
    clerk: Clerk, made: Office, files: Files
) -> None:
    take({"report_ins.xlsx": files["report_ins.xlsx"]})
    made.rows[REPORT_INS][0]["skills"] = ["书法"]
    draft = clerk.hand_in(xlsx(plain(made, REPORT_INS)))
    assert row_of(draft, 4).reason == "改动：特长。"
    clerk.confirm(draft)
    ReportIn.objects.filter(pk=ReportIn.objects.earliest("id").pk).update(skills=["后来填的"])

    jobs.write(draft.pk, clerk.by.person_id, None)

    draft = fresh(draft)
    assert draft.state == DraftState.READ
    assert "有几行的结果不一样了" in draft.note
    assert clerk.write(draft).state == DraftState.WRITTEN


def test_a_workbook_that_changes_what_it_wrote_itself_can_be_confirmed(clerk: Clerk, made: Office) -> None:
    first = made.rows[REPORT_INS][:2]
    later = [row | {"skills": ["书法"]} for row in first]
    data = xlsx(plain(made, REPORT_INS, first, name="一"), plain(made, REPORT_INS, later, name="二"))

    draft = clerk.hand_in(data)

    assert statuses_of(draft) == {"new": 2, "changed": 2}
    assert clerk.write(draft).state == DraftState.WRITTEN


def test_an_old_page_confirms_nothing(clerk: Clerk, register: bytes) -> None:
    draft = clerk.hand_in(register)

    with pytest.raises(Refused, match="再看一遍"):
        clerk.confirm(draft, "of an older page")
    clerk.answer(draft, 6, "leave:out")
    with pytest.raises(Refused, match="重新核对"):
        clerk.confirm(draft)
    assert clerk.write(clerk.look_again(draft)).state == DraftState.WRITTEN


def test_with_nothing_new_there_is_nothing_to_confirm(clerk: Clerk, files: Files) -> None:
    take({"report_ins.xlsx": files["report_ins.xlsx"]})

    draft = clerk.hand_in(files["report_ins.xlsx"])

    assert (statuses_of(draft), draft.digest) == ({"same": 10}, "")
    with pytest.raises(Refused, match="没有新的内容"):
        clerk.confirm(draft)


@pytest.mark.parametrize(("error", "sentence"), [(DataError, "管理员"), (OperationalError, "过一会儿")])
def test_an_error_while_writing_gives_it_back_unwritten(
    clerk: Clerk, register: bytes, error: type[Exception], sentence: str
) -> None:
    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "intake_batch"'):
            raise error("no room for 于丽")
        return execute(sql, *rest)

    draft = clerk.hand_in(register)
    clerk.confirm(draft)
    before = contents(but=MEMORY)
    with connection.execute_wrapper(fail):
        jobs.write(draft.pk, clerk.by.person_id, None)

    draft = fresh(draft)
    assert (draft.state, contents(but=MEMORY)) == (DraftState.READ, before)
    assert sentence in draft.note
    assert "于丽" not in draft.note
    assert clerk.write(draft).state == DraftState.WRITTEN


def test_a_worker_that_went_away_in_the_middle_leaves_nothing_half_and_another_goes_on(
    clerk: Clerk, register: bytes
) -> None:
    draft = clerk.hand_in(register)
    clerk.confirm(draft)
    before = contents()

    def die(execute: Any, sql: str, *rest: Any) -> Any:
        if "intake_provenance" in sql or sql.startswith('UPDATE "intake_draft"'):
            raise KeyboardInterrupt
        return execute(sql, *rest)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(die):
        jobs.write(draft.pk, clerk.by.person_id, None)
    assert contents() == before

    jobs.write(draft.pk, clerk.by.person_id, None)
    assert (fresh(draft).state, figures()["members_checked_in"]) == (DraftState.WRITTEN, 7)


def test_who_lost_the_role_in_between_writes_nothing(clerk: Clerk, register: bytes) -> None:
    draft = clerk.hand_in(register)
    clerk.confirm(draft)
    end_seat(Membership.objects.get(person=clerk.by.person_id), on=timezone.localdate(), by=SYSTEM)
    before = contents(but=MEMORY)

    jobs.write(draft.pk, clerk.by.person_id, None)

    assert fresh(draft).state == DraftState.READ
    assert "由街道和社区工作人员办理" in fresh(draft).note
    assert contents(but=MEMORY) == before


def test_who_waited_long_gets_a_message(clerk: Clerk, register: bytes) -> None:
    quick = clerk.write(clerk.hand_in(register))
    assert not Message.objects.filter(notice__startswith="intake.").exists()
    clerk.undo(quick.batch)  # type: ignore[arg-type]  # it is written

    draft = clerk.looked_at(actions.look_again(quick, by=clerk.by))
    clerk.confirm(draft)
    Draft.objects.update(confirmed_at=timezone.now() - dt.timedelta(minutes=1))
    jobs.write(draft.pk, clerk.by.person_id, None)

    assert Message.objects.get(notice="intake.written").person_id == clerk.by.person_id


def test_who_waited_long_for_nothing_gets_a_message_too(clerk: Clerk, made: Office, register: bytes) -> None:
    draft = clerk.hand_in(register)
    clerk.confirm(draft)
    Draft.objects.update(confirmed_at=timezone.now() - dt.timedelta(minutes=1))
    take({"别的.xlsx": xlsx(plain(made, REPORT_INS, made.rows[REPORT_INS][:1]))})

    jobs.write(draft.pk, clerk.by.person_id, None)

    assert Message.objects.get(notice="intake.shown_again").person_id == clerk.by.person_id


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "空.xlsx", "文件是空的"),
        (b"\xff\xd8\xff picture", "照片.jpg", "这是图片"),
        (b"%PDF-1.4", "表.pdf", "PDF"),
        (b"Rar!", "表.rar", "压缩包"),
        (b"abc", "表.et", "不支持.et格式"),
        (b"x" * (20 * 1024 * 1024 + 1), "大.csv", "超过20MB"),
    ],
)
def test_what_is_surely_no_workbook_is_refused_at_once(clerk: Clerk, data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        clerk.hand_in(data, name)
    assert not Draft.objects.exists()
    assert not Evidence.objects.filter(original_name=name).exists()


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"PK\x03\x04 no zip", "已损坏"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no sheet", "已损坏")]
)
def test_what_cannot_be_read_says_so_and_can_be_put_away(clerk: Clerk, data: bytes, sentence: str) -> None:
    draft = clerk.hand_in(data)

    assert draft.state == DraftState.REFUSED
    assert sentence in draft.note
    assert actions.discard(draft, by=clerk.by).state == DraftState.DISCARDED


def test_the_same_workbook_handed_in_twice_is_one_until_it_is_over(clerk: Clerk, register: bytes) -> None:
    draft = clerk.hand_in(register)

    assert clerk.hand_in(register, "又一份.xlsx").pk == draft.pk
    actions.discard(draft, by=clerk.by)
    assert clerk.hand_in(register).pk != draft.pk


def test_what_is_put_away_leaves_nothing_of_what_it_said(clerk: Clerk, register: bytes) -> None:
    draft = clerk.hand_in(register)
    clerk.answer(draft, 6, "unit:none")
    file, back = draft.evidence_id, draft.returned_id

    draft = actions.discard(draft, by=clerk.by)

    assert (draft.evidence, draft.report, draft.rows.count(), draft.answers.count()) == (None, None, 0, 0)
    assert not Evidence.objects.filter(pk__in=(file, back)).exists()
    with pytest.raises(Refused):
        actions.look_again(draft, by=clerk.by)


def test_rows_that_waited_are_taken_up_again_from_the_same_workbook(clerk: Clerk, register: bytes) -> None:
    draft = clerk.write(clerk.hand_in(register))
    first = draft.batch
    add_alias(Organization.objects.filter(kind="unit").earliest("id"), "市图", by=SYSTEM)

    draft = clerk.look_again(draft)
    assert statuses_of(draft) == {"same": 7, "merged": 1, "new": 1, "blocked": 1}
    clerk.correct(draft, 7, accepted_on="2017-02-28")
    draft = clerk.write(clerk.look_again(draft))

    assert draft.batch == first
    assert figures()["members_checked_in"] == 9
    assert not draft.batch.rows.filter(status__in=("conflict", "blocked")).exists()  # type: ignore[union-attr]
    assert "报到时间已更正为“2017-02-28”。" in draft.batch.rows.get(row=7).reason  # type: ignore[union-attr]


def test_a_batch_of_the_command_line_is_taken_up_at_the_desk(clerk: Clerk, register: bytes) -> None:
    take({"报到.xlsx": register}, street_id=clerk.street_id)
    batch = Batch.objects.latest("id")
    assert counts(take({"报到.xlsx": register}, street_id=clerk.street_id))["same"] == 7

    draft = actions.reopen(batch, by=clerk.by)
    assert actions.reopen(batch, by=clerk.by) == draft
    draft = clerk.looked_at(draft)
    clerk.answer(draft, 6, "unit:none")
    draft = clerk.write(clerk.look_again(draft))

    assert (draft.batch, figures()["members_checked_in"]) == (batch, 8)
    assert actions.reopen(batch, by=clerk.by).pk == draft.pk


def test_what_was_written_is_taken_back_and_can_be_written_again(clerk: Clerk, register: bytes) -> None:
    before = contents(but=MEMORY)
    draft = clerk.write(clerk.hand_in(register))
    assert draft.batch is not None

    batch = clerk.undo(draft.batch)

    assert (batch.state, batch.undone_by_id, batch.undo_asked_at) == (BatchState.UNDONE, clerk.by.person_id, None)
    assert contents(but=MEMORY) == before
    again = clerk.write(clerk.look_again(draft))
    assert again.batch != batch
    assert figures()["members_checked_in"] == 7


def test_why_a_batch_is_not_taken_back_is_told_to_who_asked(clerk: Clerk, register: bytes) -> None:
    draft = clerk.write(clerk.hand_in(register))
    assert draft.batch is not None
    person = Person.objects.filter(report_ins__isnull=False).earliest("id")
    making.seat(person, "class_monitor", Organization.objects.filter(kind="unit").earliest("id"))

    batch = clerk.undo(draft.batch)

    assert (batch.state, batch.undo_asked_at) == (BatchState.COMMITTED, None)
    assert "后来" in batch.undo_refusal


def test_the_workbook_comes_back_with_what_became_of_each_row(clerk: Clerk, register: bytes) -> None:
    draft = clerk.hand_in(register, "报到.xlsx")
    assert draft.returned is not None

    (grid,) = open_workbook(evidence.read(draft.returned), "报到.xlsx").grids
    assert [row[-1] for row in grid.rows[2:5]] == ["导入结果", "新增", "重复，已合并：与第4行是同一个人。"]

    clerk.correct(draft, 7, accepted_on="2017-02-28")
    draft = clerk.look_again(draft)
    (grid,) = open_workbook(evidence.read(draft.returned), "报到.xlsx").grids  # type: ignore[arg-type]
    assert grid.row(7)[-1] == "新增：报到时间已更正为“2017-02-28”。"
    assert Evidence.objects.filter(original_name="报到.xlsx").count() == 2


def test_the_workbook_of_a_batch_comes_back_too(clerk: Clerk, register: bytes) -> None:
    draft = clerk.write(clerk.hand_in(register))
    assert draft.batch is not None
    actions.ask_return(draft.batch, by=clerk.by)
    jobs.hand_back("batch", draft.batch.pk)
    draft.batch.refresh_from_db()
    (grid,) = open_workbook(evidence.read(draft.batch.returned), "报到.xlsx").grids  # type: ignore[arg-type]
    assert (grid.row(4)[-1], grid.row(7)[-1][:4]) == ("新增", "不能写入")

    draft = clerk.look_again(fresh(draft))
    (grid,) = open_workbook(evidence.read(draft.returned), "报到.xlsx").grids  # type: ignore[arg-type]
    assert grid.row(4)[-1] == "新增"


def test_a_text_file_and_several_tabs_are_looked_at_like_any_other(clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(csv(plain(made, REPORT_INS)), "报到.csv")
    assert (tab_names(draft), statuses_of(draft)) == (["报到"], {"new": 10})

    data = xlsx(
        plain(made, UNITS), plain(made, REPORT_INS), Tab("", "随笔", [], [("今天",), ("天气",)], [["好", "晴"]])
    )
    draft = clerk.hand_in(data)
    assert tab_names(draft) == ["大工委成员单位一览表", "在职党员报到登记表", "随笔"]
    assert "没有认出表头" in page_of(draft).tabs[2].why
    assert [section.titles[0] for section in page_of(draft, shown="all").sections] == ["单位名称", "姓名"]


def test_a_page_of_rows_costs_the_same_whatever_there_is(clerk: Clerk, made: Office) -> None:
    several = [row | {"phone": f"139{n:08}"} for n, row in enumerate(made.rows[REPORT_INS] * 15)]
    for row in several[:40]:
        row["unit"] = "不知哪里"
    few = clerk.hand_in(xlsx(plain(made, REPORT_INS, several[:10])), "少.xlsx")
    many = clerk.hand_in(xlsx(plain(made, REPORT_INS, several)), "多.xlsx")

    costs = []
    for draft in (few, many):
        with CaptureQueriesContext(connection) as queries:
            page = page_of(draft, shown="all")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 5
    assert (page.total, page.pages, sum(len(section.rows) for section in page.sections)) == (150, 2, 100)
    assert sum(len(section.rows) for section in page_of(many, shown="all", page=2).sections) == 50
    assert page_of(many, shown="all", page=99).page == 2


def test_nobody_but_the_desk_may_do_anything_with_it(clerk: Clerk, register: bytes) -> None:
    draft = clerk.hand_in(register)
    row = DraftRow.objects.filter(draft=draft).earliest("id")
    stranger = making.street_officer(making.street("文化路街道", "410105003"))
    tries: list[Callable[[Any], Any]] = [
        lambda by: actions.hand_in("表.xlsx", register, street_id=clerk.street_id, by=by),
        lambda by: actions.look_again(draft, by=by),
        lambda by: actions.discard(draft, by=by),
        lambda by: actions.confirm(draft, draft.digest, by=by),
        lambda by: actions.answer(draft, row, "leave:out", by=by),
        lambda by: actions.correct(draft, row, {"name": "李强"}, by=by),
        lambda by: actions.explain(draft, 0, sheet=REPORT_INS, meanings={}, by=by),
    ]
    before = contents()
    for by in (ANONYMOUS, stranger, making.community_worker(making.community())):
        before = contents()
        for attempt in tries:
            with pytest.raises(PermissionDenied):
                attempt(by)
        assert contents() == before


def test_what_nobody_touches_for_a_month_is_put_away(clerk: Clerk, register: bytes, files: Files) -> None:
    written = clerk.write(clerk.hand_in(register))
    idle = clerk.hand_in(files["report_ins.xlsx"])
    assert actions.prune_drafts(by=SYSTEM) == 0

    for draft in (written, idle):
        long_ago(draft, dt.timedelta(days=31))
    assert actions.prune_drafts(by=SYSTEM) == 2

    assert (fresh(written).state, fresh(idle).state) == (DraftState.WRITTEN, DraftState.DISCARDED)
    assert (DraftRow.objects.count(), Answer.objects.count()) == (0, 0)
    assert actions.prune_drafts(by=SYSTEM) == 0


def test_what_the_worker_lost_is_asked_for_again_and_given_up_after_three_times(
    clerk: Clerk, register: bytes, files: Files
) -> None:
    waiting = actions.hand_in("一.xlsx", files["report_ins.xlsx"], street_id=clerk.street_id, by=clerk.by)
    confirmed = clerk.hand_in(register)
    clerk.confirm(confirmed)
    assert actions.rescue(by=SYSTEM) == 0
    for _turn in range(3):
        for draft in (waiting, confirmed):
            long_ago(draft, dt.timedelta(minutes=11))
        assert actions.rescue(by=SYSTEM) == 2

    assert (fresh(waiting).state, fresh(confirmed).state) == (DraftState.REFUSED, DraftState.READ)
    assert "管理员" in fresh(waiting).note
    assert "一行都没有写入" in fresh(confirmed).note
    assert clerk.look_again(fresh(waiting)).state == DraftState.READ
