"""The intake desk as a clerk uses it: hand in, look, answer, explain, confirm, take back. No page writes by itself."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kernel.intake import jobs
from gongzhi.kernel.intake.models import Answer, Batch, Draft, Meaning
from gongzhi.kernel.intake.states import BatchState, DraftState
from gongzhi.kernel.organizations.actors import seats_of
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.lib.workbook.opening import open_workbook
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.entering import enter, hidden
from tests.faces.reading import headings, markup, text
from tests.kernel.intake.desks import Clerk, community_clerk, fresh, ground
from tests.kernel.intake.dumps import MEMORY, contents, figures
from tests.kernel.intake.taking import take, whole
from tests.offices import COMMUNITIES, REPORT_INS, Office, office
from tests.workbooks import plain, xlsx

pytestmark = pytest.mark.django_db

FIRST = 4  # row of a plain table


@pytest.fixture
def made() -> Office:
    return office(3, members=8)


@pytest.fixture
def clerk(made: Office, client: Client) -> Clerk:
    """The street's officer, signed in."""
    found = ground(whole(made))
    sign_in(client, found)
    return found


def sign_in(client: Client, clerk: Clerk) -> None:
    person = Person.objects.get(pk=clerk.by.person_id)
    enter(client, person, seats_of(person.pk, on=making.TODAY)[0])


def register(made: Office, **headings_: str) -> bytes:
    """A register with a row in conflict and one that cannot be read."""
    made.rows[REPORT_INS][1]["unit"] = "市图"
    made.rows[REPORT_INS][2]["accepted_on"] = "2017-02-31"
    tab = plain(made, REPORT_INS)
    tab.headings = [(headings_.get(heading[0], heading[0]),) for heading in tab.headings]
    return xlsx(tab)


def key_of(page: Any) -> str:
    return hidden(markup(page), "once")


def upload(client: Client, *files: tuple[str, bytes]) -> Any:
    page = client.get("/desk/intake/")
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post("/desk/intake/", {"workbooks": sent, "once": key_of(page)})


def send(client: Client, address: str, page: str, **said: str) -> Any:
    """Fill in a form of a page."""
    return client.post(address, {"once": key_of(client.get(page)), **said})


def handed_in(client: Client, clerk: Clerk, data: bytes, name: str = "报到.xlsx") -> Draft:
    answer = upload(client, (name, data))
    draft = Draft.objects.latest("id")
    assert answer.headers["Location"] == f"/desk/intake/{draft.pk}/"
    return clerk.looked_at(draft)


def confirmed(client: Client, clerk: Clerk, draft: Draft) -> Draft:
    here = f"/desk/intake/{draft.pk}/"
    answer = send(client, f"{here}confirm/", here, seen=draft.digest)
    assert answer.headers["Location"] == here
    assert "正在写入" in text(client.get(here))
    jobs.write(draft.pk, clerk.by.person_id, None)
    return fresh(draft)


def test_a_workbook_goes_from_the_hand_to_the_register(client: Client, clerk: Clerk, made: Office) -> None:
    before = contents(but=MEMORY)
    upload(client, ("报到.xlsx", register(made)))
    draft = Draft.objects.get()
    here = f"/desk/intake/{draft.pk}/"
    assert "正在核对“报到.xlsx”" in headings(client.get(here))
    assert "再看一次" in text(client.get(here))
    clerk.looked_at(draft)

    page = client.get(here)
    assert "看过再写入：8 行，1 张表" in headings(page)
    assert "现在什么都还没有写入" in text(page)
    assert "写入 6 行" in text(page)
    assert contents(but=MEMORY) == before

    draft = confirmed(client, clerk, fresh(draft))
    assert (draft.state, figures()["members_checked_in"]) == (DraftState.WRITTEN, 6)
    assert client.get(here).headers["Location"] == f"/desk/intake/batches/{draft.batch_id}/"
    page = client.get(f"/desk/intake/batches/{draft.batch_id}/")
    assert "处理剩下的 2 行" in text(page)


def test_every_figure_opens_to_the_rows_it_counts(client: Client, clerk: Clerk, made: Office) -> None:
    draft = handed_in(client, clerk, register(made))
    page = markup(client.get(f"/desk/intake/{draft.pk}/"))
    doors = re.findall(r'class="figure[^"]*" href="(\?shown=\w+)#rows"><b>([\d,]+)</b>', page)

    assert len(doors) == 6
    for address, number in doors:
        rows = re.findall(r'id="row-\d+-\d+"', markup(client.get(f"/desk/intake/{draft.pk}/{address}")))
        assert len(rows) == int(number)
    assert len(re.findall(r'id="row-\d+-\d+"', page)) == 2


def test_what_is_masked_stays_masked_on_every_page(client: Client, clerk: Clerk, made: Office) -> None:
    made.rows[REPORT_INS][0] |= {"phone": "13812340412", "identity": "11010519491231002X"}
    draft = handed_in(client, clerk, register(made))
    here = f"/desk/intake/{draft.pk}/"
    for address in (f"{here}?shown=all", f"{here}tabs/0/rows/{FIRST}/", f"{here}tabs/0/", "/desk/intake/"):
        page = markup(client.get(address))
        assert "13812340412" not in page
        assert "11010519491231002X" not in page
    assert "138****0412" in text(client.get(f"{here}?shown=all"))
    assert "已经填了，不在这里显示" in text(client.get(f"{here}tabs/0/rows/{FIRST}/"))


def test_a_conflict_is_resolved_with_one_tap_and_counts_after_looking_again(
    client: Client, clerk: Clerk, made: Office
) -> None:
    draft = handed_in(client, clerk, register(made))
    here, row = f"/desk/intake/{draft.pk}/", f"/desk/intake/{draft.pk}/tabs/0/rows/{FIRST + 1}/"
    assert "工作单位先不填" in text(client.get(here))

    answer = send(client, row, here, choice="unit:none", shown="waiting")

    assert answer.headers["Location"] == f"{here}?shown=waiting#row-0-{FIRST + 1}"
    page = client.get(here)
    assert "已选：工作单位先不填" in text(page)
    assert "您刚选过或改过 1 行" in text(page)
    assert "写入 6 行" not in text(page)
    client.post(f"{here}again/")
    clerk.looked_at(draft)
    assert "写入 7 行" in text(client.get(here))


def test_a_cell_is_typed_in_place_and_taken_back(client: Client, clerk: Clerk, made: Office) -> None:
    draft = handed_in(client, clerk, register(made))
    row = f"/desk/intake/{draft.pk}/tabs/0/rows/{FIRST + 2}/"
    page = client.get(row)
    assert 'value="2017-02-31"' in markup(page)

    fields = dict(re.findall(r'<input type="text" name="(\w+)"(?: value="([^"]*)")?', markup(page)))
    send(client, f"{row}correct/", row, **{**fields, "accepted_on": "2017-02-28"})

    assert "已改：报到时间" in text(client.get(row))
    assert Answer.objects.get().typed is not None
    client.post(f"{row}take-back/")
    assert Answer.objects.get().typed is None


def test_all_that_ask_the_same_are_answered_together(client: Client, clerk: Clerk, made: Office) -> None:
    for row in made.rows[REPORT_INS][3:]:
        row["unit"] = "市图"
    draft = handed_in(client, clerk, register(made))
    row = f"/desk/intake/{draft.pk}/tabs/0/rows/{FIRST + 1}/"
    assert "同样的 6 行都这样选" in text(client.get(row))

    send(client, row, row, choice="unit:none", alike="on")

    assert Answer.objects.filter(choice="unit:none").count() == 6


def test_an_answer_that_is_not_offered_is_refused_with_a_sentence(client: Client, clerk: Clerk, made: Office) -> None:
    draft = handed_in(client, clerk, register(made))
    row = f"/desk/intake/{draft.pk}/tabs/0/rows/{FIRST + 1}/"

    answer = send(client, row, row, choice="where:move")

    assert "请从列出来的里面选一个" in text(answer)
    assert not Answer.objects.exists()


def test_a_strange_heading_is_explained_and_remembered(client: Client, clerk: Clerk, made: Office) -> None:
    draft = handed_in(client, clerk, register(made, 工作单位="何处高就"))
    here, tab = f"/desk/intake/{draft.pk}/", f"/desk/intake/{draft.pk}/tabs/0/"
    assert "缺少这些列：工作单位" in text(client.get(here))
    page = client.get(tab)
    field = re.search(r'<label for="id_(heading_\d+)">何处高就', markup(page))
    assert field is not None

    chosen = dict(re.findall(r'<select name="(heading_\d+)".*?<option value="(\w*)" selected', markup(page), re.DOTALL))
    answer = send(client, tab, tab, **{**chosen, field[1]: "unit"})

    assert answer.headers["Location"] == here
    assert Meaning.objects.get().column == "unit"
    clerk.looked_at(draft)
    assert "写入 6 行" in text(client.get(here))
    assert "“何处高就”→工作单位" in text(client.get(here))
    assert "认作“工作单位”" in text(client.get("/desk/intake/learned/"))
    client.post(f"/desk/intake/learned/{Meaning.objects.get().pk}/forget/")
    assert "还没有记住的表头" in text(client.get("/desk/intake/learned/"))


def test_a_tab_is_not_read_if_the_clerk_says_so(client: Client, clerk: Clerk, made: Office) -> None:
    data = xlsx(plain(made, REPORT_INS, name="九月"), plain(made, REPORT_INS, name="九月副本"))
    draft = handed_in(client, clerk, data)
    tab = f"/desk/intake/{draft.pk}/tabs/1/"
    assert "像是副本或往年的表" in text(client.get(f"/desk/intake/{draft.pk}/"))

    send(client, f"{tab}sheet/", tab, sheet="")

    clerk.looked_at(draft)
    assert "按您的选择，这一页不读" in text(client.get(f"/desk/intake/{draft.pk}/"))


def test_an_old_page_does_not_confirm(client: Client, clerk: Clerk, made: Office) -> None:
    draft = handed_in(client, clerk, register(made))
    here = f"/desk/intake/{draft.pk}/"

    answer = send(client, f"{here}confirm/", here, seen="of an older page")

    assert answer.status_code == 409
    assert "请再看一遍" in text(answer)
    assert fresh(draft).state == DraftState.READ


def test_a_form_sent_twice_hands_in_one_workbook_and_another_file_is_another(
    client: Client, clerk: Clerk, made: Office
) -> None:
    key, data = key_of(client.get("/desk/intake/")), register(made)

    answers = [
        client.post("/desk/intake/", {"workbooks": SimpleUploadedFile("报到.xlsx", data), "once": key})
        for _again in range(2)
    ]
    assert len({answer.headers["Location"] for answer in answers}) == Draft.objects.count() == 1

    other = client.post("/desk/intake/", {"workbooks": SimpleUploadedFile("别的.csv", b"1,2"), "once": key})
    assert "内容不一样" in text(other)


def test_several_workbooks_are_handed_in_at_once(client: Client, clerk: Clerk, made: Office) -> None:
    answer = upload(client, ("一.xlsx", register(made)), ("二.csv", "今天,天气\n好,晴\n".encode()))

    assert answer.headers["Location"] == "/desk/intake/"
    assert [draft.file_name for draft in Draft.objects.order_by("id")] == ["一.xlsx", "二.csv"]
    assert "正在核对" in text(client.get("/desk/intake/"))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("空.xlsx", b"", "这个文件是空的"),
        ("照片.jpg", b"\xff\xd8\xff picture", "“照片.jpg”：这是图片"),
        ("表.pdf", b"%PDF-1.4", "PDF文件不能直接读取"),
        ("表.et", b"abc", "不支持.et格式"),
        ("宏.xlsm", b"PK\x03\x04", "宏"),
        ("大.csv", b"x" * (20 * 1024 * 1024 + 1), "超过20MB"),
    ],
)
def test_what_is_surely_no_workbook_is_said_beside_the_field(
    client: Client, clerk: Clerk, name: str, data: bytes, sentence: str
) -> None:
    answer = upload(client, (name, data))

    assert sentence in text(answer)
    assert not Draft.objects.exists()


def test_one_wrong_file_among_several_is_named_and_nothing_is_taken(client: Client, clerk: Clerk, made: Office) -> None:
    answer = upload(client, ("一.xlsx", register(made)), ("照片.jpg", b"\xff\xd8\xff"), ("表.et", b"abc"))

    assert "“照片.jpg”：这是图片" in text(answer)
    assert "“表.et”：不支持" in text(answer)
    assert not Draft.objects.exists()
    assert "一次最多上传 10 份" in text(upload(client, *[(f"{n}.csv", b"1") for n in range(11)]))
    assert "请填“选一份或几份表格”" in text(client.post("/desk/intake/", {"once": "k"}))


def test_a_file_that_cannot_be_read_says_so_and_is_put_away(client: Client, clerk: Clerk) -> None:
    draft = handed_in(client, clerk, b"PK\x03\x04 broken", "坏.xlsx")
    here = f"/desk/intake/{draft.pk}/"

    assert "这份表读不了" in text(client.get(here))
    assert "已损坏" in text(client.get(here))
    assert client.post(f"{here}discard/").headers["Location"] == "/desk/intake/"
    assert "已经放弃了" in text(client.get(here))
    assert client.post(f"{here}again/").status_code == 409


def test_what_was_written_is_taken_back_after_being_read_back(client: Client, clerk: Clerk, made: Office) -> None:
    before = contents(but=MEMORY)
    draft = confirmed(client, clerk, handed_in(client, clerk, register(made)))
    here = f"/desk/intake/batches/{draft.batch_id}/"
    assert "撤销“报到.xlsx”：它写入的 6 行，新建的删掉" in text(client.get(here))

    client.post(f"{here}undo/")
    assert "正在撤销" in text(client.get(here))
    jobs.undo(draft.batch_id, clerk.by.person_id, None)

    assert "已经在" in text(client.get(here))
    assert contents(but=MEMORY) == before
    assert Batch.objects.get(pk=draft.batch_id).state == BatchState.UNDONE
    assert client.post(f"{here}undo/").status_code == 409


def test_the_rows_that_wait_are_taken_up_from_the_batch(client: Client, clerk: Clerk, made: Office) -> None:
    draft = confirmed(client, clerk, handed_in(client, clerk, register(made)))
    here = f"/desk/intake/batches/{draft.batch_id}/"

    answer = send(client, f"{here}reopen/", here)

    assert answer.headers["Location"] == f"/desk/intake/{draft.pk}/"
    assert "接着看这份表" in text(client.get(here))
    clerk.looked_at(draft)
    page = text(client.get(f"/desk/intake/{draft.pk}/"))
    assert "以前写入过的行不会再写" in page
    assert "没有新的内容要写入" in page


def test_the_workbook_comes_back_as_a_file_to_be_saved(client: Client, clerk: Clerk, made: Office) -> None:
    draft = handed_in(client, clerk, register(made), "报到 九月.xlsx")
    answers = [client.get(f"/desk/intake/{draft.pk}/workbook/")]
    draft = confirmed(client, clerk, draft)
    here = f"/desk/intake/batches/{draft.batch_id}/"
    assert client.get(f"{here}workbook/").status_code == 409
    jobs.hand_back("batch", draft.batch_id)
    answers.append(client.get(f"{here}workbook/"))

    for answer in answers:
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        (grid,) = open_workbook(answer.content, "报到.xlsx").grids
        assert grid.row(FIRST)[-1] == "新增"
        assert "不能写入：报到时间" in str(grid.row(FIRST + 2)[-1])


def test_a_batch_of_the_command_line_is_prepared_on_demand(client: Client, clerk: Clerk, made: Office) -> None:
    take({"报到.xlsx": register(made)}, street_id=clerk.street_id)
    batch = Batch.objects.latest("id")
    here = f"/desk/intake/batches/{batch.pk}/"
    assert "准备带结果的原表" in text(client.get(here))

    client.post(f"{here}prepare/")
    jobs.hand_back("batch", batch.pk)

    assert "下载带结果的原表" in text(client.get(here))
    assert io.BytesIO(client.get(f"{here}workbook/").content).read(2) == b"PK"


def test_what_is_at_a_sister_community_is_not_there(client: Client, clerk: Clerk, made: Office) -> None:
    one, other = (community_clerk(row["name"]) for row in made.rows[COMMUNITIES][:2])
    draft = one.write(one.hand_in(register(made)))
    batch = draft.batch_id
    waiting = one.hand_in(xlsx(plain(made, REPORT_INS, name="又一页")))
    one.explain(waiting, REPORT_INS, 姓名="name")
    meaning = Meaning.objects.get().pk
    stranger = Client()
    sign_in(stranger, other)
    here = f"/desk/intake/{waiting.pk}/"
    reads = [
        here,
        f"{here}tabs/0/",
        f"{here}tabs/0/rows/{FIRST}/",
        f"{here}workbook/",
        f"/desk/intake/batches/{batch}/",
        f"/desk/intake/batches/{batch}/workbook/",
    ]
    writes = [
        f"{here}tabs/0/",
        f"{here}tabs/0/sheet/",
        f"{here}tabs/0/rows/{FIRST}/",
        f"{here}tabs/0/rows/{FIRST}/correct/",
        f"{here}tabs/0/rows/{FIRST}/take-back/",
        f"{here}again/",
        f"{here}confirm/",
        f"{here}discard/",
        f"/desk/intake/batches/{batch}/reopen/",
        f"/desk/intake/batches/{batch}/undo/",
        f"/desk/intake/batches/{batch}/prepare/",
        f"/desk/intake/learned/{meaning}/forget/",
    ]
    before = contents()

    assert {address: stranger.get(address).status_code for address in reads} == dict.fromkeys(reads, 404)
    assert {address: stranger.post(address).status_code for address in writes} == dict.fromkeys(writes, 404)
    assert {stranger.get(f"{here}tabs/9/").status_code, client.get(f"{here}tabs/9/").status_code} == {404}
    assert client.get(f"{here}tabs/0/rows/99999/").status_code == 404
    assert contents() == before
    assert "报到" not in text(stranger.get("/desk/intake/")).partition("已经导入")[2]
    assert client.get(here).status_code == 200


def test_who_has_no_desk_of_the_intake_finds_nothing(client: Client, made: Office) -> None:
    ground(whole(made))
    for role in (Role.STREET_FINANCE, Role.AUDITOR, Role.ADMIN):
        person = making.person("没有这张桌子的人")
        enter(client, person, making.seat(person, role, Organization.objects.of_kind("subdistrict_office").get()))
        assert client.get("/desk/intake/").status_code == 404
        assert "导入表格" not in text(client.get("/desk/"))


def test_pages_cost_the_same_whatever_there_is(client: Client, clerk: Clerk, made: Office) -> None:
    several = [row | {"phone": f"139{n:08}", "unit": "市图"} for n, row in enumerate(made.rows[REPORT_INS] * 12)]
    few = clerk.hand_in(xlsx(plain(made, REPORT_INS, several[:3])))
    costs: dict[str, list[int]] = {"draft": [], "list": [], "row": []}
    for draft in (few, clerk.hand_in(xlsx(plain(made, REPORT_INS, several)))):
        for name, address in (
            ("draft", f"/desk/intake/{draft.pk}/"),
            ("list", "/desk/intake/"),
            ("row", f"/desk/intake/{draft.pk}/tabs/0/rows/{FIRST}/"),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            costs[name].append(len(queries))
    assert {name: found[0] == found[1] for name, found in costs.items()} == dict.fromkeys(costs, True), costs


@pytest.mark.parametrize("query", ["?shown=nothing", "?tab=99", "?tab=-1", "?page=99999999999", "?shown=new&page=x"])
def test_an_odd_address_shows_something_all_the_same(client: Client, clerk: Clerk, made: Office, query: str) -> None:
    draft = confirmed(client, clerk, handed_in(client, clerk, register(made)))
    for address in (f"/desk/intake/batches/{draft.batch_id}/", "/desk/intake/"):
        assert client.get(address + query).status_code == 200
    clerk.looked_at(clerk.look_again(draft))
    assert client.get(f"/desk/intake/{draft.pk}/{query}").status_code == 200


def test_what_waits_is_told_on_the_first_page(client: Client, clerk: Clerk, made: Office) -> None:
    draft = handed_in(client, clerk, register(made))
    assert "导入表格：报到.xlsx" in text(client.get("/desk/"))
    assert "新增 6 行，更新 0 行，2 行要您定，还没有写入" in text(client.get("/desk/"))

    confirmed(client, clerk, draft)

    assert "已写入，还有 2 行要您定" in text(client.get("/desk/"))
    assert ReportIn.objects.count() == 6
