"""Everything works in a browser that runs no script."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, Site
from tests.browser.looks import PHONE, Look

VISITOR = Look("standard", "auto", PHONE)


def plain(window: Opener) -> Page:
    return window(VISITOR, java_script_enabled=False)


def test_somebody_finds_their_community_and_its_telephone(window: Opener, site: Site) -> None:
    page = plain(window)
    page.goto(site.url)
    page.get_by_role("navigation", name="我要看的").get_by_role("link", name="我的社区").click()
    page.get_by_role("link", name="第1街坊社区 2,315 户").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第1街坊社区")
    call = page.get_by_role("main").get_by_role("link", name="打电话给第1街坊社区")
    expect(call).to_have_attribute("href", "tel:037165900001")


def test_the_elder_version_is_one_tap_away_and_one_tap_back(window: Opener, site: Site) -> None:
    page = plain(window)
    page.goto(f"{site.url}/figures/grids/?place={site.community.pk}")
    page.get_by_role("button", name="长者版").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    expect(page).to_have_url(f"{site.url}/figures/grids/?place={site.community.pk}")
    page.goto(site.url)
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    page.get_by_role("button", name="标准版").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "standard")


def test_colours_size_and_language_are_chosen_on_one_page(window: Opener, site: Site) -> None:
    page = plain(window)
    page.goto(site.url + "/communities/")
    page.get_by_role("link", name="显示").click()
    for button, attribute, value in (
        ("深色", "data-theme", "dark"),
        ("最大", "data-size", "4"),
        ("English", "lang", "en"),
    ):
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
        expect(page.locator("html")).to_have_attribute(attribute, value)
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Back to where I was").click()
    expect(page).to_have_url(site.url + "/communities/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Communities")


def test_whoever_landed_in_the_wrong_language_finds_a_way_out(window: Opener, site: Site) -> None:
    page = window(Look("standard", "auto", PHONE, "en"), java_script_enabled=False)
    page.goto(site.url)
    page.get_by_role("contentinfo").get_by_role("link", name="语言").click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
