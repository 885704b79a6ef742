"""The parts of the pages: what opens, what is sorted, what an elder meets. In every look: ``test_pages.py``."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Site
from tests.browser.looks import DESKTOP, NARROW, PHONE, Look
from tests.browser.measure import faults
from tests.browser.pictures import photograph


@pytest.mark.parametrize("look", [Look("standard", "light", PHONE), Look("elder", "dark", PHONE, "en")], ids=str)
def test_what_opens_can_be_read_and_used_when_it_is_open(window: Opener, site: Site, look: Look) -> None:
    page = window(look)
    for address in ("/ui/", "/ui/lists/", "/ui/desk/"):
        page.goto(site.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        photograph(page, f"{address} open {look}")
        assert faults(page, look) == [], address


def test_an_elder_meets_one_main_button_a_page(window: Opener, site: Site) -> None:
    page = window(Look("elder", "light", PHONE))
    for address in site.pages:
        page.goto(site.url + address)
        assert page.locator("main .button.main").count() <= 1, address


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_the_desk_fits_a_narrow_phone_with_text_of_twice_the_size(window: Opener, site: Site, mode: str) -> None:
    page = window(Look(mode, "light", NARROW))
    for address in ("/ui/desk/", "/ui/intake/", "/ui/forms/?wrong=1", "/ui/lists/"):
        page.goto(site.url + address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, address


def test_the_sections_of_the_desk_open_on_a_phone_without_a_script(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", PHONE), java_script_enabled=False)
    page.goto(site.url + "/ui/desk/")
    sections = page.get_by_role("navigation", name="工作台栏目")
    expect(sections).to_have_count(0)
    page.get_by_text("栏目", exact=True).click()
    expect(sections.get_by_role("link", name="今天")).to_have_attribute("aria-current", "page")
    sections.get_by_role("link", name="导入表格").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("看过再写入")


def test_the_desk_says_who_one_is_and_where_to_call(window: Opener, site: Site) -> None:
    for width in (PHONE, DESKTOP):
        page = window(Look("standard", "light", width))
        page.goto(site.url + "/ui/intake/")
        expect(page.get_by_text("第1街坊社区 · 社区干事")).to_be_visible()
        expect(page.get_by_text("王秀梅", exact=True)).to_be_visible()
        expect(page.get_by_text("只能看，不能改")).to_be_visible()
        expect(page.locator("form.me")).to_have_attribute("method", "post")
        expect(page.get_by_role("contentinfo").get_by_text("0371-6590 0000")).to_be_visible()


def test_one_looks_for_something_from_every_page_of_the_desk(window: Opener, site: Site) -> None:
    page = window(Look("standard", "light", DESKTOP), java_script_enabled=False)
    page.goto(site.url + "/ui/desk/")
    page.get_by_role("searchbox", name="找人、单位、社区").fill("zw")
    page.keyboard.press("Enter")
    expect(page).to_have_url(site.url + "/ui/desk/?q=zw")
    expect(page.get_by_role("searchbox")).to_have_value("zw")


def test_a_list_is_sorted_by_its_headings_on_any_screen(window: Opener, site: Site) -> None:
    for width in (PHONE, DESKTOP):
        page = window(Look("standard", "light", width), java_script_enabled=False)
        page.goto(site.url + "/ui/lists/?word=王&page=3")
        page.get_by_role("columnheader").get_by_role("link", name="姓名").click()
        expect(page).to_have_url(re.compile(r"\?word=%E7%8E%8B&sort=name$"))
        heading = page.get_by_role("columnheader", name="姓名")
        expect(heading).to_have_attribute("aria-sort", "ascending")
        heading.get_by_role("link").click()
        expect(heading).to_have_attribute("aria-sort", "descending")
        expect(page.get_by_role("link", name="下一页")).to_have_attribute("href", re.compile("sort=-name&page=3#rows$"))
