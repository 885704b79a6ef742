"""Print: A4, text large enough for everybody, no controls, and the way back to the page."""

from playwright.sync_api import expect

from tests.browser import measure
from tests.browser.conftest import Opener, Site
from tests.browser.looks import Look

SHEET = 658  # px between the margins of A4
LEAST = 14 * 96 / 72  # 14 pt (trust.md A31)


def test_a_printed_page_is_paper(window: Opener, site: Site) -> None:
    for look in (
        Look("standard", "dark", SHEET),
        Look("elder", "light", SHEET),
        Look("standard", "light", SHEET, "en"),
    ):
        page = window(look)
        page.emulate_media(media="print")
        for address in [*site.pages[:6], *site.gallery]:
            page.goto(site.url + address)
            assert measure.small_text(page, LEAST) == [], address
            assert measure.sideways(page) == [], address
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
            expect(page.locator(".nav")).to_be_hidden()
            expect(page.locator(".switches")).to_be_hidden()
            expect(page.locator(".paper")).to_have_text(site.url + address)


def test_the_telephone_is_printed(window: Opener, site: Site) -> None:
    page = window()
    page.emulate_media(media="print")
    page.goto(site.url)
    expect(page.get_by_role("contentinfo").get_by_text("0371-6590 0000")).to_be_visible()
