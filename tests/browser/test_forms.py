"""A form as somebody fills it who runs no script: wrong, mended, read back, changed, done."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Site
from tests.browser.looks import PHONE, Look


def plain(window: Opener, site: Site, address: str = "/ui/forms/") -> Page:
    page = window(Look("standard", "auto", PHONE), java_script_enabled=False)
    page.goto(site.url + address)
    return page


def fill(page: Page) -> None:
    page.get_by_label("姓名").fill("阿卜杜热西提•买买提")
    page.get_by_label("手机号").fill("１３８ 0000 0101")
    page.get_by_label("验证码").fill("384 201")
    for part, typed in (("年", "1925"), ("月", "3"), ("日", "5")):
        page.get_by_role("group", name="出生日期").get_by_label(part, exact=True).fill(typed)
    page.get_by_label("来几个人").fill("三")
    page.get_by_label("提前做一份").check()
    page.get_by_label("扫把").check()
    page.get_by_label("住哪个楼院").select_option("纬五路32号院")
    page.get_by_label("我看过了").check()


def send(page: Page) -> None:
    page.get_by_role("button", name="填好了，去核对").click()


def test_nothing_is_ticked_or_chosen_beforehand(window: Opener, site: Site) -> None:
    page = plain(window, site)
    expect(page.locator("input:checked")).to_have_count(0)
    expect(page.get_by_label("住哪个楼院")).to_have_value("")


def test_what_is_missing_is_said_at_the_top_and_at_the_field(window: Opener, site: Site) -> None:
    page = plain(window, site)
    page.get_by_label("姓名").fill("卢雅华")
    page.get_by_label("验证码").fill("38")
    send(page)
    expect(page).to_have_title(re.compile("^错误：表单"))
    summary = page.get_by_role("group", name="还有地方要改")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(7)
    expect(page.get_by_label("姓名")).to_have_value("卢雅华")
    code = page.get_by_label("验证码")
    expect(code).to_have_value("38")
    expect(code).to_have_attribute("aria-invalid", "true")
    expect(code).to_have_accessible_description("短信里的6位数字，10分钟内有效。 验证码是6位数字，请看短信。")
    expect(page.get_by_role("group", name="您家来不来")).to_have_accessible_description("请选“您家来不来”。")


def test_every_message_leads_to_its_field(window: Opener, site: Site) -> None:
    page = plain(window, site)
    send(page)
    links = page.get_by_role("group", name="还有地方要改").get_by_role("link")
    expect(links).to_have_count(8)
    for link in links.all():
        target = link.get_attribute("href") or ""
        link.click()
        expect(page.locator(target)).to_be_focused()


def test_answers_are_read_back_changed_and_done(window: Opener, site: Site) -> None:
    page = plain(window, site)
    fill(page)
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("请核对")
    said = page.locator("dl").inner_text().split("\n")
    for answer in (
        "阿卜杜热西提·买买提",
        "138 0000 0101",
        "1925年3月5日",
        "提前做一份",
        "扫把",
        "纬五路32号院",
        "3",
        "是",
    ):
        assert answer in said
    page.get_by_role("button", name="回去改").click()
    expect(page.get_by_role("group", name="出生日期").get_by_label("年", exact=True)).to_have_value("1925")
    expect(page.get_by_label("提前做一份")).to_be_checked()
    expect(page.get_by_label("我看过了")).to_be_checked()
    page.get_by_label("来几个人").fill("4")
    send(page)
    page.get_by_role("button", name="没有错，报名").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("报上名了")


def test_the_telephone_helps_to_fill(window: Opener, site: Site) -> None:
    page = plain(window, site)
    for label, attributes in {
        "姓名": {"autocomplete": "name"},
        "手机号": {"type": "tel", "inputmode": "tel", "autocomplete": "username"},
        "验证码": {"inputmode": "numeric", "autocomplete": "one-time-code"},
        "密码": {"type": "password", "autocomplete": "new-password"},
    }.items():
        for name, value in attributes.items():
            expect(page.get_by_label(label)).to_have_attribute(name, value)


def test_a_file_can_be_dropped_where_it_is_asked_for(window: Opener, site: Site) -> None:
    page = plain(window, site)
    surface = page.locator("input[type=file]").bounding_box()
    assert surface
    assert surface["width"] > 300
    assert surface["height"] > 80


def test_one_question_fills_the_page(window: Opener, site: Site) -> None:
    page = plain(window, site, "/ui/question/")
    expect(page.get_by_role("heading", level=1)).to_have_text("您的手机号是多少？")
    page.get_by_label("您的手机号是多少？").fill("123456789")
    page.get_by_role("button", name="下一步").click()
    expect(page).to_have_title(re.compile("^错误："))
    expect(page.get_by_label("您的手机号是多少？")).to_have_value("123456789")
