"""The intake desk in a real browser: from the file to the register and back without scripts; its pages in any look."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gongzhi.kernel.intake import jobs
from gongzhi.kernel.intake.models import Batch, Draft
from gongzhi.kernel.organizations.actors import seats_of
from gongzhi.kernel.people.models import Person
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.browser.conftest import HEIGHT
from tests.browser.looks import DESKTOP, LOOKS, PHONE, Look
from tests.browser.test_pages import faults
from tests.entering import enter
from tests.kernel.intake.desks import Clerk, ground
from tests.kernel.intake.taking import whole
from tests.offices import REPORT_INS, Office, office
from tests.workbooks import Tab, plain, xlsx

FIRST = 4  # row of a plain table


@pytest.fixture
def made() -> Office:
    """An office whose register has a row in conflict, one that cannot be read, and a tab that nobody knows."""
    made = office(3, members=8)
    made.rows[REPORT_INS][1]["unit"] = "市图"
    made.rows[REPORT_INS][2]["accepted_on"] = "2017-02-31"
    return made


@pytest.fixture
def clerk(served: str, made: Office) -> Clerk:
    return ground(whole(made))


def register(made: Office) -> bytes:
    return xlsx(plain(made, REPORT_INS), Tab("", "随笔", [], [("今天",), ("天气",)], [["好", "晴"]]))


@pytest.fixture
def desk(chromium: Browser, served: str, clerk: Clerk) -> Iterator["Desk"]:
    opened: list[BrowserContext] = []
    yield Desk(chromium, served, clerk, opened)
    for context in opened:
        context.close()


class Desk:
    """Windows of somebody who is signed in at the street's desk."""

    def __init__(self, chromium: Browser, url: str, clerk: Clerk, opened: list[BrowserContext]) -> None:
        self.chromium, self.url, self.clerk, self.opened = chromium, url, clerk, opened
        client, person = Client(), Person.objects.get(pk=clerk.by.person_id)
        enter(client, person, seats_of(person.pk, on=making.TODAY)[0])
        self.key = client.cookies[settings.SIGN_IN_COOKIE].value

    def window(self, look: Look) -> Page:
        context = self.chromium.new_context(
            viewport={"width": look.width, "height": HEIGHT}, java_script_enabled=False, accept_downloads=True
        )
        cookies = look.cookies | {settings.SIGN_IN_COOKIE: self.key}
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        self.opened.append(context)
        return context.new_page()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_workbook_with_a_conflict_is_resolved_confirmed_and_taken_back(
    desk: Desk, made: Office, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "报到.xlsx"
    file.write_bytes(register(made))
    page, by = desk.window(Look("standard", "light", width)), desk.clerk.by
    page.goto(f"{desk.url}/desk/intake/")
    page.get_by_label("选一份或几份表格").set_input_files(file)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在核对“报到.xlsx”")
    draft = desk.clerk.looked_at(Draft.objects.get())

    page.get_by_role("link", name="再看一次").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("看过再写入：8 行，1 张表")
    expect(page.get_by_role("main")).to_contain_text("没有找到它的表头")
    page.get_by_role("button", name="工作单位先不填").click()
    expect(page.get_by_role("main")).to_contain_text("已选：工作单位先不填")
    page.get_by_role("link", name=f"第{FIRST + 2}行").click()
    page.get_by_label("报到时间").fill("2017年2月28日")
    page.get_by_role("button", name="按填的算").click()
    expect(page.get_by_role("main")).to_contain_text("您刚选过或改过 2 行")
    page.get_by_role("button", name="重新核对").click()
    desk.clerk.looked_at(draft)
    page.get_by_role("link", name="再看一次").click()
    assert not ReportIn.objects.exists()

    page.get_by_role("button", name="写入 8 行").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在写入“报到.xlsx”")
    jobs.write(draft.pk, by.person_id, None)
    batch = Batch.objects.latest("id")
    jobs.hand_back("batch", batch.pk)
    page.get_by_role("link", name="再看一次").click()
    assert ReportIn.objects.count() == 8
    with page.expect_download() as download:
        page.get_by_role("link", name="下载带结果的原表").click()
    assert download.value.suggested_filename == "报到.xlsx"

    page.get_by_text("整批撤销", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("撤销“报到.xlsx”：它写入的 8 行，新建的删掉")
    page.get_by_role("button", name="撤销这一批").click()
    jobs.undo(batch.pk, by.person_id, None)
    page.get_by_role("link", name="再看一次").click()
    expect(page.get_by_role("main")).to_contain_text("写入的都已经恢复原样")
    assert not ReportIn.objects.exists()


@pytest.fixture
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
def test_every_page_of_the_intake_can_be_read_and_used(desk: Desk, pages: list[str], look: Look) -> None:
    context = desk.chromium.new_context(viewport={"width": look.width, "height": HEIGHT})
    cookies = look.cookies | {settings.SIGN_IN_COOKIE: desk.key}
    context.add_cookies([{"name": name, "value": value, "url": desk.url} for name, value in cookies.items()])
    desk.opened.append(context)
    page, found = context.new_page(), {}
    for address in pages:
        page.goto(desk.url + address)
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
        found[address] = faults(page, look)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_a_workbook_that_was_put_away_leads_back_to_the_list(desk: Desk, clerk: Clerk, made: Office) -> None:
    draft = clerk.hand_in(register(made))
    page = desk.window(Look("elder", "light", PHONE))
    page.goto(f"{desk.url}/desk/intake/{draft.pk}/")
    page.get_by_text("不要这份表了", exact=True).click()
    page.get_by_role("button", name="放弃这份表").click()
    expect(page).to_have_url(f"{desk.url}/desk/intake/")
