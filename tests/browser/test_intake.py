"""The intake desk in a real browser: from the file to the register and back; its pages in any look."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

from gongzhi.kernel.intake import jobs
from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.kernel.organizations.actors import seats_of
from gongzhi.kernel.people.models import Person
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.browser.conftest import Opener
from tests.browser.looks import LOOKS, PHONE, Look
from tests.browser.measure import faults
from tests.browser.ways import Visitor, Way
from tests.entering import enter
from tests.kernel.intake.desks import Clerk, ground
from tests.kernel.intake.taking import whole
from tests.offices import REPORT_INS, Office, office
from tests.workbooks import Tab, plain, xlsx

FIRST = 4  # row of a plain table
EACH = 8  # rows of a register


@pytest.fixture(scope="module")
def made() -> Office:
    """An office with two registers, each of which has a row in conflict and one that cannot be read."""
    made = office(3, members=2 * EACH)
    for first in (0, EACH):
        made.rows[REPORT_INS][first + 1]["unit"] = "市图"
        made.rows[REPORT_INS][first + 2]["accepted_on"] = "2017-02-31"
    return made


@pytest.fixture(scope="module")
def clerk(house: str, made: Office) -> Clerk:
    return ground(whole(made))


def register(made: Office, *, first: int = 0, weather: str = "晴") -> bytes:
    """One of the two, with a tab that nobody knows."""
    rows = made.rows[REPORT_INS][first : first + EACH]
    return xlsx(plain(made, REPORT_INS, rows), Tab("", "随笔", [], [("今天",), ("天气",)], [["好", weather]]))


@pytest.fixture(scope="module")
def key(clerk: Clerk) -> str:
    """That of a session of the clerk."""
    person = Person.objects.get(pk=clerk.by.person_id)
    return enter(Client(), person, seats_of(person.pk, on=making.TODAY)[0]).key


def test_a_workbook_with_a_conflict_is_resolved_confirmed_and_taken_back(
    visit: Callable[..., Visitor], way: Way, key: str, clerk: Clerk, made: Office, tmp_path: Path
) -> None:
    before, file = ReportIn.objects.count(), tmp_path / f"报到{way.number}.xlsx"
    file.write_bytes(register(made, first=EACH, weather=f"{way.number} 度"))
    visitor, by = visit(key), clerk.by
    main = visitor.page.get_by_role("main")
    visitor.opens("/desk/intake/")
    visitor.hands_in("选一份或几份表格", file)
    visitor.presses("上传", within=main)
    visitor.arrives(f"正在核对“{file.name}”")
    draft = clerk.looked_at(Draft.objects.latest("id"))

    visitor.follows("再看一次")
    visitor.arrives("看过再写入：8 行，1 张表")
    expect(main).to_contain_text("没有找到它的表头")
    visitor.presses("工作单位先不填")
    expect(main).to_contain_text("已选：工作单位先不填")
    visitor.follows(f"第{FIRST + 2}行")
    visitor.arrives(f"在职党员报到登记表 第{FIRST + 2}行")
    visitor.writes("报到时间", "2017年2月28日")
    visitor.presses("按填的算")
    expect(main).to_contain_text("您刚选过或改过 2 行")
    visitor.presses("重新核对")
    visitor.arrives(f"正在核对“{file.name}”")
    clerk.looked_at(draft)
    visitor.follows("再看一次")
    visitor.arrives("看过再写入：8 行，1 张表")
    assert ReportIn.objects.count() == before

    visitor.presses("写入 8 行")
    visitor.arrives(f"正在写入“{file.name}”")
    jobs.write(draft.pk, by.person_id, None)
    batch = Batch.objects.latest("id")
    jobs.hand_back("batch", batch.pk)
    visitor.follows("再看一次")
    visitor.arrives(file.name)
    assert ReportIn.objects.count() == before + 8
    with visitor.page.expect_download() as download:
        visitor.follows("下载带结果的原表")
    assert download.value.suggested_filename == file.name

    visitor.unfolds("整批撤销")
    expect(main).to_contain_text(f"撤销“{file.name}”：它写入的 8 行，新建的删掉")
    visitor.presses("撤销这一批")
    expect(main).to_contain_text("正在撤销")
    jobs.undo(batch.pk, by.person_id, None)
    visitor.follows("再看一次")
    expect(main).to_contain_text("写入的都已经恢复原样")
    assert ReportIn.objects.count() == before


@pytest.fixture(scope="module")
def pages(clerk: Clerk, made: Office) -> list[str]:
    """An address of every kind of page of the intake."""
    draft = clerk.hand_in(register(made))
    clerk.answer(draft, FIRST + 1, "unit:none")
    confirmed = clerk.hand_in(xlsx(plain(made, REPORT_INS, made.rows[REPORT_INS][:1])), "一.xlsx")
    written = clerk.write(clerk.hand_in(xlsx(plain(made, REPORT_INS, made.rows[REPORT_INS][2:4])), "二.xlsx"))
    clerk.confirm(confirmed)
    broken = clerk.hand_in(b"PK\x03\x04 broken", "坏.xlsx")
    strange = clerk.hand_in(xlsx(plain(made, REPORT_INS, name="去年副本")), "去年.xlsx")
    strange = clerk.explain(strange, REPORT_INS, 特长="wanted_posts")
    here = f"/desk/intake/{draft.pk}/"
    return [
        "/desk/intake/",
        here,
        f"{here}?shown=all",
        f"{here}tabs/0/",
        f"{here}tabs/1/",
        f"{here}tabs/0/rows/{FIRST + 1}/",
        f"{here}tabs/0/rows/{FIRST + 2}/",
        f"/desk/intake/{confirmed.pk}/",
        f"/desk/intake/{broken.pk}/",
        f"/desk/intake/{strange.pk}/",
        f"/desk/intake/batches/{written.batch_id}/",
        "/desk/intake/learned/",
    ]


@pytest.mark.drill
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_of_the_intake_can_be_read_and_used(
    window: Opener, house: str, key: str, pages: list[str], look: Look
) -> None:
    page, found = window(look, key=key), {}
    for address in pages:
        page.goto(house + address)
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        found[address] = faults(page, look)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_a_workbook_that_was_put_away_leads_back_to_the_list(
    window: Opener, house: str, key: str, clerk: Clerk, made: Office
) -> None:
    draft = clerk.hand_in(register(made), "放弃.xlsx")
    page = window(Look("elder", "light", PHONE), key=key, java_script_enabled=False)
    page.goto(f"{house}/desk/intake/{draft.pk}/")
    page.get_by_text("不要这份表了", exact=True).click()
    page.get_by_role("button", name="放弃这份表").click()
    expect(page).to_have_url(f"{house}/desk/intake/")
